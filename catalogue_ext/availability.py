"""How many of a product can be sold today: stock, season, and what the shop can make in a month."""

from datetime import datetime, time

from django.db.models import Sum
from django.utils import timezone
from oscar.apps.partner.availability import Available, StockRequired, Unavailable
from oscar.core.loading import get_model

from catalogue_ext.models import Listing

NOT_SOLD = ("refused", "cancelled", "returned")
"""States of a seller order whose pieces do not count against what a shop makes in a month."""


def month_start():
    """The first moment of this month, here."""
    first = timezone.localdate().replace(day=1)
    return timezone.make_aware(datetime.combine(first, time.min))


def ordered_this_month(product_ids) -> dict[int, int]:
    """Pieces ordered since the month began and not given back since, by product: two queries."""
    lines = get_model("order", "Line").objects.filter(product_id__in=product_ids, order__date_placed__gte=month_start())
    gone = get_model("seller_orders", "SellerOrder").objects.filter(
        state__in=NOT_SOLD, order__date_placed__gte=month_start()
    )
    dropped = set(gone.values_list("order_id", "shop__partner_id"))
    found: dict[int, int] = {}
    for product, order, partner, quantity in lines.values_list("product_id", "order_id", "partner_id").annotate(
        pieces=Sum("quantity")
    ):
        if (order, partner) not in dropped:
            found[product] = found.get(product, 0) + quantity
    return found


def count_month(listings) -> None:
    """Set what was ordered this month, and whether a listing rests, on these listings (saved by the caller)."""
    limited = [listing.product_id for listing in listings if listing.monthly_capacity is not None]
    ordered = ordered_this_month(limited) if limited else {}
    for listing in listings:
        listing.counted_month = timezone.localdate().replace(day=1) if listing.monthly_capacity is not None else None
        listing.ordered_in_month = ordered.get(listing.product_id, 0)
        listing.resting = not listing.is_in_season or listing.capacity_left == 0


def pieces_to_sell(listing: Listing, in_stock: int) -> int | None:
    """How many a buyer may take today, of `in_stock` unpromised pieces; None: as many as she likes."""
    if not listing.is_on_sale or listing.rests:
        return 0
    left = listing.capacity_left
    if listing.is_made_to_order:
        return left
    return max(0, in_stock if left is None else min(in_stock, left))


def availability_policy(listing: Listing | None, stockrecord):
    """Oscar's answer to “can she buy it?” for a product of ours."""
    if stockrecord is None or listing is None or not listing.is_on_sale:
        return Unavailable()
    left = pieces_to_sell(listing, stockrecord.net_stock_level)
    return Available() if left is None else StockRequired(left)
