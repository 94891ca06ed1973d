"""Paying: who holds the link of a payment, whoever she is. The link that follows an order does not pay it."""

from django.core.signing import Signer

from marketplace.payments.links import signer
from marketplace.payments.models import Payment
from tests.payments.factories import an_order
from tests.permissions.roles import HIDDEN, IN, OPEN, Row, everybody


def prepare(world) -> None:
    world.payment = Payment.objects.get(order=an_order(world.listing_b))


def held(world) -> dict:
    return {"signed": signer.sign(world.payment.reference)}


def guessed(world) -> dict:
    return {"signed": Signer(salt="order-tracking").sign(world.payment.reference)}


ROWS = {
    "pay:show": Row(OPEN, held),
    "pay:state": Row(OPEN, held),
    "pay:qr": Row(OPEN, held),
    "pay:card": Row(everybody(IN), held),
    "pay:return": Row(everybody(HIDDEN), guessed),
    "stripe-webhook": OPEN,
}
