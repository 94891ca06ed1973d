"""Reads for the pages of the shop."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils import timezone
from oscar.core.loading import get_model

from catalogue_ext.models import Listing


def featured_listings(number: int, but: Iterable[str] = ()) -> QuerySet:
    """The products that staff put forward, the best liked first; none with a slug in `but`."""
    return Listing.objects.on_sale().in_stock().for_cards().filter(featured=True).exclude(slug__in=but)[:number]


def in_season(number: int, month: int | None = None) -> QuerySet:
    """Products whose season this month (or `month`, 1 to 12) is; what is sold all the year is not among them."""
    month = month or timezone.localdate().month
    seasonal = Listing.objects.on_sale().in_stock().exclude(season_months=[]).values_list("pk", "season_months")
    ids = [pk for pk, months in seasonal[:500] if month in months]
    return Listing.objects.on_sale().for_cards().filter(pk__in=ids)[:number]


def best_starred(number: int, but: Iterable[str] = ()) -> QuerySet:
    """Products with the most OCOP stars that hold today; none with a slug in `but`."""
    listings = Listing.objects.on_sale().in_stock().for_cards().filter(stars_held__gte=4).exclude(slug__in=but)
    return listings.order_by("-stars_held", "-popularity", "-pk")[:number]


def reviews_of(listing: Listing) -> QuerySet:
    """The approved reviews of a product, the newest first."""
    ProductReview = get_model("reviews", "ProductReview")
    return (
        ProductReview.objects.filter(product_id=listing.product_id, status=ProductReview.APPROVED)
        .select_related("user", "reply")
        .order_by("-date_created", "-pk")
    )
