"""The database as an engine. One statement counts the hits, and brings those of a page that has an order of its own;
where the likeliest are wanted, another brings them. PostgreSQL and SQLite differ in a few words of both.
"""

from collections.abc import Iterable
from dataclasses import fields, replace

from django.db import connections
from django.utils import timezone

from catalogue_ext.search.documents import Document
from catalogue_ext.search.engines import sql_counts
from catalogue_ext.search.engines.base import Found, Slice
from catalogue_ext.search.models import SearchEntry, SearchTitle, TagSet
from catalogue_ext.search.ranking import TYPING_WINDOW, Candidate
from catalogue_ext.search.readings import Plan
from catalogue_ext.search.types import SearchQuery

ENTRIES, TITLES, TAG_SETS = (model._meta.db_table for model in (SearchEntry, SearchTitle, TagSet))
IN_TITLES = [field.name for field in fields(Document) if hasattr(SearchTitle, field.name)]
IN_ENTRIES = [field.name for field in fields(Document) if field.name not in (*IN_TITLES, "tags")]
CANDIDATE = [field.name for field in fields(Candidate)]
CANDIDATES = ", ".join(f"{'t' if name in IN_TITLES else 'e'}.{name}" for name in CANDIDATE)
MOST_POPULAR = "popularity + 0 DESC, listing_id DESC"
"""`+ 0`: by putting hits in order, not by walking along all listings until some are hits."""
ORDERS = {
    "popular": MOST_POPULAR,
    "newest": "published_at DESC, listing_id DESC",
    "price_up": "price, listing_id",
    "price_down": "price DESC, listing_id DESC",
}
HITS = """
    SELECT e.listing_id, e.popularity, e.price, e.published_at, e.origin, e.tag_set_id, e.in_stock, e.made_to_order,
        CASE WHEN e.stars_until >= %s THEN e.stars END AS stars{columns} FROM {source} WHERE {where}"""
PAGE = """
    SELECT 'hit', CAST(listing_id AS text), ROW_NUMBER() OVER (ORDER BY {order}) FROM (
        SELECT * FROM hits WHERE {where} ORDER BY {order} LIMIT {limit} OFFSET {offset}
    ) AS page"""
Condition = tuple[str, list]
"""A piece of SQL and its parameters."""


