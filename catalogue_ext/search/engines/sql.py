"""The database as an engine: one statement finds, counts and orders; PostgreSQL and SQLite differ in a few words of it.

The statement reads `SearchEntry` alone. `hits` are the listings that fit the text; each filter is a column of it
(`ok_…`), so that a facet counts the hits that fit all filters but its own.
"""

from collections.abc import Iterable
from dataclasses import asdict, fields

from django.db import connections
from django.utils import timezone

from catalogue_ext.search.documents import Document
from catalogue_ext.search.engines.base import Found, Slice, facets_of_tags
from catalogue_ext.search.models import SearchEntry
from catalogue_ext.search.ranking import TYPING_WINDOW, Candidate
from catalogue_ext.search.readings import Plan
from catalogue_ext.search.types import Facets, SearchQuery

ORDERS = {
    "popular": "popularity DESC, listing_id DESC",
    "newest": "published_at DESC, listing_id DESC",
    "price_up": "price, listing_id",
    "price_down": "price DESC, listing_id DESC",
}
COLUMNS = [field.name for field in fields(Document)]
CANDIDATE = [field.name for field in fields(Candidate)]
ORDERED_BY = {"popular": [], "newest": ["published_at"], "price_up": ["price"], "price_down": ["price"]}
"""What a hit must have besides its popularity to be put in order."""
COUNTED = "origin, tags, in_stock, made_to_order, CASE WHEN e.stars_until >= '{today}' THEN e.stars END AS stars"
SUM = "COUNT(*) FILTER (WHERE {}) AS {}"
PAGE = """
    SELECT 'hit', CAST(listing_id AS text), ROW_NUMBER() OVER (ORDER BY {order}) FROM (
        SELECT * FROM hits WHERE {where} ORDER BY {order} LIMIT {limit} OFFSET {offset}
    ) AS page"""
TAGS = """
    SELECT 'tag', {tag}, CAST(SUM(number) AS bigint) FROM (
        SELECT tags, COUNT(*) AS number FROM hits WHERE {where} GROUP BY tags
    ) AS alike, {each_tag} {only} GROUP BY {tag}"""
STARS = "SELECT 'stars', CAST(stars AS text), COUNT(*) FROM hits WHERE stars IS NOT NULL AND {} GROUP BY stars"
ORIGINS = """
    SELECT 'origin', CAST(origin AS text), number FROM (
        SELECT origin, COUNT(*) AS number FROM hits WHERE origin IS NOT NULL AND {}
        GROUP BY origin ORDER BY number DESC, origin LIMIT 60
    ) AS places"""
Condition = tuple[str, list]


