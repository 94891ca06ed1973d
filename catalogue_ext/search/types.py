"""What every search engine is asked and answers."""

from dataclasses import dataclass, field, replace

SORTS = ("popular", "newest", "price_up", "price_down")


@dataclass(frozen=True)
class SearchQuery:
    """What a buyer looks for. Prices in đồng; `origins` are ids of communes, `page` counts from 1."""

    text: str = ""
    category: int | None = None
    price_min: int | None = None
    price_max: int | None = None
    stars: tuple[int, ...] = ()
    origins: tuple[int, ...] = ()
    shop: int | None = None
    in_stock: bool = False
    sort: str = ""
    page: int = 1
    page_size: int = 24

    def without(self, **blank) -> "SearchQuery":
        return replace(self, **blank)


@dataclass(frozen=True)
class Facets:
    """How many results each further choice would leave; the choices of one facet do not narrow it."""

    stars: dict[int, int] = field(default_factory=dict)
    origins: dict[int, int] = field(default_factory=dict)
    in_stock: int = 0


@dataclass(frozen=True)
class SearchPage:
    """One page of results: listing ids in order. `took_ms` is the engine's time in milliseconds."""

    ids: tuple[int, ...]
    total: int
    facets: Facets
    engine: str
    took_ms: int
    page: int
    num_pages: int
