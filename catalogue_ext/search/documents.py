"""What the engines know of a listing: one `Document`, made here and indexed by each of them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain

from django.db.models import Prefetch, QuerySet
from django.utils.text import slugify
from oscar.core.loading import get_model

from catalogue_ext.models import Listing
from catalogue_ext.search.analysis import code_word, folded, in_english_title, in_title, indexed_words, pairs, unmarked
from marketplace.places.models import Commune

ATTRIBUTE_TYPES = ("option", "multi_option", "boolean")
"""The types of Oscar's attributes whose values are few and shared: those that make a facet."""


@dataclass(frozen=True)
class Document:
    """The fields of `models.SearchEntry`, `SearchTitle` and `TagSet`, which say what they hold."""

    listing_id: int
    title: str
    title_en: str
    names: str
    folded_title: str
    words: str
    text: str
    on_sale: bool
    price: int
    in_stock: bool
    made_to_order: bool
    featured: bool
    popularity: int
    rating: float | None
    published_at: datetime | None
    stars: int | None
    stars_until: date | None
    origin: int | None
    shop: int
    tags: list[str]


def documents(listing_ids: Iterable[int] | None = None, chunk_size: int = 500) -> Iterator[Document]:
    """Documents of these listings (of all, when None), those that are gone left out; a constant number of queries."""
    categories = _CategoryNames()
    listings = _listings()
    if listing_ids is not None:
        listings = listings.filter(pk__in=list(listing_ids))
    for listing in listings.order_by("pk").iterator(chunk_size=chunk_size):
        yield _document(listing, categories)


def _listings() -> QuerySet:
    values = get_model("catalogue", "ProductAttributeValue").objects.filter(attribute__type__in=ATTRIBUTE_TYPES)
    return Listing.objects.select_related(
        "product", "shop__partner", "maker", "origin__province", "shop__commune__province"
    ).prefetch_related(
        "certificates",
        "product__productcategory_set",
        "product__stockrecords",
        "origin__former_communes",
        "shop__commune__former_communes",
        Prefetch(
            "product__attribute_values",
            values.select_related("attribute", "value_option").prefetch_related("value_multi_option"),
            to_attr="facet_values",
        ),
    )


def _document(listing: Listing, categories: "_CategoryNames") -> Document:
    product = listing.product
    category_ids = categories.with_ancestors(row.category_id for row in product.productcategory_set.all())
    certificate = listing.certificate
    attributes = list(_attributes(product.facet_values))
    place = listing.origin or listing.shop.commune
    title, title_en = indexed_words(product.title), indexed_words(listing.title_en)
    titled = [in_title(word) for word in _words_and_pairs(title)]
    titled += [in_english_title(word) for word in _words_and_pairs(title_en)]
    names = [
        indexed_words(name)
        for name in chain(
            (listing.shop.name, listing.maker.name if listing.maker else ""),
            _place_names(place),
            *(categories.names(pk) for pk in category_ids),
            [f"OCOP {certificate.stars} sao"] if certificate else (),
        )
    ]
    more = (listing.summary, listing.summary_en, *(text for __, __, text in attributes))
    at_once = [title, title_en, *names, *map(indexed_words, more)]
    long = [product.description or "", listing.description_en, listing.composition, listing.composition_en]
    long += [former.name for former in place.former_communes.all()]
    return Document(
        listing_id=listing.pk,
        title=" ".join(title),
        title_en=" ".join(title_en),
        names=" | ".join(" ".join(name) for name in names if name),
        folded_title=" ".join(folded(word) for word in (*title, *title_en)),
        words=" ".join(_unique([*_found_at_once(at_once), *titled, *_codes(listing)])),
        text=" ".join(folded(word) for part in long for word in indexed_words(part)),
        on_sale=listing.is_on_sale,
        price=int(listing.price),
        in_stock=listing.is_sold_today,
        made_to_order=listing.is_made_to_order,
        featured=listing.featured,
        popularity=listing.popularity,
        rating=listing.rating,
        published_at=listing.published_at or listing.created_at,
        stars=certificate.stars if certificate else None,
        stars_until=certificate.expires_on if certificate else None,
        origin=listing.origin_id,
        shop=listing.shop_id,
        tags=sorted({*(f"c:{pk}" for pk in category_ids), *(f"a:{code}:{value}" for code, value, __ in attributes)}),
    )


def _found_at_once(texts: list[list[str]]) -> Iterator[str]:
    """Each word of the texts without its marks and with them, or that it has none, and each two beside each other."""
    for exact in texts:
        yield from map(folded, exact)
        yield from exact
        yield from (unmarked(word) for word in exact if word.isascii())
        yield from pairs(exact)


def _words_and_pairs(exact: list[str]) -> list[str]:
    """Each word, and each two beside each other, without marks."""
    bare = [folded(word) for word in exact]
    return [*bare, *pairs(bare)]


def _unique(found: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(found))


def _codes(listing: Listing) -> list[str]:
    """The words of what is found exactly or not at all: SKUs, the product's code, numbers of OCOP certificates."""
    codes = [record.partner_sku for record in listing.product.stockrecords.all()]
    codes += [listing.product.upc or "", *(one.number for one in listing.certificates.all())]
    return _unique(filter(None, map(code_word, codes)))


def _place_names(commune: Commune) -> list[str]:
    """Its names of now and those that people still say: former districts, and provinces that are part of another."""
    provinces = {former.province_name for former in commune.former_communes.all()}
    return [commune.name, commune.former_districts, *sorted({commune.province.name, *provinces})]


def _attributes(values) -> Iterator[tuple[str, str, str]]:
    """Code, value as in an address, and value as people read it, of each attribute that makes a facet."""
    for value in values:
        attribute = value.attribute
        if attribute.type == "boolean":
            if value.value_boolean:
                yield attribute.code, "yes", attribute.name
            continue
        options = value.value_multi_option.all() if attribute.type == "multi_option" else [value.value_option]
        for option in filter(None, options):
            yield attribute.code, option_slug(option.option), option.option


def option_slug(option: str) -> str:
    """How an option is written in an address: `option_slug("Cói và đay") == "coi-va-day"`."""
    return slugify(folded(option)) or "x"


class _CategoryNames:
    """Names in both languages and ancestors of all categories, read once."""

    def __init__(self):
        rows = get_model("catalogue", "Category").objects.values_list("pk", "path", "name", "text__name_en")
        self._by_path = {path: (pk, name, name_en or "") for pk, path, name, name_en in rows}
        self._paths = {pk: path for path, (pk, __, __) in self._by_path.items()}
        self._step = get_model("catalogue", "Category").steplen

    def with_ancestors(self, category_ids: Iterable[int]) -> list[int]:
        found = []
        for path in (self._paths[pk] for pk in category_ids if pk in self._paths):
            ends = range(self._step, len(path) + 1, self._step)
            found += [self._by_path[path[:end]][0] for end in ends if path[:end] in self._by_path]
        return sorted(set(found))

    def names(self, pk: int) -> tuple[str, str]:
        return self._by_path[self._paths[pk]][1:]
