"""Which clicks on results are counted: those of a page of results that we made, each of its products once."""

import secrets

from django.core import signing
from django.core.cache import cache

SALT = "search.clicked"
LONGEST = 24 * 3600
"""Seconds in which a page's clicks are counted."""
MOST_A_MINUTE = 60
"""From one address: a hall of forty women may share it, and each opens a result now and then."""


def ticket(text: str) -> str:
    """What a page of results of `text` bears, and sends with each click: no other site has one."""
    return signing.dumps([text, secrets.token_hex(8)], salt=SALT)


def text_of(ticket: str, slug: str, address: str) -> str:
    """The text whose result `slug` was opened; empty where the click is not counted.

    That is: without a ticket of ours, with an old one, a second time, or too often from one address.
    """
    try:
        text, page = signing.loads(ticket, salt=SALT, max_age=LONGEST)
    except signing.BadSignature:
        return ""
    minute = f"search-clicks-{address}"
    cache.add(minute, 0, 60)
    try:
        if cache.incr(minute) > MOST_A_MINUTE:
            return ""
    except ValueError:  # the minute has just ended
        pass
    return text if cache.add(f"search-click-{page}-{slug}", True, LONGEST) else ""
