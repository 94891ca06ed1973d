"""Acts on orders: one function for one act and one transaction."""

from dataclasses import dataclass
from decimal import Decimal

from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.utils.translation import get_language
from oscar.core.loading import get_class, get_model
from oscar.core.prices import Price

from marketplace.orders.baskets import by_shop
from marketplace.orders.delivery import delivery_fees
from marketplace.orders.models import Delivery, Role, SellerOrder, Transition
from marketplace.orders.numbers import new_number
from marketplace.orders.signals import order_placed
from marketplace.orders.stock import lock_stock, promise, quantities
from marketplace.orders.tasks import send_confirmation
from marketplace.orders.transitions import record_event
from marketplace.payments.methods import PaymentMethod
from marketplace.places.models import Commune

Basket = get_model("basket", "Basket")
Order = get_model("order", "Order")
ShippingAddress = get_model("order", "ShippingAddress")
Country = get_model("address", "Country")
OrderCreator = get_class("order.utils", "OrderCreator")

basket_signer = Signer(salt="place-order")


@dataclass(frozen=True)
class Recipient:
    """Who receives an order and where, as the checkout form has checked it."""

    full_name: str
    phone: str
    commune: Commune
    address_line: str
    typed_ward: str = ""
    email: str = ""
    note: str = ""


@dataclass(frozen=True)
class Shortage:
    """A line that cannot be had as it stands: `left` pieces are there (None: the product is off sale)."""

    line: object
    left: int | None


class CannotPlace(Exception):
    """Nothing was ordered; `shortages` says of which lines there is not enough."""

    def __init__(self, shortages: list[Shortage]):
        super().__init__(f"{len(shortages)} lines are short")
        self.shortages = shortages


class PlacementCreator(OrderCreator):
    """Oscar's order creator; what is made to order takes nothing from the stock, the rest is promised in one go."""

    def create_line_models(self, order, basket_line, extra_line_fields=None):
        promised = 0 if basket_line.product.listing.is_made_to_order else basket_line.quantity
        return super().create_line_models(order, basket_line, {"num_allocated": promised} | (extra_line_fields or {}))

    def update_stock_records(self, line) -> None:
        """`stock.promise` does it for all lines at once."""


def basket_token(basket) -> str:
    """What the checkout form carries, so that a form sent twice names the basket that it has ordered already."""
    return basket_signer.sign(basket.pk)


def order_placed_from(token: str):
    """The order that the form with this token has placed, or None."""
    try:
        return Order.objects.filter(basket_id=basket_signer.unsign(token)).first()
    except BadSignature:
        return None


@transaction.atomic
def place_order(basket, recipient: Recipient, method: PaymentMethod, user=None):
    """Turn `basket` into one order with one seller order a shop, its stock promised; return the order.

    Of two calls for one basket the second waits and returns the first one's order. Stock records are locked in the
    order of their keys, so that two placements never wait for each other.

    Raises:
        CannotPlace: when a line is short or off sale; nothing is changed.
    """
    locked = Basket.objects.select_for_update().get(pk=basket.pk)
    if locked.status == Basket.SUBMITTED:
        return Order.objects.get(basket=locked)
    lines = _lines_with_locked_stock(basket)
    _require_stock(lines)
    fees = delivery_fees(lines, recipient.commune.province.code)
    order = _create_order(basket, recipient, sum(fees.values()), user)
    Delivery.objects.create(
        order=order,
        full_name=recipient.full_name,
        phone=recipient.phone,
        email=recipient.email,
        commune=recipient.commune,
        typed_ward=recipient.typed_ward,
        address_line=recipient.address_line,
        note=recipient.note,
        payment_method=method.code,
        language=get_language() or "vi",
    )
    _split(order, lines, fees)
    method.record(order)
    basket.submit()
    order_placed.send(Order, order=order)
    promise([line for line in lines if not line.product.listing.is_made_to_order])
    transaction.on_commit(lambda: send_confirmation.delay(order.pk))
    return order


def _lines_with_locked_stock(basket) -> list:
    lines = list(basket.all_lines())
    stock = lock_stock(line.stockrecord_id for line in lines)
    for line in lines:
        line.stockrecord = stock[line.stockrecord_id]
    return lines


def _require_stock(lines) -> None:
    shortages = []
    wanted = quantities(lines)
    for line in lines:
        listing = line.product.listing
        if not listing.is_on_sale:
            shortages.append(Shortage(line, None))
        elif not listing.is_made_to_order and line.stockrecord.net_stock_level < wanted[line.stockrecord_id]:
            shortages.append(Shortage(line, max(0, line.stockrecord.net_stock_level)))
    if shortages:
        raise CannotPlace(shortages)


def _create_order(basket, recipient: Recipient, fee: Decimal, user):
    from marketplace.shipping.methods import PerShopDelivery

    address = ShippingAddress.objects.create(
        first_name=recipient.full_name,
        line1=recipient.address_line,
        line4=recipient.commune.name,
        state=recipient.commune.province.name,
        country=Country.objects.get(iso_3166_1_a2="VN"),
        phone_number=recipient.phone,
        notes=recipient.note,
    )
    charge = Price(currency=basket.currency, excl_tax=fee, incl_tax=fee)
    total = basket.total_incl_tax + fee
    return PlacementCreator().place_order(
        basket=basket,
        total=Price(currency=basket.currency, excl_tax=total, incl_tax=total),
        shipping_method=PerShopDelivery(),
        shipping_charge=charge,
        shipping_address=address,
        user=user,
        order_number=_free_number(),
        guest_email="" if user else recipient.email,
    )


def _free_number() -> str:
    number = new_number()
    while Order.objects.filter(number=number).exists():
        number = new_number()
    return number


def _split(order, lines, fees) -> None:
    for position, (shop, own) in enumerate(by_shop(lines), start=1):
        at_list_price = sum(line.line_price_incl_tax for line in own)
        goods = sum(line.line_price_incl_tax_incl_discounts for line in own)
        part = SellerOrder.objects.create(
            order=order,
            shop=shop,
            number=f"{order.number}-{position}",
            list_total=at_list_price,
            platform_discount=at_list_price - goods,
            goods_total=goods,
            delivery_fee=fees[shop],
            total=goods + fees[shop],
        )
        record_event(part, Transition.PLACE, order.user, Role.BUYER)
