"""Acts on listings: one function for one act and one transaction."""

from django.db import transaction
from django.db.models import Count, Min, Sum
from django.db.models.functions import Coalesce
from oscar.core.loading import get_model

from catalogue_ext.availability import count_month
from catalogue_ext.models import Listing
from catalogue_ext.search.indexing import reindex, reindex_figures

REPEATED = ["price", "num_available", "num_reviews", "rating", "counted_month", "ordered_in_month", "resting"]


@transaction.atomic
def refresh_listings(product_ids) -> None:
    """Repeat in the listings of these products what Oscar's stock records, reviews and orders say of them.

    Runs in the caller's transaction, so that a card never shows another price or stock than the basket will.
    """
    if not product_ids:
        return
    StockRecord = get_model("partner", "StockRecord")
    ProductReview = get_model("reviews", "ProductReview")
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
    listings = list(Listing.objects.filter(product_id__in=product_ids))
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


def describe_for_search(listing: Listing) -> None:
    """Let the search take up what changed around `listing` without a signal, such as rows made in bulk."""
    if listing.pk:
        reindex([listing.pk])
