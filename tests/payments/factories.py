"""Placed orders and their payments."""

from datetime import timedelta
from decimal import Decimal

from marketplace.orders.services import place_order
from marketplace.payments.methods import PaymentMethod, method_of
from tests.factories import a_basket, a_listing, a_recipient


class PaidBeforehand(PaymentMethod):
    """Money that comes before the goods go, from nowhere in particular."""

    code = "bank"
    name = "Beforehand"
    hold = timedelta(days=1)


def an_order(*contents, method=None):
    """A placed order of `contents` (one listing of 100,000 ₫ and 25,000 ₫ of delivery by default)."""
    return place_order(a_basket(*contents or [a_listing(price=100_000)]), a_recipient(), method or PaidBeforehand())


def a_cash_order(*contents):
    return an_order(*contents, method=method_of("cod"))


DONG_125 = Decimal(125_000)
