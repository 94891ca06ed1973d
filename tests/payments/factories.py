"""Placed orders and their payments."""

from datetime import timedelta

from django.contrib.auth.models import AnonymousUser
from oscar.core.loading import get_class

from marketplace.orders.services import place_order
from marketplace.payments.methods import PaymentMethod, method_of
from tests.factories import a_basket, a_listing, a_recipient

Applicator = get_class("offer.applicator", "Applicator")


class PaidBeforehand(PaymentMethod):
    """Money that comes before the goods go, from nowhere in particular."""

    code = "bank"
    name = "Beforehand"
    hold = timedelta(days=1)


def an_order(*contents, method=None):
    """A placed order of `contents` (one listing of 100,000 ₫ and 25,000 ₫ of delivery by default)."""
    basket = a_basket(*contents or [a_listing(price=100_000)])
    Applicator().apply(basket, AnonymousUser())
    return place_order(basket, a_recipient(), method or PaidBeforehand())


def a_cash_order(*contents):
    return an_order(*contents, method=method_of("cod"))
