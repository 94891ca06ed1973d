"""What every search engine is asked and answers."""

from dataclasses import dataclass, field, replace

SORTS = ("popular", "newest", "price_up", "price_down")


@dataclass(frozen=True)
class SearchQuery:
    """What a buyer looks for. Prices in đồng; `origins` are ids of communes, `page` counts from 1.

    `attributes` are pairs of an attribute's code and the values wanted of it, any of which will do:
    `(("material", ("coi", "lua")),)`. Without facets the total may be too small.
    """

    text: str = ""
    category: int | None = None
    price_min: int | None = None
    price_max: int | None = None
    stars: tuple[int, ...] = ()
    origins: tuple[int, ...] = ()
    shop: int | None = None
    in_stock: bool = False
    made_to_order: bool = False
    attributes: tuple[tuple[str, tuple[str, ...]], ...] = ()
    sort: str = ""
    page: int = 1
    page_size: int = 24
    with_facets: bool = True

    def without(self, **blank) -> "SearchQuery":
        return replace(self, **blank)


@dataclass(frozen=True)
class Facets:
    """How many results each further choice would leave; the choices of one facet do not narrow it."""

    stars: dict[int, int] = field(default_factory=dict)
    origins: dict[int, int] = field(default_factory=dict)
    categories: dict[int, int] = field(default_factory=dict)
    attributes: dict[str, dict[str, int]] = field(default_factory=dict)
    in_stock: int = 0
    made_to_order: int = 0


@dataclass(frozen=True)
class SearchPage:
    """One page of results: listing ids in order. `took_ms` is the time of the whole answer in milliseconds.

    `did_you_mean` is what was searched instead where nothing was found for the text as typed; `is_nearest` says that
    the results have only some of its words.
    """

    ids: tuple[int, ...]
    total: int
    facets: Facets
    engine: str
    took_ms: int
    page: int
    num_pages: int
    did_you_mean: str = ""
    is_nearest: bool = False