class SqlEngine:
    """The engine on the database `using`; subclasses say how text is matched there."""

    name = ""
    hits = f"{ENTRIES} e"
    """What is read where a text is looked for."""
    hits_are = ""
    each_tag: sql_counts.EachTag

    def __init__(self, using: str = "default"):
        self.using = using

    # What the two databases say differently
    def match(self, plan: Plan) -> Condition:
        raise NotImplementedError

    def likeliest(self, scope: Condition, plan: Plan, part: Slice, matched: int) -> Condition:
        """The statement for the candidates in `part` of what matches `plan` in `scope`; about `matched` match it."""
        raise NotImplementedError

    def has_tags(self, tags: list[str]) -> Condition:
        """That an entry has any of `tags`."""
        raise NotImplementedError

    def grouped(self, groups: list[list[str]]) -> str:
        """The hits counted by each group of columns; those of the other groups are null there."""
        raise NotImplementedError

    def write(self, documents: Iterable[Document], gone: Iterable[int] = ()) -> None:
        documents = list(documents)
        SearchEntry.objects.using(self.using).filter(pk__in=list(gone)).delete()
        sets = [TagSet.of(one.tags) for one in documents]
        new = sorted({one.pk: one for one in sets}.values(), key=lambda one: one.pk)
        TagSet.objects.using(self.using).bulk_create(new, ignore_conflicts=True)
        together = zip(documents, sets, strict=True)
        entries = [SearchEntry(tag_set=tags, **_parts(one, IN_ENTRIES)) for one, tags in together]
        self._put(entries, "listing_id", [*IN_ENTRIES[1:], "tag_set"])
        titles = [SearchTitle(entry_id=one.listing_id, **_parts(one, IN_TITLES)) for one in documents]
        self._put(titles, "entry", IN_TITLES)

    def _put(self, rows: list, key: str, updated: list[str]) -> None:
        """Write `rows` in place of those of the same key."""
        if rows:
            type(rows[0]).objects.using(self.using).bulk_create(
                rows, update_conflicts=True, update_fields=updated, unique_fields=[key]
            )

    def tidy(self) -> None:
        """Leave the index as if it had been written once."""

    def find(self, query: SearchQuery, plan: Plan | None) -> Found:
        part, scope, filters = Slice.of(query, plan), self._scope(query, plan), self._filters(query)
        by_likeness = plan is not None and not query.sort
        numbers = self._numbers(query, plan, scope, filters, None if by_likeness else part)
        found = Found(numbers["total"][""], numbers["matched"][""], sql_counts.facets(numbers))
        if not by_likeness:
            hits = numbers.get("hit", {})
            return replace(found, ids=tuple(int(key) for key in sorted(hits, key=hits.__getitem__)))
        if not found.total:
            return found
        likeliest = self.candidates(self.likeliest(joined([scope, *filters.values()]), plan, part, found.matched))
        if part.is_ranked:
            return replace(found, candidates=likeliest)
        return replace(found, ids=tuple(one.listing_id for one in likeliest))

    def begun(self, plan: Plan) -> list[Candidate]:
        return self.find(SearchQuery(with_facets=False), plan).candidates[:TYPING_WINDOW]

    def candidates(self, statement: Condition) -> list[Candidate]:
        rows = SearchEntry.objects.using(self.using).raw(*statement)
        return [Candidate(*(getattr(row, name) for name in CANDIDATE)) for row in rows]

    def _numbers(
        self, query: SearchQuery, plan: Plan | None, scope: Condition, filters: dict[str, Condition], page: Slice | None
    ) -> sql_counts.Numbers:
        """What is counted; of kind `hit` the places of the listings on `page`, where one is asked for."""
        where, values = joined([scope, self.match(plan)]) if plan else scope
        columns, params = joined([(f", {condition} AS ok_{name}", of) for name, (condition, of) in filters.items()], "")
        hits = HITS.format(columns=columns, source=self.hits if plan else SqlEngine.hits, where=where)
        selects, more = sql_counts.selects(query, filters, self.each_tag)
        if page:
            fits, order = sql_counts.all_but(filters), ORDERS[query.sort or "popular"]
            selects.append(PAGE.format(order=order, where=fits, limit=page.limit, offset=page.offset))
        grouped = self.grouped(sql_counts.groups(query, filters))
        counted = sql_counts.COUNTED.format(hits_are=self.hits_are, hits=hits, grouped=grouped)
        with connections[self.using].cursor() as cursor:
            params = [timezone.localdate(), *params, *values, *more]
            cursor.execute(f"{counted} {' UNION ALL '.join(selects)}", params)
            rows = cursor.fetchall()
        numbers: sql_counts.Numbers = {}
        for kind, key, number in rows:
            numbers.setdefault(kind, {})[key] = number
        return numbers

    def _scope(self, query: SearchQuery, plan: Plan | None) -> Condition:
        """What is looked at at all."""
        conditions: list[Condition] = [("e.on_sale", [])]
        if plan is None and query.category is not None:  # the page of a category: no other category is counted
            conditions.append(self.has_tags([f"c:{query.category}"]))
        if query.shop is not None:
            conditions.append(("e.shop = %s", [query.shop]))
        return joined(conditions)

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


def joined(conditions: list[Condition], by: str = " AND ") -> Condition:
    return by.join(text for text, __ in conditions), [one for __, values in conditions for one in values]


def _parts(document: Document, names: list[str]) -> dict:
    return {name: getattr(document, name) for name in names}


def _any_of(column: str, values: tuple, also: str = "", *params) -> Condition:
    marks = ", ".join(["%s"] * len(values))
    condition = f"COALESCE({column} IN ({marks}){f' AND {also}' if also else ''}, false)"
    return condition, [*values, *params]
