"""The database as a search engine: words of the query as beginnings of words, accents and all marks ignored.

A text that is written with its accents ranks before one that only looks like it without, a word of the title before a
word elsewhere.
"""

from math import ceil
from time import perf_counter

from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Value, When

from catalogue_ext.categories import category_tree
from catalogue_ext.models import Listing, OcopCertificate
from catalogue_ext.search.types import Facets, SearchPage, SearchQuery
from marketplace.places.folding import fold

ORDER = {
    "popular": ["-popularity", "-pk"],
    "newest": ["-published_at", "-pk"],
    "price_up": ["price", "pk"],
    "price_down": ["-price", "-pk"],
}


def search(query: SearchQuery) -> SearchPage:
    started = perf_counter()
    matching = _matching(query)
    total = matching.count()
    num_pages = max(1, ceil(total / query.page_size))
    page = min(query.page, num_pages)
    first = (page - 1) * query.page_size
    ids = tuple(_ordered(matching, query).values_list("pk", flat=True)[first : first + query.page_size])
    return SearchPage(
        ids=ids,
        total=total,
        facets=_facets(query),
        engine="database",
        took_ms=round((perf_counter() - started) * 1000),
        page=page,
        num_pages=num_pages,
    )


def _matching(query: SearchQuery) -> QuerySet:
    listings = Listing.objects.on_sale()
    for word in fold(query.text).split():
        listings = listings.filter(search_text__contains=f" {word}")
    if query.category is not None:
        tree = category_tree()
        listings = listings.in_categories(tree.with_descendants(query.category) if tree.get(query.category) else [])
    if query.price_min is not None:
        listings = listings.filter(price__gte=query.price_min)
    if query.price_max is not None:
        listings = listings.filter(price__lte=query.price_max)
    if query.stars:
        listings = listings.with_stars(query.stars)
    if query.origins:
        listings = listings.filter(origin_id__in=query.origins)
    if query.shop is not None:
        listings = listings.filter(shop_id=query.shop)
    if query.in_stock:
        listings = listings.in_stock()
    return listings


def _ordered(listings: QuerySet, query: SearchQuery) -> QuerySet:
    if query.sort in ORDER or not query.text:
        return listings.order_by(*ORDER.get(query.sort, ORDER["popular"]))
    folded = fold(query.text)
    return listings.annotate(
        relevance=Case(
            When(product__title__icontains=query.text.strip(), then=Value(0)),
            When(search_title__contains=f" {folded} ", then=Value(1)),
            When(search_title__contains=f" {folded}", then=Value(2)),
            When(
                Q(*[Q(search_title__contains=f" {word}") for word in folded.split()]),
                then=Value(3),
            ),
            default=Value(4),
            output_field=IntegerField(),
        )
    ).order_by("relevance", *ORDER["popular"])


def _facets(query: SearchQuery) -> Facets:
    certificates = OcopCertificate.objects.valid().filter(listing__in=_matching(query.without(stars=())).order_by())
    stars = certificates.values_list("stars").annotate(Count("listing", distinct=True)).order_by("-stars")
    origins = (
        _matching(query.without(origins=()))
        .filter(origin__isnull=False)
        .order_by()
        .values_list("origin_id")
        .annotate(number=Count("pk"))
        .order_by(F("number").desc(), "origin_id")
    )
    return Facets(stars=dict(stars), origins=dict(origins), in_stock=_matching(query.without(in_stock=True)).count())
