"""A shop's desk: its own people only; products are written by owners and managers."""

import uuid

from oscar.core.loading import get_model

from catalogue_ext.models import Sheet
from marketplace.orders import conversations
from marketplace.orders.models import Role
from marketplace.orders.offers import make_offer
from marketplace.workspace.money import signer
from tests.catalogue_ext.factories import a_draft
from tests.orders.factories import a_return, a_seller_order
from tests.permissions.roles import OF_SHOP_A, OF_SHOP_A_NOT_PACKERS, OPEN, SHOPS, SHOPS_NOT_PACKERS, Row


def prepare(world) -> None:
    world.draft_a = a_draft(world.shop_a)
    world.review_a = get_model("reviews", "ProductReview").objects.create(
        product=world.listing_a.product, user=world.buyer, score=5, title="Ngon", body="Giòn"
    )
    conversation = conversations.about_product(world.listing_a, world.buyer)
    conversations.send(conversation, Role.BUYER, "Còn hàng không chị?", by=world.buyer)
    world.conversation_a = conversation
    world.offer_a = make_offer("Mừng ngày hội", shop=world.shop_a, percent=10)
    world.sheet_a = Sheet.objects.create(shop=world.shop_a, name="san-pham.xlsx")
    world.return_a = a_return(a_seller_order(world.listing_a, state="delivered"))


def of_order(world) -> dict:
    return {"number": world.part_a.number}


def of_step(world) -> dict:
    return {"number": world.part_a.number, "step": "confirm"}


def of_listing(world) -> dict:
    return {"pk": world.listing_a.pk}


def of_draft(world) -> dict:
    return {"client_id": world.draft_a.client_id}


def of_picture(world) -> dict:
    return {"pk": world.draft_a.pictures.get().pk}


def of_maker(world) -> dict:
    return {"pk": world.listing_a.maker_id}


def of_sheet(world) -> dict:
    return {"pk": world.sheet_a.pk}


def new_draft(world) -> dict:
    return {"client_id": uuid.uuid4()}


WRITERS = SHOPS_NOT_PACKERS
"""Owners and managers. A draft's id is made by the phone: another shop's leads to an empty form of one's own."""
WRITERS_MOVED = WRITERS | {"seller_a": "moved", "seller_b": "moved"}

ROWS = {
    "workspace:home": SHOPS,
    "workspace:orders": SHOPS,
    "workspace:order": Row(OF_SHOP_A, of_order),
    "workspace:order-talk": Row(OF_SHOP_A, of_order),
    "workspace:slip": Row(OF_SHOP_A, of_order),
    "workspace:step": Row(SHOPS, of_step),
    "workspace:return": Row(SHOPS, lambda w: {"number": w.return_a.seller_order.number, "pk": w.return_a.pk}),
    "workspace:products": SHOPS,
    "workspace:bulk": WRITERS,
    "workspace:import": WRITERS,
    "workspace:sheet": Row(OF_SHOP_A_NOT_PACKERS, of_sheet),
    "workspace:export": Row(WRITERS, lambda w: {"name": "csv"}),
    "workspace:new": WRITERS_MOVED,
    "workspace:suggest": WRITERS,
    "workspace:you-receive": WRITERS,
    "workspace:draft": Row(WRITERS, of_draft),
    "workspace:more": Row(OF_SHOP_A_NOT_PACKERS, of_draft),
    "workspace:save": Row(WRITERS, new_draft),
    "workspace:pictures": Row(WRITERS, new_draft),
    "workspace:take-back": Row(WRITERS, of_draft),
    "workspace:discard": Row(WRITERS, of_draft),
    "workspace:picture": Row(OF_SHOP_A_NOT_PACKERS, of_picture),
    "workspace:original": Row(OF_SHOP_A_NOT_PACKERS, of_picture),
    "workspace:product": Row(OF_SHOP_A, of_listing),
    "workspace:edit": Row(WRITERS, of_listing),
    "workspace:pause": Row(WRITERS, of_listing),
    "workspace:variant": Row(WRITERS, of_listing),
    "workspace:talk": SHOPS,
    "workspace:reviews": SHOPS,
    "workspace:conversation": Row(OF_SHOP_A, lambda w: {"pk": w.conversation_a.pk}),
    "workspace:reply": Row(WRITERS, lambda w: {"pk": w.review_a.pk}),
    "workspace:shop": SHOPS,
    "workspace:pause-shop": WRITERS,
    "workspace:makers": SHOPS,
    "workspace:maker-new": WRITERS,
    "workspace:maker": Row(OF_SHOP_A_NOT_PACKERS, of_maker),
    "workspace:delivery": WRITERS,
    "workspace:vouchers": SHOPS_NOT_PACKERS,
    "workspace:voucher-new": WRITERS,
    "workspace:voucher-end": Row(WRITERS, lambda w: {"pk": w.offer_a.pk}),
    "workspace:figures": SHOPS_NOT_PACKERS,
    "workspace:money": SHOPS_NOT_PACKERS,
    "workspace:money-pdf": SHOPS_NOT_PACKERS,
    "workspace:money-xlsx": SHOPS_NOT_PACKERS,
    "workspace:money-makers": SHOPS_NOT_PACKERS,
    "workspace:money-order": Row(OF_SHOP_A_NOT_PACKERS, of_order),
    "workspace:maker-money": Row(OPEN, lambda w: {"signed": signer.sign(w.listing_a.maker_id)}),
}
