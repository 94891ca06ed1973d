"""Phone numbers and e-mail addresses in what people write each other: masked before it is stored.

So that an order stays where it is kept and paid, and nobody is called who did not ask for it.
"""

import re

DOTS = "•••"

_SEPARATOR = r"[\s.\-–()_,/]"
_PHONE = re.compile(rf"(?<![\dA-Za-z])(?:\+|00)?{_SEPARATOR}*(?:84|0){_SEPARATOR}*(?:\d{_SEPARATOR}*){{8,10}}(?!\d)")
_MAIL = re.compile(r"[\w.+-]+\s*(?:@|\(a\)|\[at\])\s*[\w-]+(?:\s*\.\s*[\w-]+)+", re.IGNORECASE)


def mask(text: str) -> str:
    """`text` with each phone number and e-mail address replaced by dots; a phone number keeps its last two digits.

    What is written apart (`0912 345 678`, `0912.345.678`, `+84 (0) 912-345-678`) is found too. Prices, order numbers
    and dates stay: they have no 0 or 84 before nine or more digits.
    """
    return _MAIL.sub(DOTS, _PHONE.sub(_masked, text))


def _masked(found: re.Match) -> str:
    digits = re.sub(r"\D", "", found[0])
    after = found[0][len(found[0].rstrip()) :]
    return f"{DOTS}{digits[-2:]}{after}"
