"""Orders of the demo in several states, placed and led on by the services that a browser uses."""

from datetime import timedelta
from pathlib import Path

from django.contrib.auth.models import AnonymousUser
from django.core.files.base import ContentFile
from django.utils import timezone
from oscar.core.loading import get_class, get_model

from catalogue_ext.models import Listing
from marketplace.accounts.models import User
from marketplace.demo.files import read_json
from marketplace.orders import conversations, returns, transitions
from marketplace.orders.loading import load_delivery_tables
from marketplace.orders.models import Carrier, CollectionPoint, DeliveryTerms, Role, SellerOrder, SellerOrderEvent
from marketplace.orders.offers import make_offer
from marketplace.orders.services import Recipient, place_order
from marketplace.partner.strategy import MarketplaceStrategy
from marketplace.payments.methods import method_of
from marketplace.payments.services import confirm_payment
from marketplace.places.models import Commune
from marketplace.shops.models import Shop

Applicator = get_class("offer.applicator", "Applicator")
Basket = get_model("basket", "Basket")
Order = get_model("order", "Order")
Product = get_model("catalogue", "Product")
Voucher = get_model("voucher", "Voucher")

PHOTOS = Path(__file__).parent / "pictures" / "products"
STEPS = {
    "new": [],
    "confirmed": ["confirm"],
    "packed": ["confirm", "pack"],
    "handed_over": ["confirm", "pack", "hand_over"],
    "delivered": ["confirm", "pack", "hand_over", "deliver"],
    "completed": ["confirm", "pack", "hand_over", "deliver", "complete"],
    "refused": ["refuse"],
    "cancelled": ["cancel"],
    "came_back": ["confirm", "pack", "hand_over", "refused_at_door"],
}
REASONS = {
    "refuse": "Hết cói loại đẹp, chưa dệt kịp.",
    "cancel": "Tôi đổi ý",
    "refused_at_door": "Bưu tá gọi ba lần không ai nghe máy.",
}


def load_delivery(communes: dict[str, Commune]) -> None:
    """Carriers, prices, terms and collection points."""
    data = read_json("orders.json")
    load_delivery_tables()
    for row in data["delivery_terms"]:
        terms = {name: row[name] for name in ("free_from", "pickup_at_shop", "pickup_hours")}
        DeliveryTerms.objects.update_or_create(shop=Shop.objects.get(slug=row["shop"]), defaults=terms)
    for row in data["collection_points"]:
        place = {name: row[name] for name in ("address_line", "hours")}
        CollectionPoint.objects.update_or_create(commune=communes[row["ward_code"]], name=row["name"], defaults=place)


def load_offers() -> None:
    """A voucher of the platform and one of a shop, for a year."""
    now = timezone.now()
    for row in read_json("orders.json")["offers"]:
        if Voucher.objects.filter(code=row["code"]).exists():
            continue
        make_offer(
            row["name"],
            shop=Shop.objects.get(slug=row["shop"]) if row["shop"] else None,
            percent=row.get("percent"),
            amount=row.get("amount"),
            minimum=row["minimum"],
            code=row["code"],
            start=now,
            end=now + timedelta(days=365),
        )


def load_orders(communes: dict[str, Commune]) -> int:
    """Place the orders that are not there yet; return how many are new. Their days lie in the past, some of them."""
    data = read_json("orders.json")
    if SellerOrder.objects.exists():
        return 0
    guests = [recipient_of(row, communes) for row in data["guests"]]
    for number, row in enumerate(data["orders"]):
        buyer = User.objects.get(phone=row["buyer"]) if row["buyer"] else None
        recipient = of_buyer(buyer, communes) if buyer else guests[number % len(guests)]
        order = place(row, recipient, buyer)
        if row.get("paid"):
            confirm_payment(order.payment, order.total_incl_tax, f"demo:{order.number}")
        parts = list(order.seller_orders.order_by("pk"))
        for part, state in zip(parts, row["states"], strict=True):
            lead_on(part, state)
        _talk(parts[0], row.get("message", []))
        _give_back(parts[row.get("return_of", -1)], row.get("return"), row["lines"][row.get("return_of", -1)][0])
        date_back(order, row)
    for row in data["questions"]:
        _ask(row)
    return len(data["orders"])


def recipient_of(row: dict, communes: dict[str, Commune]) -> Recipient:
    return Recipient(
        full_name=row["full_name"],
        phone=row["phone"],
        commune=communes[row["ward_code"]],
        address_line=row["address_line"],
        note=row["note"],
    )


