"""What every engine does, and what they share."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol

from catalogue_ext.search.documents import Document
from catalogue_ext.search.ranking import WINDOW, Candidate
from catalogue_ext.search.readings import Plan
from catalogue_ext.search.types import Facets, SearchQuery


class EngineDown(Exception):
    """The engine does not answer, or not in time, or its index is not there."""


@dataclass(frozen=True)
class Found:
    """What an engine found. `matched` listings fit the text, `total` of them the filters too.

    `candidates` are the likeliest, to be ranked; where the query names an order itself, `ids` are those of its page.
    """

    total: int
    matched: int
    facets: Facets = field(default_factory=Facets)
    candidates: list[Candidate] = field(default_factory=list)
    ids: tuple[int, ...] = ()


class Engine(Protocol):
    name: str

    def find(self, query: SearchQuery, plan: Plan | None) -> Found:
        """The listings on sale that match `plan` (all, when None) and the filters of `query`.

        Raises:
            EngineDown: when it cannot say.
        """

    def begun(self, plan: Plan) -> list[Candidate]:
        """The likeliest listings on sale of a text that is being typed, `TYPING_WINDOW` at most; nothing is counted.

        Raises:
            EngineDown: when it cannot say.
        """

    def write(self, documents: Iterable[Document], gone: Iterable[int] = ()) -> None:
        """Take these documents in place of what is known of their listings, and forget the `gone` ones."""


@dataclass(frozen=True)
class Slice:
    """Which of an engine's results are asked for: the window to be ranked, or a page that the engine itself orders."""

    is_ranked: bool
    offset: int
    limit: int

    @classmethod
    def of(cls, query: SearchQuery, plan: Plan | None) -> "Slice":
        first = (query.page - 1) * query.page_size
        if plan is not None and not query.sort and first + query.page_size <= WINDOW:
            return cls(True, 0, WINDOW)
        return cls(False, first, query.page_size)


def facets_of_tags(counts: Iterable[tuple[str, int]]) -> tuple[dict[int, int], dict[str, dict[str, int]]]:
    """Counts of tags (`models.TagSet.tags`) as counts of categories and of attributes' values."""
    categories: dict[int, int] = {}
    attributes: dict[str, dict[str, int]] = {}
    for tag, number in counts:
        kind, __, rest = tag.partition(":")
        if kind == "c":
            categories[int(rest)] = number
        else:
            code, __, value = rest.partition(":")
            attributes.setdefault(code, {})[value] = number
    return categories, attributes


def at_least(slots: list[str], least: int, both: str, either: str) -> str:
    """An expression for `least` of `slots`: each run of so many beside each other, as that is how people mean them."""
    runs = [slots[start : start + least] for start in range(len(slots) - least + 1)]
    runs += [[slots[0], *slots[-least + 1 :]]] if least > 1 else []
    return either.join(f"({both.join(run)})" for run in runs)
