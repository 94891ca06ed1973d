"""What a buyer gets back of a seller order: counted from its lines, sent by the payments room."""

import logging
from decimal import Decimal

from django.db.models import Sum

from marketplace.orders.models import SellerOrder
from marketplace.orders.signals import return_decided
from marketplace.payments.models import RefundLine
from marketplace.payments.services import TooMuch, refund

logger = logging.getLogger(__name__)


def lines_of(seller_order: SellerOrder) -> list:
    """The order lines of this shop, with their products and listings, from the database."""
    return list(
        seller_order.order.lines.filter(partner_id=seller_order.shop.partner_id)
        .select_related("product__listing")
        .order_by("pk")
    )


def lines_left(seller_order: SellerOrder) -> list[tuple]:
    """(order line, pieces, đồng) that have not been given back yet."""
    lines = lines_of(seller_order)
    before = {
        row["line_id"]: row
        for row in RefundLine.objects.filter(line__in=lines)
        .values("line_id")
        .annotate(amount=Sum("amount"), quantity=Sum("quantity"))
    }
    left = []
    for line in lines:
        gone = before.get(line.pk, {"amount": 0, "quantity": 0})
        left.append((line, line.quantity - gone["quantity"], line.line_price_incl_tax - gone["amount"]))
    return [entry for entry in left if entry[1] or entry[2]]


def share_of(line, quantity: int, before: int = 0) -> Decimal:
    """What `quantity` pieces of a line cost after `before` others: whole đồng that sum to the line's price."""

    def up_to(pieces: int) -> Decimal:
        return line.line_price_incl_tax * pieces // line.quantity

    return up_to(before + quantity) - up_to(before)


def refund_rest(
    seller_order: SellerOrder, key: str, reason: str, *, with_delivery: bool, delivered: bool
) -> list[tuple]:
    """Give back what is left of a seller order; return the lines of it.

    Where nothing was paid nothing goes back, only less is asked for. What finance staff has given back already stays.
    """
    left = lines_left(seller_order)
    amount = sum((entry[2] for entry in left), Decimal(0))
    if with_delivery:
        amount += seller_order.delivery_fee
    if amount and hasattr(seller_order.order, "payment"):
        try:
            refund(seller_order.order, amount, key, reason, left, delivered=delivered)
        except TooMuch:
            logger.warning("%s: less than %s is left to give back; for the finance desk", seller_order, amount)
    return left


def refund_return(seller_order: SellerOrder, lines: list[tuple], delivery_fee: Decimal, *, key: str, reason: str):
    """Give back `(order line, pieces, đồng)` of what was delivered, and tell who keeps the books."""
    amount = sum((entry[2] for entry in lines), delivery_fee)
    if amount and hasattr(seller_order.order, "payment"):
        refund(seller_order.order, amount, key, reason, lines, delivered=True)
    return_decided.send(SellerOrder, seller_order=seller_order, lines=lines, event_id=key, delivery_fee=delivery_fee)
