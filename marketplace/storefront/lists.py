"""A filtered list of products, as the category pages, the search page and a shop's page show it."""

from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from catalogue_ext.cards import Card, cards_by_id
from catalogue_ext.search.engine import search
from catalogue_ext.search.forms import FilterForm
from catalogue_ext.search.types import SearchPage, SearchQuery
from marketplace.places.models import Commune
from marketplace.ui.numbers import format_dong


@dataclass(frozen=True)
class Choice:
    """One choice of a filter; `url` is the page with it switched."""

    value: str
    label: str
    count: int | None
    chosen: bool
    url: str


@dataclass(frozen=True)
class Listings:
    form: FilterForm
    query: SearchQuery
    result: SearchPage
    cards: list[Card]
    stars: list[Choice]
    places: list[Choice]
    sorts: list[Choice]
    chosen: list[Choice]
    clear_url: str
    kept: list[tuple[str, str]]
    kept_for_sort: list[tuple[str, str]]
    page_urls: dict[str, str | None]

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
        Choice(str(n), str(n), result.facets.stars.get(n, 0), n in query.stars, address.switched("stars", str(n)))
        for n in (5, 4, 3)
        if n in result.facets.stars or n in query.stars
    ]
    places = _places(query, result, address)
    return Listings(
        form=form,
        query=query,
        result=result,
        cards=cards_by_id(list(result.ids)),
        stars=stars,
        places=places,
        sorts=_sorts(query, address),
        chosen=_chosen(query, stars, places, address),
        clear_url=address.only("q", "sort"),
        kept=address.pairs("q", "sort"),
        kept_for_sort=address.pairs(*(name for name in Address.KNOWN if name != "sort")),
        page_urls={
            "previous": address.with_page(result.page - 1) if result.page > 1 else None,
            "next": address.with_page(result.page + 1) if result.page < result.num_pages else None,
        },
    )


def _places(query: SearchQuery, result: SearchPage, address: "Address") -> list[Choice]:
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


def _sorts(query: SearchQuery, address: "Address") -> list[Choice]:
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


def _chosen(query: SearchQuery, stars: list[Choice], places: list[Choice], address: "Address") -> list[Choice]:
    """The filters in force, each with the address that takes it away."""
    chosen = [
        Choice(choice.value, _("OCOP %(stars)s stars") % {"stars": choice.label}, None, True, choice.url)
        for choice in stars
        if choice.chosen
    ]
    chosen += [choice for choice in places if choice.chosen]
    if query.price_min is not None:
        label = _("From %(price)s") % {"price": format_dong(query.price_min)}
        chosen.append(Choice("price_min", label, None, True, address.replaced("price_min", "")))
    if query.price_max is not None:
        label = _("Up to %(price)s") % {"price": format_dong(query.price_max)}
        chosen.append(Choice("price_max", label, None, True, address.replaced("price_max", "")))
    if query.in_stock:
        chosen.append(Choice("in_stock", _("In stock only"), None, True, address.replaced("in_stock", "")))
    return chosen


class Address:
    """The query of an address, changed one thing at a time; every change goes back to the first page."""

    KNOWN = ("q", "price_min", "price_max", "stars", "place", "in_stock", "sort")

    def __init__(self, params: QueryDict):
        self._params = QueryDict(mutable=True)
        for name in self.KNOWN:
            values = [value for value in params.getlist(name) if value]
            if values:
                self._params.setlist(name, values)

    def switched(self, name: str, value: str) -> str:
        params = self._params.copy()
        values = params.getlist(name)
        params.setlist(name, [one for one in values if one != value] if value in values else [*values, value])
        return self._written(params)

    def replaced(self, name: str, value: str) -> str:
        params = self._params.copy()
        params.setlist(name, [value] if value else [])
        return self._written(params)

    def with_page(self, page: int) -> str:
        params = self._params.copy()
        if page > 1:
            params["page"] = str(page)
        return self._written(params)

    def only(self, *names: str) -> str:
        params = QueryDict(mutable=True)
        for name in names:
            params.setlist(name, self._params.getlist(name))
        return self._written(params)

    def pairs(self, *names: str) -> list[tuple[str, str]]:
        return [(name, value) for name in names for value in self._params.getlist(name)]

    @staticmethod
    def _written(params: QueryDict) -> str:
        return "?" + params.urlencode()
