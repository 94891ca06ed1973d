"""A filtered list of products, as the category pages, the search page and a shop's page show it."""

from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from catalogue_ext.cards import Card, cards_by_id
from catalogue_ext.categories import category_tree
from catalogue_ext.search.engine import search
from catalogue_ext.search.forms import ATTRIBUTE, FilterForm
from catalogue_ext.search.labels import attribute_labels
from catalogue_ext.search.types import SearchPage, SearchQuery
from marketplace.places.models import Commune
from marketplace.storefront.address import Address
from marketplace.ui.numbers import format_dong

MOST_CHOICES = 20


@dataclass(frozen=True)
class Choice:
    """One choice of a filter; `url` is the page with it switched."""

    value: str
    label: str
    count: int | None
    chosen: bool
    url: str


@dataclass(frozen=True)
class Filter:
    """A filter by an attribute of the products: its name in the address and for people, and its choices."""

    param: str
    label: str
    choices: list[Choice]


@dataclass(frozen=True)
class Listings:
    form: FilterForm
    query: SearchQuery
    result: SearchPage
    cards: list[Card]
    categories: list[Choice]
    stars: list[Choice]
    places: list[Choice]
    attributes: list[Filter]
    sorts: list[Choice]
    chosen: list[Choice]
    clear_url: str
    kept: list[tuple[str, str]]
    kept_for_sort: list[tuple[str, str]]
    page_urls: dict[str, str | None]
    canonical: str
    is_for_search_engines: bool

    @property
    def is_filtered(self) -> bool:
        return bool(self.chosen)


def listings_for(params: QueryDict, **fixed) -> Listings:
    """The list that `params` (an address's query) asks for, within `fixed` (a category, a shop)."""
    form = FilterForm(params)
    query = form.query(**fixed)
    result = search(query)
    address = Address(params)
    stars = [
        Choice(str(n), _stars(n), result.facets.stars.get(n, 0), n in query.stars, address.switched("stars", str(n)))
        for n in (5, 4, 3)
        if n in result.facets.stars or n in query.stars
    ]
    places = _places(query, result, address)
    categories = [] if "category" in fixed else _categories(query, result, address)
    attributes = _attributes(query, result, address)
    return Listings(
        form=form,
        query=query,
        result=result,
        cards=cards_by_id(list(result.ids)),
        categories=categories,
        stars=stars,
        places=places,
        attributes=attributes,
        sorts=_sorts(query, address),
        chosen=_chosen(query, [categories, stars, places, *(one.choices for one in attributes)], address),
        clear_url=address.only("q", "sort"),
        kept=address.pairs("q", "sort"),
        kept_for_sort=address.pairs(*(name for name in address.names if name != "sort")),
        page_urls={
            "previous": address.with_page(result.page - 1) if result.page > 1 else None,
            "next": address.with_page(result.page + 1) if result.page < result.num_pages else None,
        },
        canonical=address.canonical(),
        is_for_search_engines=address.is_for_search_engines,
    )


def _stars(number: int) -> str:
    return _("OCOP %(stars)s stars") % {"stars": number}


def _categories(query: SearchQuery, result: SearchPage, address: Address) -> list[Choice]:
    """The categories at the top of the tree that have results, and those below the chosen one."""
    tree = category_tree()
    chosen = tree.get(query.category) if query.category else None
    nodes = tree.roots if not chosen else [*tree.ancestors(chosen.pk), chosen, *tree.children(chosen.pk)]
    counts = result.facets.categories
    return [
        Choice(
            str(node.pk),
            node.name,
            counts.get(node.pk, 0),
            node is chosen,
            address.replaced("category", "" if node is chosen else str(node.pk)),
        )
        for node in nodes
        if counts.get(node.pk) or node is chosen
    ]


def _attributes(query: SearchQuery, result: SearchPage, address: Address) -> list[Filter]:
    """Filters by the attributes that tell these results apart, or that are chosen."""
    chosen = dict(query.attributes)
    found = []
    for label in attribute_labels() if result.facets.attributes or chosen else []:
        counts, wanted = result.facets.attributes.get(label.code, {}), chosen.get(label.code, ())
        param = f"{ATTRIBUTE}{label.code}"
        choices = [
            Choice(value, name, counts.get(value, 0), value in wanted, address.switched(param, value))
            for value, name in label.values.items()
            if value in counts or value in wanted
        ]
        if wanted or len(choices) > 1:
            choices.sort(key=lambda choice: -(choice.count or 0))
            found.append(Filter(param, label.name, choices[:MOST_CHOICES]))
    return found


def _places(query: SearchQuery, result: SearchPage, address: Address) -> list[Choice]:
    wanted = [*query.origins, *(pk for pk in result.facets.origins if pk not in query.origins)][:24]
    communes = Commune.objects.in_bulk(wanted)
    return [
        Choice(
            str(pk),
            _place_name(communes[pk]),
            result.facets.origins.get(pk, 0),
            pk in query.origins,
            address.switched("place", str(pk)),
        )
        for pk in wanted
        if pk in communes
    ]


def _place_name(commune: Commune) -> str:
    """The commune's name, with the old districts that people still say where they are named otherwise."""
    districts = commune.former_districts
    return f"{commune.name} ({districts})" if districts else commune.name


def _sorts(query: SearchQuery, address: Address) -> list[Choice]:
    labels = {
        "popular": _("Most popular"),
        "newest": _("Newest"),
        "price_up": _("Price, low to high"),
        "price_down": _("Price, high to low"),
    }
    if query.text:
        labels = {"": _("Best match")} | labels
    current = query.sort or ("" if query.text else "popular")
    return [
        Choice(value, label, None, value == current, address.replaced("sort", value)) for value, label in labels.items()
    ]


def _chosen(query: SearchQuery, facets: list[list[Choice]], address: Address) -> list[Choice]:
    """The filters in force, each with the address that takes it away."""
    chosen = [choice for choices in facets for choice in choices if choice.chosen]
    if query.price_min is not None:
        label = _("From %(price)s") % {"price": format_dong(query.price_min)}
        chosen.append(Choice("price_min", label, None, True, address.replaced("price_min", "")))
    if query.price_max is not None:
        label = _("Up to %(price)s") % {"price": format_dong(query.price_max)}
        chosen.append(Choice("price_max", label, None, True, address.replaced("price_max", "")))
    if query.in_stock:
        chosen.append(Choice("in_stock", _("In stock only"), None, True, address.replaced("in_stock", "")))
    if query.made_to_order:
        chosen.append(Choice("made_to_order", _("Made to order"), None, True, address.replaced("made_to_order", "")))
    return chosen
