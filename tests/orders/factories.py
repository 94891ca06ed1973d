"""Orders in every state, through the services."""

from marketplace.orders import transitions
from marketplace.orders.models import Carrier, SellerOrder
from marketplace.orders.services import place_order
from marketplace.payments.methods import method_of
from tests.factories import a_basket, a_listing, a_recipient


def an_order(*contents, user=None, payment="cod", **recipient):
    """An order of these listings (one of a shop of its own by default), placed by the service."""
    basket = a_basket(*(contents or [a_listing()]), owner=user)
    return place_order(basket, a_recipient(**recipient), method_of(payment), user=user)


def a_seller_order(*contents, state: str = "new", by=None, **kwargs) -> SellerOrder:
    """The first shop's part of a new order, brought to `state` by the steps that lead there."""
    part = an_order(*contents, **kwargs).seller_orders.first()
    steps = {
        "confirmed": [transitions.confirm],
        "packed": [transitions.confirm, transitions.pack],
        "handed_over": [transitions.confirm, transitions.pack, transitions.hand_over],
        "delivered": [transitions.confirm, transitions.pack, transitions.hand_over, transitions.deliver],
    }
    for step in steps.get(state, []):
        part = step(part, by)
    return part


def a_carrier(code: str = "vnpost", **fields) -> Carrier:
    defaults = {"name": "Bưu điện Việt Nam", "tracking_url": "https://carrier.example/track?code={number}"}
    return Carrier.objects.get_or_create(code=code, defaults=defaults | fields)[0]
