"""What is agreed when something is sold: commission and tax of each line, frozen."""

from decimal import Decimal

from django.db.models import Sum, prefetch_related_objects
from django.utils import timezone

from marketplace.ledger.models import SaleTerms, Supply
from marketplace.ledger.rates import RateBook, percent_of
from marketplace.orders.models import Bearer, LineDiscount, SellerOrder


def freeze_terms(order) -> None:
    """Write the terms of every line and delivery of `order`, unless they are written."""
    parts = list(SellerOrder.objects.filter(order=order, sale_terms=None).select_related("shop").order_by("pk"))
    if parts:
        write_terms(order, parts, list(order.lines.order_by("pk")))


def write_terms(order, parts: list[SellerOrder], lines: list) -> None:
    """Write the terms of these seller orders of `order`, whose lines these are. A fixed number of queries."""
    prefetch_related_objects(lines, "product__listing__maker", "product__categories")
    book = RateBook(timezone.localdate(order.date_placed))
    borne = _borne_by_platform(order) if any(part.platform_discount for part in parts) else {}
    rows = []
    for part in parts:
        own = [line for line in lines if line.partner_id == part.shop.partner_id]
        rows += [_terms_of_line(book, part, line, borne.get(line.pk, Decimal(0))) for line in own]
        if part.delivery_fee:
            rows.append(_terms_of_delivery(book, part))
    SaleTerms.objects.bulk_create(rows)


def _borne_by_platform(order) -> dict[int, Decimal]:
    """What of each line's discount the platform bears, by the line's key."""
    rows = LineDiscount.objects.filter(seller_order__order=order, bearer=Bearer.PLATFORM)
    return dict(rows.values_list("line").annotate(total=Sum("amount")))


def _terms_of_line(book: RateBook, part: SellerOrder, line, platform_discount) -> SaleTerms:
    category = next(iter(line.product.categories.all()), None) if line.product else None
    listing = getattr(line.product, "listing", None)
    maker = listing.maker if listing else None
    discount = line.line_price_before_discounts_incl_tax - line.line_price_incl_tax
    return _terms(
        book.rates(part.shop, category),
        seller_order=part,
        line=line,
        maker=maker,
        maker_name=maker.name if maker else "",
        maker_percent=maker.share_percent if maker else 0,
        supply=book.supply_of(category),
        quantity=line.quantity,
        list_price=line.line_price_before_discounts_incl_tax,
        shop_discount=discount - platform_discount,
        platform_discount=platform_discount,
    )


def _terms_of_delivery(book: RateBook, part: SellerOrder) -> SaleTerms:
    """No commission on what delivery costs; tax as for services tied to goods."""
    rates = book.rates(part.shop, None, Supply.TRANSPORT)
    fee = part.delivery_fee
    return _terms(rates, seller_order=part, supply=Supply.TRANSPORT, list_price=fee, takes_commission=False)


def _terms(rates, *, list_price, shop_discount=0, takes_commission=True, **fields) -> SaleTerms:
    base = list_price - shop_discount
    commission_rate = rates.commission if takes_commission else 0
    commission, vat, pit = (percent_of(base, rate) for rate in (commission_rate, rates.vat, rates.pit))
    return SaleTerms(
        list_price=list_price,
        shop_discount=shop_discount,
        base=base,
        commission_rate=commission_rate,
        vat_rate=rates.vat,
        pit_rate=rates.pit,
        commission=commission,
        vat=vat,
        pit=pit,
        net=base - commission - vat - pit,
        **fields,
    )