class SqlEngine:
    """The engine on the database `using`; subclasses say how text is matched there."""

    name = ""
    source = text_source = "listing_search_searchentry e"
    each_tag = tag = ""

    def __init__(self, using: str = "default"):
        self.using = using

    # What the two databases say differently
    def match(self, plan: Plan) -> Condition:
        raise NotImplementedError

    def likeness(self, plan: Plan) -> Condition:
        """A first, rough order of the hits: greater is likelier."""
        raise NotImplementedError

    def has_tags(self, tags: list[str]) -> Condition:
        raise NotImplementedError

    def write(self, documents: Iterable[Document], gone: Iterable[int] = ()) -> None:
        rows = [SearchEntry(**asdict(document)) for document in documents]
        entries = SearchEntry.objects.using(self.using)
        entries.filter(pk__in=list(gone)).delete()
        updated = [name for name in COLUMNS if name != "listing_id"]
        entries.bulk_create(rows, update_conflicts=True, update_fields=updated, unique_fields=["listing_id"])

    def find(self, query: SearchQuery, plan: Plan | None) -> Found:
        part = Slice.of(query, plan)
        statement, params = self._statement(query, plan, part)
        with connections[self.using].cursor() as cursor:
            cursor.execute(statement, params)
            rows = cursor.fetchall()
        counts: dict[str, dict[str, int]] = {}
        for kind, key, number in rows:
            counts.setdefault(kind, {})[key] = number
        hits = counts.get("hit", {})
        ids = tuple(int(key) for key in sorted(hits, key=hits.__getitem__))
        return Found(
            total=counts["total"][""],
            matched=counts["matched"][""],
            facets=_facets(counts),
            candidates=self._candidates(ids) if part.is_ranked else [],
            ids=() if part.is_ranked else ids,
        )

    def begun(self, plan: Plan) -> list[Candidate]:
        return self.find(SearchQuery(with_facets=False), plan).candidates[:TYPING_WINDOW]

    def _candidates(self, ids: tuple[int, ...]) -> list[Candidate]:
        rows = SearchEntry.objects.using(self.using).filter(pk__in=ids).values_list(*CANDIDATE)
        return [Candidate(*row) for row in rows]

    def _statement(self, query: SearchQuery, plan: Plan | None, part: Slice) -> tuple[str, list]:
        filters = self._filters(query)
        likeness, params = self.likeness(plan) if plan else ("0", [])
        columns = [f"{condition} AS ok_{name}" for name, (condition, __) in filters.items()]
        params = [*params, *(one for __, values in filters.values() for one in values)]
        where, values = self._where(query, plan)
        sort = query.sort or "popular"
        order = f"likeness DESC, {ORDERS['popular']}" if plan and not query.sort else ORDERS[sort]
        read = ["listing_id", "popularity", *ORDERED_BY[sort], f"{likeness} AS likeness", *columns]
        sums = {"matched": "true", "total": _all_but(filters)}
        facets, facet_values = [], []
        if query.with_facets:
            read.append(COUNTED.format(today=timezone.localdate()))
            sums |= {name: f"{name} AND {_all_but(filters, name)}" for name in ("in_stock", "made_to_order")}
            facets, facet_values = self._facet_parts(query, list(filters))
        source = self.text_source if plan else self.source
        page = PAGE.format(order=order, where=_all_but(filters), limit=part.limit, offset=part.offset)
        parts = [*(f"SELECT '{name}' AS kind, '' AS key, {name} AS number FROM sums" for name in sums), *facets, page]
        hits = f"WITH hits AS MATERIALIZED (SELECT {', '.join(read)} FROM {source} WHERE {where})"
        summed = ", ".join(SUM.format(condition, name) for name, condition in sums.items())
        statement = f"{hits}, sums AS MATERIALIZED (SELECT {summed} FROM hits) {' UNION ALL '.join(parts)}"
        return statement, [*params, *values, *facet_values]

    def _where(self, query: SearchQuery, plan: Plan | None) -> tuple[str, list]:
        conditions: list[Condition] = [("e.on_sale", [])]
        if plan:
            conditions.append(self.match(plan))
        elif query.category is not None:  # the page of a category: no other category is counted
            conditions.append(self.has_tags([f"c:{query.category}"]))
        if query.shop is not None:
            conditions.append(("e.shop = %s", [query.shop]))
        return " AND ".join(text for text, __ in conditions), [one for __, values in conditions for one in values]

    def _filters(self, query: SearchQuery) -> dict[str, Condition]:
        today = timezone.localdate()
        wanted: dict[str, Condition | None] = {
            "category": self.has_tags([f"c:{query.category}"]) if query.category is not None else None,
            "price_min": ("e.price >= %s", [query.price_min]) if query.price_min is not None else None,
            "price_max": ("e.price <= %s", [query.price_max]) if query.price_max is not None else None,
            "stars": _any_of("e.stars", query.stars, "e.stars_until >= %s", today) if query.stars else None,
            "origins": _any_of("e.origin", query.origins) if query.origins else None,
            "in_stock": ("e.in_stock", []) if query.in_stock else None,
            "made_to_order": ("e.made_to_order", []) if query.made_to_order else None,
        }
        for number, (code, values) in enumerate(query.attributes):
            wanted[f"attribute{number}"] = self.has_tags([f"a:{code}:{value}" for value in values])
        return {name: condition for name, condition in wanted.items() if condition}

    def _facet_parts(self, query: SearchQuery, filters: list[str]) -> tuple[list[str], list]:
        """One SELECT for each facet; the parameters of all, in order."""

        def tags(where: str, only: str = "") -> str:
            return TAGS.format(tag=self.tag, each_tag=self.each_tag, where=where, only=only)

        parts = [
            STARS.format(_all_but(filters, "stars")),
            ORIGINS.format(_all_but(filters, "origins")),
            tags(_all_but(filters)),
        ]
        values: list = []
        own = [(f"attribute{number}", f"a:{code}:") for number, (code, __) in enumerate(query.attributes)]
        own += [("category", "c:")] if query.category is not None else []
        for name, prefix in own:  # after the common count, whose place these take
            parts.append(tags(_all_but(filters, name), f"WHERE substr({self.tag}, 1, %s) = %s"))
            values += [len(prefix), prefix]
        return parts, values


def _any_of(column: str, values: tuple, also: str = "", *params) -> Condition:
    marks = ", ".join(["%s"] * len(values))
    condition = f"COALESCE({column} IN ({marks}){f' AND {also}' if also else ''}, false)"
    return condition, [*values, *params]


def _all_but(filters, own: str = "") -> str:
    return " AND ".join(f"ok_{name}" for name in filters if name != own) or "true"


def _facets(counts: dict[str, dict[str, int]]) -> Facets:
    categories, attributes = facets_of_tags(counts.get("tag", {}).items())
    return Facets(
        stars={int(key): number for key, number in sorted(counts.get("stars", {}).items(), reverse=True)},
        origins={int(key): number for key, number in counts.get("origin", {}).items()},
        categories=categories,
        attributes=attributes,
        in_stock=counts.get("in_stock", {}).get("", 0),
        made_to_order=counts.get("made_to_order", {}).get("", 0),
    )
