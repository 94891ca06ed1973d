"""The Union desk: officers, each in her own communes."""

from django.utils import timezone

from tests.catalogue_ext.factories import a_submitted
from tests.onboarding.factories import a_sent_application
from tests.orders.factories import a_return, a_seller_order
from tests.permissions.roles import IN_AREA_A, OFFICERS, Row


def of_application(world) -> dict:
    return {"pk": world.application.pk}


def of_shop(world) -> dict:
    return {"pk": world.shop_a.pk}


def prepare(world) -> None:
    world.buyer.phone_verified = True
    world.buyer.save()
    world.dispute = a_return(a_seller_order(world.listing_a, state="delivered"))
    type(world.dispute).objects.update(disputed_at=timezone.now(), state="disputed")
    world.late_a = a_seller_order(world.listing_a)
    type(world.late_a).objects.filter(pk=world.late_a.pk).update(confirm_by=timezone.now())
    world.waiting = a_submitted(world.shop_a)
    world.application = a_sent_application(world.buyer, commune=world.place_a)


ROWS = {
    "union:home": OFFICERS,
    "union:applications": OFFICERS,
    "union:application": Row(IN_AREA_A, of_application),
    "union:decide": Row(OFFICERS, of_application),
    "union:shops": OFFICERS,
    "union:shop": Row(IN_AREA_A, of_shop),
    "union:orders": OFFICERS,
    "union:late-order": Row(IN_AREA_A, lambda w: {"number": w.late_a.number}),
    "union:certificates": OFFICERS,
    "union:figures": OFFICERS,
    "union:figures-export": OFFICERS,
    "union:assist": OFFICERS,
    "union:disputes": OFFICERS,
    "union:listings": OFFICERS,
    "union:listing": Row(IN_AREA_A, lambda w: {"pk": w.waiting.pk}),
    "union:decide-listing": Row(OFFICERS, lambda w: {"pk": w.waiting.pk}),
    "union:dispute": Row(IN_AREA_A, lambda w: {"pk": w.dispute.pk}),
}
