"""Writing a basket down as an order: a fixed number of statements, whatever the number of its lines.

Oscar's creator writes the order and its discounts. Lines, prices and stock are written for all lines at once, where
Oscar's own loop takes some ten statements a line.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from types import SimpleNamespace

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import prefetch_related_objects
from oscar.core.loading import get_class, get_model
from oscar.core.prices import Price

from marketplace.orders.baskets import by_shop
from marketplace.orders.delivery import Quote
from marketplace.orders.models import Bearer, LineDiscount, Role, SellerOrder, SellerOrderEvent, Transition
from marketplace.orders.numbers import new_number
from marketplace.orders.offers import bearer_of
from marketplace.places.models import Commune
from marketplace.shops.models import Shop

Order = get_model("order", "Order")
OrderLine = get_model("order", "Line")
OrderLineAttribute = get_model("order", "LineAttribute")
OrderLineDiscount = get_model("order", "OrderLineDiscount")
LinePrice = get_model("order", "LinePrice")
ShippingAddress = get_model("order", "ShippingAddress")
OrderCreator = get_class("order.utils", "OrderCreator")

HOME = get_model("address", "Country")(iso_3166_1_a2="VN", printable_name="Việt Nam")
"""Where all is delivered; known, so that no address asks the database for the name of its country."""

BY_EACH_SHOP = SimpleNamespace(name="Delivery by each shop", code="per-shop")
"""What Oscar's order notes as its shipping method; how each shop delivers stands in its seller order."""


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


class VoucherRefused(Exception):
    """A voucher of the basket cannot be used (any more); the message is Oscar's, for the screen."""


@dataclass(frozen=True)
class Written:
    """An order as it was just written, with its seller orders and its lines."""

    order: object
    parts: list[SellerOrder]
    lines: list


def write_order(basket, lines: list, recipient: Recipient, quotes: dict[Shop, Quote], user, confirm_by) -> Written:
    """Oscar's order of these lines (their stock locked) with a seller order a shop; nothing is promised yet.

    Raises:
        VoucherRefused: when a voucher was used up meanwhile.
    """
    fee = sum((quote.fee for quote in quotes.values()), Decimal(0))
    order = _create_order(basket, recipient, fee, user)
    discounts = _record_offers(basket, lines, order, user)
    order_lines = _write_lines(order, lines)
    parts = _split(order, lines, quotes, confirm_by)
    _write_discounts(lines, order_lines, parts, discounts)
    return Written(order, list(parts.values()), order_lines)


def _create_order(basket, recipient: Recipient, fee: Decimal, user):
    address = ShippingAddress.objects.create(
        first_name=recipient.full_name,
        line1=recipient.address_line,
        line4=recipient.commune.name,
        state=recipient.commune.province.name,
        country=HOME,
        phone_number=recipient.phone,
        notes=recipient.note,
    )
    total = basket.total_incl_tax + fee
    return OrderCreator().create_order_model(
        user,
        basket,
        address,
        BY_EACH_SHOP,
        Price(currency=basket.currency, excl_tax=fee, incl_tax=fee),
        None,
        Price(currency=basket.currency, excl_tax=total, incl_tax=total),
        _free_number(),
        settings.OSCAR_INITIAL_ORDER_STATUS,
        guest_email="" if user else recipient.email,
    )


def _free_number() -> str:
    number = new_number()
    while Order.objects.filter(number=number).exists():
        number = new_number()
    return number


def _record_offers(basket, lines: list, order, user) -> dict[int, object]:
    """Use the vouchers up and record each offer with what it really took off the lines: {offer id: order discount}."""
    creator, buyer = OrderCreator(), user or AnonymousUser()
    vouchers = list(basket.vouchers.select_for_update().order_by("pk")) if basket.has_vouchers else []
    for voucher in vouchers:
        available, message = voucher.is_available_to_user(user=buyer)
        if not (voucher.is_active() and available):
            raise VoucherRefused(str(message))
    taken: dict[int, Decimal] = defaultdict(Decimal)
    for line in lines:
        for offer, amount in _taken_off(line).items():
            taken[offer.pk] += amount
    for application in basket.offer_applications:
        application["discount"] = taken[application["offer"].pk]
        application["message"] = application["offer"].apply_deferred_benefit(basket, order, application)
        creator.create_discount_model(order, application)
        creator.record_discount(application)
    for voucher in vouchers:
        creator.record_voucher_usage(order, voucher, buyer)
    return {discount.offer_id: discount for discount in order.discounts.all()} if taken else {}


