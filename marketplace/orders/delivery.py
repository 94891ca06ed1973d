"""What delivery costs: one fee a shop, in whole đồng."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings

from marketplace.shops.models import Shop


def delivery_fees(lines, province_code: str) -> dict[Shop, Decimal]:
    """The fee of each shop of these basket lines for a parcel to `province_code`, free above a shop's subtotal.

    Lines come with `product.listing.shop`; shops in the order of their first line.
    """
    subtotals: dict[Shop, Decimal] = defaultdict(Decimal)
    for line in lines:
        subtotals[line.product.listing.shop] += line.line_price_incl_tax_incl_discounts
    base = (
        settings.DELIVERY_FEE_HOME_PROVINCE
        if province_code == settings.HOME_PROVINCE
        else settings.DELIVERY_FEE_ELSEWHERE
    )
    return {
        shop: Decimal(0) if subtotal >= settings.DELIVERY_FREE_FROM else base for shop, subtotal in subtotals.items()
    }


@dataclass(frozen=True)
class Estimate:
    """When a parcel of a product arrives and what it costs: days from the order, fees in đồng."""

    earliest_days: int
    latest_days: int
    fee_home: Decimal
    fee_elsewhere: Decimal
    free_from: Decimal


def delivery_estimate(listing) -> Estimate:
    """Packing (or making) by the shop, then one to five days on the way within the country."""
    ready = listing.made_to_order_days if listing.is_made_to_order else listing.shop.lead_time_days
    return Estimate(
        earliest_days=ready + 1,
        latest_days=ready + 5,
        fee_home=settings.DELIVERY_FEE_HOME_PROVINCE,
        fee_elsewhere=settings.DELIVERY_FEE_ELSEWHERE,
        free_from=settings.DELIVERY_FREE_FROM,
    )
