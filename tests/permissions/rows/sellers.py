"""Applying for a shop: a seller's own things, and papers, which officers of her area read too."""

from tests.onboarding.factories import a_sent_application
from tests.permissions.roles import (
    HIDDEN,
    IN,
    MOVED,
    OPEN,
    SHOPS,
    SHOPS_NOT_PACKERS,
    SIGN_IN,
    SIGNED_IN,
    Row,
    everybody,
)

BEGUN = everybody(MOVED, guest=SIGN_IN, buyer=IN)
"""Who has begun an application (the buyer, in shop A's commune); others are led to the beginning."""


def of_paper(world) -> dict:
    return {"key": world.paper.key}


def of_person(world) -> dict:
    return {"pk": world.shop_a.people.first().pk}


def of_step(world) -> dict:
    return {"step": "shop"}


def prepare(world) -> None:
    world.buyer.phone_verified = True
    world.buyer.save()
    world.application = a_sent_application(world.buyer, commune=world.place_a)
    world.invitation = world.shop_a.invitations.create(phone="+84987654321", role="packer", invited_by=world.seller_a)
    world.paper = world.application.papers.first()


ROWS = {
    "sell:start": OPEN,
    "sell:application": BEGUN,
    "sell:step": Row(BEGUN, of_step),
    "sell:save": Row(BEGUN, of_step),
    "sell:phone": everybody(MOVED, guest=SIGN_IN),
    "sell:submit": BEGUN,
    "sell:take-back": BEGUN,
    "sell:paper-add": Row(BEGUN, lambda w: {"kind": "id_front"}),
    "sell:paper-change": Row(BEGUN, of_paper),
    "sell:paper": Row(everybody(HIDDEN, guest=SIGN_IN, buyer=IN, officer_a=IN, admin=IN), of_paper),
    "sell:invitations": SIGNED_IN,
    "sell:people": SHOPS,
    "sell:person": Row(SHOPS, of_person),
    "sell:invitation-withdraw": Row(SHOPS_NOT_PACKERS, lambda w: {"pk": w.invitation.pk}),
    "sell:assistance-end": Row(SIGNED_IN, lambda w: {"pk": 1}),
}
