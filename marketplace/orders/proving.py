"""Old order links: long after an order is over its page asks who opens it, for links are forwarded and phones sold.

Who is signed in as the buyer needs no proof; anybody else names the phone number or e-mail address of the order, and is
remembered for the session. After so many attempts the door stays shut for the rest of the hour.
"""

from datetime import timedelta

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from marketplace.accounts.phones import normalise_phone
from marketplace.orders.models import SellerOrder

SESSION_KEY = "proved_orders"
ATTEMPTS, WITHIN_SECONDS = 5, 3600
OVER = frozenset(
    {SellerOrder.State.COMPLETED, SellerOrder.State.RETURNED, SellerOrder.State.REFUSED, SellerOrder.State.CANCELLED}
)


class NotProved(Exception):
    """The answer is not that of the buyer, or there were too many of them; the message is for the screen."""


def is_shown_to(request, order) -> bool:
    """Whether the holder of the order's link sees it without more ado (seller orders and their events prefetched)."""
    user = request.user
    if user.is_authenticated and user.pk == order.user_id:
        return True
    return not is_old(order) or order.number in request.session.get(SESSION_KEY, [])


def is_old(order, now=None) -> bool:
    """Whether everything about the order was over `ORDER_LINK_DAYS` ago."""
    parts = list(order.seller_orders.all())
    if any(part.state not in OVER for part in parts):
        return False
    last = max((event.at for part in parts for event in part.events.all()), default=order.date_placed)
    return last < (now or timezone.now()) - timedelta(days=settings.ORDER_LINK_DAYS)


def prove(request, order, answer: str) -> None:
    """Let this session see the order if `answer` is the phone number or e-mail address it was ordered with.

    Raises:
        NotProved: when it is not, or after too many attempts, whoever made them.
    """
    if _attempts(order) > ATTEMPTS:
        raise NotProved(_("Too many attempts. Please try again in an hour."))
    if not _is_hers(answer, order.delivery):
        raise NotProved(_("This is not what the order was placed with."))
    request.session[SESSION_KEY] = [*request.session.get(SESSION_KEY, [])[-20:], order.number]


def _attempts(order) -> int:
    """How many there were within the hour, with this one."""
    key = f"prove-order-{order.pk}"
    cache.add(key, 0, WITHIN_SECONDS)
    try:
        return cache.incr(key)
    except ValueError:  # it ran out just now
        return 1


def _is_hers(answer: str, delivery) -> bool:
    answer = answer.strip()
    if delivery.email and answer.casefold() == delivery.email.casefold():
        return True
    try:
        return normalise_phone(answer) == delivery.phone
    except ValidationError:
        return False
