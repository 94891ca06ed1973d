"""Acts on orders: one function for one act and one transaction."""

from dataclasses import dataclass

from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from oscar.core.loading import get_model

from catalogue_ext.availability import count_month, pieces_to_sell
from catalogue_ext.services import refresh_listings
from marketplace.orders.delivery import DeliveryTable, table_for
from marketplace.orders.models import Delivery
from marketplace.orders.periods import confirm_by
from marketplace.orders.placement import Recipient, VoucherRefused, write_order
from marketplace.orders.signals import order_placed
from marketplace.orders.stock import lock_stock, promise, quantities
from marketplace.orders.tasks import announce_order
from marketplace.payments.methods import PaymentMethod

__all__ = ["CannotPlace", "Recipient", "Shortage", "basket_token", "order_placed_from", "place_order"]

Basket = get_model("basket", "Basket")
Order = get_model("order", "Order")

basket_signer = Signer(salt="place-order")


@dataclass(frozen=True)
class Shortage:
    """A line that cannot be had as it stands: `left` pieces are there (None: the product is off sale)."""

    line: object
    left: int | None


class CannotPlace(Exception):
    """Nothing was ordered; `shortages` says of which lines there is not enough, `obstacles` what else is in the way."""

    def __init__(self, shortages: list[Shortage] | None = None, obstacles: list[str] | None = None):
        self.shortages, self.obstacles = shortages or [], obstacles or []
        super().__init__(f"{len(self.shortages)} lines are short; {self.obstacles}")


def basket_token(basket) -> str:
    """What the checkout form carries, so that a form sent twice names the basket that it has ordered already."""
    return basket_signer.sign(basket.pk)


def order_placed_from(token: str, basket):
    """The order that the form with this token has placed, or None; `basket` is open, so nothing was ordered from it."""
    try:
        key = int(basket_signer.unsign(token))
    except BadSignature:
        return None
    return None if key == basket.pk else Order.objects.filter(basket_id=key).first()


@transaction.atomic
def place_order(
    basket,
    recipient: Recipient,
    method: PaymentMethod,
    user=None,
    delivery: dict[int, str] | None = None,
    table: DeliveryTable | None = None,
):
    """Turn `basket` into one order with one seller order a shop, its stock promised; return the order.

    `delivery` maps a shop's key to the choice made for it (`delivery.Choice.key`); without one it goes to the door.
    `table` is what is in force today for the shops of the basket, where the caller has it already.
    Of two calls for one basket the second waits and returns the first one's order. Stock records are locked in the
    order of their keys, so that two placements never wait for each other.

    Raises:
        CannotPlace: when a line is short or off sale, cannot be sent so far, or a voucher is used up; nothing changed.
    """
    locked = Basket.objects.select_for_update().get(pk=basket.pk)
    if locked.status == Basket.SUBMITTED:
        return Order.objects.get(basket=locked)
    lines = _lines_with_locked_stock(basket)
    _require_stock(lines)
    quoted = (table or table_for(lines)).quotes(lines, recipient.commune, delivery)
    if obstacles := [quote.obstacle for quote in quoted.values() if quote.obstacle]:
        raise CannotPlace(obstacles=obstacles)
    try:
        written = write_order(basket, lines, recipient, quoted, user, confirm_by() if method.hold is None else None)
    except VoucherRefused as refusal:
        raise CannotPlace(obstacles=[str(refusal)]) from refusal
    order = written.order
    _write_delivery(order, recipient, method)
    promise([line for line in lines if not line.product.listing.is_made_to_order])
    refresh_listings([line.product_id for line in lines if line.product.listing.is_limited_to_order])
    method.record(order)
    Basket.objects.filter(pk=basket.pk).update(status=Basket.SUBMITTED, date_submitted=timezone.now())
    basket.status = Basket.SUBMITTED
    order_placed.send(Order, order=order, parts=written.parts, lines=written.lines)
    transaction.on_commit(lambda: announce_order.delay(order.pk), robust=True)
    return order


def _write_delivery(order, recipient: Recipient, method: PaymentMethod) -> None:
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


def _lines_with_locked_stock(basket) -> list:
    lines = list(basket.all_lines())
    stock = lock_stock(line.stockrecord_id for line in lines)
    for line in lines:
        line.stockrecord = stock[line.stockrecord_id]
    return lines


def _require_stock(lines) -> None:
    shortages = []
    wanted = quantities(lines)
    count_month([line.product.listing for line in lines])
    for line in lines:
        listing = line.product.listing
        left = pieces_to_sell(listing, line.stockrecord.net_stock_level)
        if not listing.is_on_sale:
            shortages.append(Shortage(line, None))
        elif left is not None and left < wanted[line.stockrecord_id]:
            shortages.append(Shortage(line, left))
    if shortages:
        raise CannotPlace(shortages)
