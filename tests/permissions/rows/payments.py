"""Paying: who holds the link of an order."""

from marketplace.orders.tracking import signer
from tests.permissions.roles import HIDDEN, OPEN, Row, everybody


def held(world) -> dict:
    return {"signed": signer.sign(world.order.number)}


ROWS = {
    "pay:show": Row(everybody(HIDDEN), held),
    "pay:state": Row(everybody(HIDDEN), held),
    "pay:qr": Row(everybody(HIDDEN), held),
    "pay:card": Row(OPEN, held),
    "pay:return": Row(everybody(HIDDEN), held),
    "stripe-webhook": OPEN,
}