def of_buyer(buyer: User, communes: dict[str, Commune]) -> Recipient:
    person = next(one for one in read_json("people.json") if one["phone"] == buyer.phone)
    return Recipient(
        full_name=person["name"],
        phone=person["phone"],
        commune=communes[person["ward_code"]],
        address_line=person["address_line"],
    )


def place(row: dict, recipient: Recipient, buyer: User | None):
    basket = Basket.objects.create(owner=buyer)
    basket.strategy = MarketplaceStrategy()
    for slug, quantity in row["lines"]:
        basket.add_product(Product.objects.get(listing__slug=slug), quantity)
    if row["voucher"]:
        basket.vouchers.add(Voucher.objects.get(code=row["voucher"]))
    Applicator().apply(basket, buyer or AnonymousUser())
    return place_order(basket, recipient, method_of(row["payment"]), user=buyer)


def lead_on(part: SellerOrder, state: str) -> None:
    person = part.shop.people.first()
    seller = person.user if person else None
    for step in STEPS[state]:
        if step == "hand_over":
            number = f"EE{part.pk:09d}VN"
            transitions.hand_over(part, seller, Carrier.objects.get(code="vnpost"), number, role=Role.SHOP)
        elif step == "cancel":
            transitions.cancel(part, part.order.user, REASONS[step], role=Role.BUYER)
        elif step in REASONS:
            getattr(transitions, step)(part, seller, REASONS[step], role=Role.SHOP)
        elif step == "complete":
            transitions.complete(part, None)
        else:
            getattr(transitions, step)(part, seller, role=Role.SHOP)


def _talk(part: SellerOrder, texts: list[str]) -> None:
    for number, text in enumerate(texts):
        role = Role.SHOP if number % 2 else Role.BUYER
        conversations.send(conversations.about_order(part), role, text, by=None if number % 2 else part.order.user)


def _ask(row: dict) -> None:
    """A buyer's question about a product, and what the shop answers."""
    listing, buyer = Listing.objects.get(slug=row["product"]), User.objects.get(phone=row["buyer"])
    conversation = conversations.about_product(listing, buyer)
    pictures = [_photo(row["picture"])] if "picture" in row else []
    for number, text in enumerate(row["texts"]):
        role = Role.SHOP if number % 2 else Role.BUYER
        conversations.send(conversation, role, text, pictures, by=None if number % 2 else buyer)


def _give_back(part: SellerOrder, state: str | None, slug: str) -> None:
    """One piece goes back: asked for, and led on to `state` (of `ReturnRequest`)."""
    if state is None:
        return
    part.refresh_from_db()
    line = part.order.lines.filter(partner=part.shop.partner).first()
    photo = _photo(f"{slug}-2.webp")
    request = returns.ask(part, {line.pk: 1}, "damaged", "Hàng đến nơi bị vỡ một góc.", [photo], by=part.order.user)
    if state == "accepted":
        returns.accept(request, None, "Chị xin lỗi bạn, chị hoàn tiền ngay.")
    elif state in ("declined", "disputed"):
        request = returns.decline(request, None, "Lúc gửi hàng vẫn lành, chị gửi ảnh đóng gói rồi.")
    if state == "disputed":
        conversations.send(conversations.about_order(part), Role.BUYER, "Mình mở ra đã vỡ rồi, cả nhà đều thấy.")
        returns.dispute(request, None, "Hộp bị móp, vỡ từ khi vận chuyển.")


def _photo(name: str) -> ContentFile:
    """A picture of a product, as if a buyer had taken it."""
    return ContentFile((PHOTOS / name).read_bytes(), name)


def date_back(order, row: dict) -> None:
    """Let the order and its steps lie some days back."""
    before = timedelta(days=row["days_ago"])
    if not before:
        return
    Order.objects.filter(pk=order.pk).update(date_placed=order.date_placed - before)
    for part in order.seller_orders.all():
        stamps = (
            "created_at",
            "confirm_by",
            "confirmed_at",
            "handed_over_at",
            "delivered_at",
            "arrives_from",
            "arrives_to",
        )
        moved = {name: getattr(part, name) - before for name in stamps if getattr(part, name)}
        if not row.get("late"):
            moved.pop("confirm_by", None)
        SellerOrder.objects.filter(pk=part.pk).update(**moved)
        for event in part.events.all():
            SellerOrderEvent.objects.filter(pk=event.pk).update(at=event.at - before)
