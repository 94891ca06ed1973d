"""Orders in every state, through the services."""

from datetime import timedelta
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from marketplace.orders import returns, transitions
from marketplace.orders.models import Carrier, SellerOrder
from marketplace.orders.services import place_order
from marketplace.payments.methods import PaymentMethod, method_of
from marketplace.payments.services import confirm_payment
from tests.factories import a_basket, a_listing, a_recipient


class Prepaid(PaymentMethod):
    """Any way to pay before the goods are sent."""

    code = "prepaid"
    name = "Trả trước"
    description = ""
    hold = timedelta(days=1)


def an_order(*contents, user=None, payment="cod", delivery=None, **recipient):
    """An order of these listings (one of a shop of its own by default), placed by the service."""
    basket = a_basket(*(contents or [a_listing()]), owner=user)
    method = Prepaid() if payment == Prepaid.code else method_of(payment)
    return place_order(basket, a_recipient(**recipient), method, user=user, delivery=delivery)


def pay(order, amount=None):
    """Money comes in for an order: all that it costs unless said otherwise."""
    confirm_payment(order.payment, order.total_incl_tax if amount is None else amount, f"bank:{order.number}")
    order.payment.refresh_from_db()
    return order


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


def a_shop_order_paid(*contents, state: str = "new", **kwargs) -> SellerOrder:
    """The first shop's part of an order that is paid beforehand."""
    part = pay(an_order(*contents, payment=Prepaid.code, **kwargs)).seller_orders.first()
    steps = [transitions.confirm, transitions.pack, transitions.hand_over, transitions.deliver]
    for step in steps if state == "delivered" else []:
        part = step(part, None)
    return part


def a_return(part: SellerOrder, pieces: int | None = None):
    """The buyer gives the first line of a seller order back, or some pieces of it."""
    line = part.order.lines.filter(partner=part.shop.partner).first()
    return returns.ask(part, {line.pk: pieces or line.quantity}, "damaged", "Vỡ khi đến nơi")


def a_photo(content: bytes | None = None) -> SimpleUploadedFile:
    """What a phone sends as a picture."""
    if content is None:
        buffer = BytesIO()
        Image.new("RGB", (640, 480), "green").save(buffer, "JPEG")
        content = buffer.getvalue()
    return SimpleUploadedFile("anh.jpg", content, "image/jpeg")


def a_carrier(code: str = "vnpost", **fields) -> Carrier:
    defaults = {"name": "Bưu điện Việt Nam", "tracking_url": "https://carrier.example/track?code={number}"}
    return Carrier.objects.get_or_create(code=code, defaults=defaults | fields)[0]
