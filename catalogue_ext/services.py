"""Acts on listings: one function for one act and one transaction."""

from django.db import transaction
from django.db.models import Count, Min, Sum
from django.db.models.functions import Coalesce
from oscar.core.loading import get_model

from catalogue_ext.availability import count_month
from catalogue_ext.freshness import catalogue_changed
from catalogue_ext.models import Listing
from catalogue_ext.search.indexing import reindex, reindex_figures

REPEATED = ["price", "num_available", "num_reviews", "rating", "counted_month", "ordered_in_month", "resting"]
READ_OF_STOCK = [
    "product",
    "price",
    "num_available",
    "popularity",
    "rating",
    "made_to_order_days",
    "monthly_capacity",
    "resting",
]


def refresh_listings(product_ids) -> None:
    """Repeat in the listings of these products what Oscar's stock records, reviews and orders say of them.

    Runs in the caller's transaction, so that a card never shows another price or stock than the basket will.
    """
    if product_ids:
        _refresh(product_ids)


@transaction.atomic
def _refresh(product_ids) -> None:
    StockRecord = get_model("partner", "StockRecord")
    ProductReview = get_model("reviews", "ProductReview")
    # Locked before anything is counted: of two reviews at once the second counts the first.
    listings = list(Listing.objects.select_for_update().filter(product_id__in=product_ids).order_by("pk"))
    stock = {
        row["product_id"]: row
        for row in StockRecord.objects.filter(product_id__in=product_ids)
        .values("product_id")
        .annotate(
            lowest=Min("price"),
            available=Sum(Coalesce("num_in_stock", 0)) - Sum(Coalesce("num_allocated", 0)),
        )
    }
    reviews = {
        row["product_id"]: row
        for row in ProductReview.objects.filter(product_id__in=product_ids, status=ProductReview.APPROVED)
        .values("product_id")
        .annotate(count=Count("pk"), total=Sum("score"))
    }
    count_month(listings)
    for listing in listings:
        row = stock.get(listing.product_id, {})
        listing.price = row.get("lowest") or 0
        listing.num_available = max(0, row.get("available") or 0)
        row = reviews.get(listing.product_id)
        listing.num_reviews = row["count"] if row else 0
        listing.rating = row["total"] / row["count"] if row else None
    Listing.objects.bulk_update(listings, REPEATED, batch_size=500)
    reindex_figures(listings)


def refresh_stock(product_ids) -> None:
    """The same where pieces were only promised, taken or given back; the caller holds the locks of the stock records.

    One statement to read and one to write, and the search is left alone unless a shelf has become empty or full.
    """
    record = "product__stockrecords__"
    pieces = Sum(Coalesce(f"{record}num_in_stock", 0) - Coalesce(f"{record}num_allocated", 0))
    changed, emptied_or_filled, limited = [], [], []
    listings = Listing.objects.filter(product_id__in=product_ids).only(*READ_OF_STOCK)
    for listing in listings.annotate(unpromised=pieces).order_by("pk"):
        before, left = listing.num_available, max(0, listing.unpromised or 0)
        if listing.monthly_capacity is not None:
            limited.append(listing.product_id)
        elif left != before:
            listing.num_available = left
            changed.append(listing)
            if not (before and left):
                emptied_or_filled.append(listing)
            elif min(before, left) <= Listing.LOW_STOCK:
                catalogue_changed()
    refresh_listings(limited)
    if changed:
        Listing.objects.bulk_update(changed, ["num_available"])
    if emptied_or_filled:
        reindex_figures(emptied_or_filled)


def describe_for_search(listing: Listing) -> None:
    """Let the search take up what changed around `listing` without a signal, such as rows made in bulk."""
    if listing.pk:
        reindex([listing.pk])
