"""Orders: who holds the link sees them, whoever she is; who has only guessed it finds nothing."""

from django.utils import timezone

from marketplace.orders import returns
from marketplace.orders.tracking import signer
from tests.orders.factories import a_photo, a_seller_order
from tests.permissions.roles import HIDDEN, IN, MOVED, OPEN, SIGNED_IN, Row, everybody


def held(world) -> dict:
    return {"signed": signer.sign(world.order.number)}


def held_part(world) -> dict:
    return {**held(world), "part": world.part_a.pk}


def prepare(world) -> None:
    world.delivered = a_seller_order(world.listing_a, state="delivered", by=world.seller_a, user=world.buyer)
    lines = {line.pk: line.quantity for line in world.delivered.order.lines.all()}
    world.asked = returns.ask(world.delivered, lines, "damaged", "Vỡ khi đến nơi", [a_photo()])
    type(world.asked).objects.update(disputed_at=timezone.now(), state="disputed")


ROWS = {
    "orders:track": Row(OPEN, held),
    "orders:prove": Row(everybody(MOVED), held),
    "orders:cancel": Row(OPEN, held_part),
    "orders:received": Row(OPEN, held_part),
    "orders:messages": Row(OPEN, held_part),
    "orders:ask-return": Row(everybody(MOVED), held_part),
    "orders:return": Row(
        OPEN,
        lambda w: {"signed": signer.sign(w.delivered.order.number), "part": w.delivered.pk, "pk": w.asked.pk},
    ),
    "orders:conversations": SIGNED_IN,
    "orders:ask-shop": Row(SIGNED_IN, lambda w: {"product": w.listing_a.product_id}),
    "orders:picture": Row(
        everybody(HIDDEN, buyer=IN, seller_a=IN, packer_a=IN, officer_a=IN, admin=IN),
        lambda w: {"kind": "return", "pk": w.asked.pictures.get().pk},
    ),
}
