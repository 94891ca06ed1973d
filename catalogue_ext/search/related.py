"""What goes with a listing: others like it, from the search engines; what is bought with it, from orders."""

from dataclasses import dataclass

from django.core.cache import cache
from django.db.models import Count
from oscar.core.loading import get_model

from catalogue_ext.models import Listing
from catalogue_ext.search.analysis import folded, words
from catalogue_ext.search.engine import search, search_plan
from catalogue_ext.search.readings import Choice, Marks, Plan, Reading, Slot
from catalogue_ext.search.types import SearchQuery

KEEP_SECONDS = 3600
NEWEST_ORDERS = 500


@dataclass(frozen=True)
class Others:
    """Ids of what else a buyer of a listing may like, none twice."""

    bought_with: list[int]
    of_shop: list[int]
    alike: list[int]


def others(listing: Listing, number: int) -> Others:
    """`number` of each kind at most. Kept for an hour: whether one may still be bought is asked when it is shown."""
    return cache.get_or_set(f"others-{listing.pk}-{number}", lambda: _others(listing, number), KEEP_SECONDS)


def _others(listing: Listing, number: int) -> Others:
    with_it = bought_with(listing, number)
    but = (listing.pk, *with_it)
    of_shop = search(SearchQuery(shop=listing.shop_id, page_size=number + len(but), with_facets=False)).ids
    more = [pk for pk in of_shop if pk not in but][:number]
    return Others(with_it, more, more_like(listing, number, but=(*with_it, *more)))


def more_like(listing: Listing, number: int, but: tuple[int, ...] = ()) -> list[int]:
    """Ids of listings that share words of the title, the nearest first, then the most popular of its category."""
    known = {listing.pk, *but}
    title = dict.fromkeys(words(listing.product.title))
    slots = tuple(Slot(word, (Choice(word, folded(word), marks=Marks.NOWHERE),)) for word in title)
    query = SearchQuery(page_size=number + len(known), with_facets=False)
    found = list(search_plan(Plan((Reading(slots),), is_nearest=True), query)) if slots else []
    found = [pk for pk in found if pk not in known]
    if len(found) < number:
        category = listing.product.categories.values_list("pk", flat=True).first()
        of_category = search(query.without(category=category, page_size=number + len(known) + len(found))).ids
        found += [pk for pk in of_category if pk not in known and pk not in found]
    return found[:number]


def bought_with(listing: Listing, number: int) -> list[int]:
    """Ids of listings that stood in the same orders as this one, the most often first."""
    Line = get_model("order", "Line")
    orders = Line.objects.filter(product_id=listing.product_id).order_by("-order_id").values("order_id")
    rows = (
        Line.objects.filter(order_id__in=orders[:NEWEST_ORDERS], product__listing__isnull=False)
        .exclude(product_id=listing.product_id)
        .values("product__listing")
        .annotate(orders=Count("order_id", distinct=True))
        .order_by("-orders", "product__listing")[:number]
    )
    return [row["product__listing"] for row in rows]
