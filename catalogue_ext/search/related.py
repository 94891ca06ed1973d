"""What goes with a listing: others like it, from the search engines; what is bought with it, from orders."""

from django.core.cache import cache
from django.db.models import Count
from oscar.core.loading import get_model

from catalogue_ext.freshness import catalogue_version
from catalogue_ext.models import Listing
from catalogue_ext.search.analysis import folded, words
from catalogue_ext.search.engine import search, search_plan
from catalogue_ext.search.readings import Choice, Marks, Plan, Reading, Slot
from catalogue_ext.search.types import SearchQuery

KEEP_SECONDS = 3600
NEWEST_ORDERS = 500


def more_like(listing: Listing, number: int, but: tuple[int, ...] = ()) -> list[int]:
    """Ids of listings that share words of the title, the nearest first, then the most popular of its category."""
    key = f"more-like-{catalogue_version()}-{listing.pk}-{number}-{hash(but)}"
    ids = cache.get(key)
    if ids is None:
        ids = _like(listing, number, {listing.pk, *but})
        cache.set(key, ids, KEEP_SECONDS)
    return ids


def bought_with(listing: Listing, number: int) -> list[int]:
    """Ids of listings that stood in the same orders as this one, the most often first."""
    key = f"bought-with-{listing.pk}-{number}"
    ids = cache.get(key)
    if ids is None:
        ids = _bought(listing, number)
        cache.set(key, ids, KEEP_SECONDS)
    return ids


def _like(listing: Listing, number: int, but: set[int]) -> list[int]:
    title = dict.fromkeys(words(listing.product.title))
    slots = tuple(Slot(word, (Choice(word, folded(word), marks=Marks.NOWHERE),)) for word in title)
    query = SearchQuery(page_size=number + len(but), with_facets=False)
    found = list(search_plan(Plan((Reading(slots),), is_nearest=True), query)) if slots else []
    found = [pk for pk in found if pk not in but]
    if len(found) < number:
        category = listing.product.categories.values_list("pk", flat=True).first()
        others = search(query.without(category=category, page_size=number + len(but) + len(found))).ids
        found += [pk for pk in others if pk not in but and pk not in found]
    return found[:number]


def _bought(listing: Listing, number: int) -> list[int]:
    Line = get_model("order", "Line")
    orders = Line.objects.filter(product_id=listing.product_id).order_by("-order_id").values_list("order_id", flat=True)
    rows = (
        Line.objects.filter(order_id__in=list(orders[:NEWEST_ORDERS]), product__listing__isnull=False)
        .exclude(product_id=listing.product_id)
        .values("product__listing")
        .annotate(orders=Count("order_id", distinct=True))
        .order_by("-orders", "product__listing")[:number]
    )
    return [row["product__listing"] for row in rows]