def _write_lines(order, lines: list) -> list:
    rows = OrderLine.objects.bulk_create(
        OrderLine(
            order=order,
            partner=line.product.listing.shop.partner,
            partner_name=line.product.listing.shop.partner.name,
            partner_sku=line.stockrecord.partner_sku,
            stockrecord=line.stockrecord,
            product=line.product,
            title=line.product.title,
            upc=line.product.upc,
            quantity=line.quantity,
            line_price_excl_tax=line.line_price_excl_tax_incl_discounts,
            line_price_incl_tax=line.line_price_incl_tax_incl_discounts,
            line_price_before_discounts_excl_tax=line.line_price_excl_tax,
            line_price_before_discounts_incl_tax=line.line_price_incl_tax,
            unit_price_incl_tax=line.unit_price_incl_tax,
            unit_price_excl_tax=line.unit_price_excl_tax,
            num_allocated=0 if line.product.listing.is_made_to_order else line.quantity,
            status=settings.OSCAR_INITIAL_LINE_STATUS,
        )
        for line in lines
    )
    LinePrice.objects.bulk_create(
        LinePrice(order=order, line=row, quantity=quantity, price_incl_tax=incl_tax, price_excl_tax=excl_tax)
        for row, line in zip(rows, lines)
        for incl_tax, excl_tax, quantity in line.get_price_breakdown()
    )
    prefetch_related_objects(lines, "attributes__option")
    OrderLineAttribute.objects.bulk_create(
        OrderLineAttribute(line=row, option=one.option, type=one.option.code, value=one.value)
        for row, line in zip(rows, lines)
        for one in line.attributes.all()
    )
    return rows


def _split(order, lines: list, quotes: dict[Shop, Quote], confirm_by: datetime | None) -> dict[Shop, SellerOrder]:
    """One seller order a shop: what its lines cost, what was taken off and by whom, its delivery."""
    parts = []
    for position, (shop, own) in enumerate(by_shop(lines), start=1):
        quote = quotes[shop]
        borne = _borne(own)
        at_list_price = sum(line.line_price_incl_tax for line in own)
        goods = at_list_price - borne[Bearer.SHOP] - borne[Bearer.PLATFORM]
        parts.append(
            SellerOrder(
                order=order,
                shop=shop,
                number=f"{order.number}-{position}",
                list_total=at_list_price,
                shop_discount=borne[Bearer.SHOP],
                platform_discount=borne[Bearer.PLATFORM],
                goods_total=goods,
                delivery_fee=quote.fee,
                total=goods + quote.fee,
                way=quote.choice.way,
                collection_point=quote.choice.point,
                weight_grams=quote.weight_grams,
                arrives_from=quote.arrives_from,
                arrives_to=quote.arrives_to,
                confirm_by=confirm_by,
            )
        )
    SellerOrder.objects.bulk_create(parts)
    SellerOrderEvent.objects.bulk_create(
        SellerOrderEvent(
            seller_order=part,
            event_id=f"{part.number}:1:{Transition.PLACE}",
            transition=Transition.PLACE,
            to_state=part.state,
            by=order.user,
            role=Role.BUYER,
        )
        for part in parts
    )
    return {part.shop: part for part in parts}


def _borne(lines: list) -> dict[Bearer, Decimal]:
    borne = dict.fromkeys(Bearer, Decimal(0))
    for line in lines:
        for offer, amount in _taken_off(line).items():
            borne[bearer_of(offer)] += amount
    return borne


def _taken_off(line) -> dict:
    """What each offer takes off a basket line: {offer: đồng}; an offer may have been applied several times."""
    taken: dict = defaultdict(Decimal)
    for discount in line.discounts.all():
        if discount.offer and discount.amount:
            taken[discount.offer] += discount.amount
    return taken


def _write_discounts(lines: list, order_lines: list, parts: dict[Shop, SellerOrder], discounts: dict) -> None:
    """What each offer took off each line: in Oscar's own table, and in ours with who bears it."""
    found = [
        (line, row, offer, amount)
        for line, row in zip(lines, order_lines)
        for offer, amount in _taken_off(line).items()
    ]
    OrderLineDiscount.objects.bulk_create(
        OrderLineDiscount(line=row, order_discount=discounts[offer.pk], is_incl_tax=True, amount=amount)
        for __, row, offer, amount in found
    )
    LineDiscount.objects.bulk_create(
        LineDiscount(
            line=row,
            seller_order=parts[line.product.listing.shop],
            offer_id=offer.pk,
            offer_name=offer.name,
            voucher_code=discounts[offer.pk].voucher_code,
            bearer=bearer_of(offer),
            amount=amount,
        )
        for line, row, offer, amount in found
    )
