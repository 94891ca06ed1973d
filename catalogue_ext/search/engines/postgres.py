"""PostgreSQL: full text over words that are folded already; the title's exact words, phrases and words come first."""

from collections.abc import Iterable

from django.db import connections

from catalogue_ext.search.engines import tsquery
from catalogue_ext.search.engines.base import Slice
from catalogue_ext.search.engines.sql import (
    CANDIDATES,
    ENTRIES,
    MOST_POPULAR,
    TAG_SETS,
    TITLES,
    Condition,
    SqlEngine,
    joined,
)
from catalogue_ext.search.engines.sql_counts import EachTag
from catalogue_ext.search.models import SearchEntry
from catalogue_ext.search.ranking import TYPING_WINDOW, Candidate
from catalogue_ext.search.readings import Plan

LIKELIEST = f"""
    WITH {{tiers}} SELECT {CANDIDATES} FROM (
        SELECT listing_id, MIN(tier) AS tier FROM ({{union}}) AS tiers GROUP BY listing_id
    ) AS likeliest
    JOIN {ENTRIES} e ON e.listing_id = likeliest.listing_id JOIN {TITLES} t ON t.listing_id = e.listing_id
    ORDER BY likeliest.tier, e.popularity DESC, e.listing_id DESC LIMIT {{limit}} OFFSET {{offset}}"""
INDICES_OF_WORDS = ("search_words", "search_all")
ON_SALE: Condition = ("e.on_sale", [])
ALL_ENTRIES: Condition = (ENTRIES, [])
WALKING = "e.popularity DESC, e.listing_id DESC"
"""From the most popular on, until there are enough."""
MANY, POPULAR = 4000, 2000
"""Of so many hits those are looked at first that are among so many of the most popular of all listings."""
LOOKED_AT = 100
"""So many of the most popular are looked at while typing: what they have too few of is rare, and quick by the index."""
ENOUGH = 5
"""With so many, nobody looks for those that are less popular, or that have the words elsewhere."""


class PostgresEngine(SqlEngine):
    name = "postgresql"
    hits_are = "NOT MATERIALIZED"
    each_tag = EachTag("jsonb_array_elements_text(shared.tags) AS each_tag(tag)", "each_tag.tag")

    def tidy(self) -> None:
        """Who writes every entry anew leaves the indexes of words a third larger, and searches a fifth slower."""
        connection = connections[self.using]
        if connection.in_atomic_block:
            return  # `CONCURRENTLY`, so that searches and changes go on, is not for transactions
        with connection.cursor() as cursor:
            for index in INDICES_OF_WORDS:
                cursor.execute(f"REINDEX INDEX CONCURRENTLY {index}")
            cursor.execute(f"ANALYZE {ENTRIES}, {TITLES}, {TAG_SETS}")

    def match(self, plan: Plan) -> Condition:
        return _in_index(plan, tsquery.everything(plan))

    def likeliest(self, scope: Condition, plan: Plan, part: Slice, matched: int) -> Condition:
        """`last` of the most popular of each tier are enough, and what comes after such a tier is not read."""
        last = part.offset + part.limit
        tiers = [tsquery.everything(plan)] if part.is_ranked and matched <= last else tsquery.tiers(plan)
        fits = [joined([scope, _in_index(plan, words)]) for words in tiers]
        if matched > MANY:
            among_popular = ("e.popularity >= %s", [self._popularity_of(POPULAR)])
            fits.insert(0, joined([among_popular, fits[0]]))
        return _first_of([_most_popular(one, last) for one in fits], last, part)

    def _popularity_of(self, place: int) -> int:
        """The popularity of the listing on sale of which `place` are more popular; 0 where there are fewer."""
        entries = SearchEntry.objects.using(self.using).filter(on_sale=True).order_by("-popularity", "-listing_id")
        return next(iter(entries.values_list("popularity", flat=True)[place : place + 1]), 0)

    def has_tags(self, tags: list[str]) -> Condition:
        return f"e.tag_set_id IN (SELECT id FROM {TAG_SETS} WHERE tags ?| %s)", [tags]

    def grouped(self, groups: list[list[str]]) -> str:
        columns = ", ".join(dict.fromkeys(column for one in groups for column in one))
        by = ", ".join(f"({', '.join(one)})" for one in groups)
        return f"SELECT {columns}, COUNT(*) AS number FROM hits GROUP BY GROUPING SETS ({by})"

    def candidates(self, statement: Condition) -> list[Candidate]:
        with connections[self.using].cursor() as cursor:
            cursor.execute(*statement)
            return [Candidate(*row) for row in cursor.fetchall()]

    def begun(self, plan: Plan) -> list[Candidate]:
        """Titles with the words as they stand come first, then those with longer words, then words elsewhere."""
        found: dict[int, Candidate] = {}
        is_vague = any(map(tsquery.goes_on_from_a_letter, plan.readings[0].slots))
        for written, rare in ((tsquery.titled_whole, tsquery.titled_whole), (tsquery.titled, tsquery.titled_rare)):
            if len(found) < TYPING_WINDOW:
                fits = _in_row(plan, map(written, plan.readings))
                by_index = joined([ON_SALE, _in_index(plan, map(rare, plan.readings))])
                tiers = [_among_popular(fits)]
                if not is_vague:
                    tiers.append(_most_popular(by_index, TYPING_WINDOW))
                elif not plan.is_slip:  # the index finds more than what fits
                    tiers.append(_most_popular(fits, TYPING_WINDOW, _from(_most_popular(by_index, LOOKED_AT))))
                found |= self._begun(tiers, ENOUGH)
        if len(found) < ENOUGH:
            tiers = [_among_popular(_in_row(plan, tsquery.everything(plan)))]
            if not is_vague:
                tiers.append(_most_popular(joined([ON_SALE, self.match(plan)]), TYPING_WINDOW))
            found |= self._begun(tiers, 1)
        return list(found.values())[:TYPING_WINDOW]

    def _begun(self, tiers: list[Condition], enough: int) -> dict[int, Candidate]:
        found = self.candidates(_first_of(tiers, enough, Slice(True, 0, len(tiers) * TYPING_WINDOW)))
        return {one.listing_id: one for one in found}


def _most_popular(fits: Condition, limit: int, source: Condition = ALL_ENTRIES, order: str = MOST_POPULAR) -> Condition:
    """The statement for the `limit` most popular entries of `source` that fit."""
    select = f"SELECT e.* FROM {source[0]} e WHERE {fits[0]} ORDER BY {order} LIMIT {limit}"
    return select, [*source[1], *fits[1]]


def _among_popular(fits: Condition) -> Condition:
    """The statement for those of the most popular of all that fit."""
    return _most_popular(fits, TYPING_WINDOW, _from(_most_popular(ON_SALE, LOOKED_AT, order=WALKING)), WALKING)


def _from(select: Condition) -> Condition:
    return f"({select[0]})", select[1]


def _first_of(tiers: list[Condition], enough: int, part: Slice) -> Condition:
    """The statement for the candidates in `part` of `tiers`: one is read where none of those before has `enough`."""
    parts = []
    for place, (select, params) in enumerate(tiers):
        few = [f"(SELECT COUNT(*) FROM tier{before}) < {enough}" for before in range(place)]
        wanted = f"SELECT listing_id, {place} AS tier FROM ({select}) AS found WHERE {' AND '.join(few) or 'true'}"
        parts.append((f"tier{place} AS MATERIALIZED ({wanted})", params))
    statement, params = joined(parts, ", ")
    union = " UNION ALL ".join(f"SELECT * FROM tier{place}" for place in range(len(tiers)))
    return LIKELIEST.format(tiers=statement, union=union, limit=part.limit, offset=part.offset), params


def _in_index(plan: Plan, queries: Iterable[str]) -> Condition:
    """That an entry matches one of `queries`, each of which is a quick walk through the index.

    The planner must not see them: where it expects many hits it would rather read the words of all entries, which
    stand outside of their rows.
    """
    queries = list(queries)
    return f"({' OR '.join([f'{_column(plan)} @@ (SELECT %s::tsquery)'] * len(queries))})", queries


def _in_row(plan: Plan, queries: Iterable[str]) -> Condition:
    """The same of entries that are read anyway; not by the index."""
    return f"({_column(plan)} @@ %s::tsquery) IS TRUE", [" | ".join(f"({query})" for query in queries)]


def _column(plan: Plan) -> str:
    return "e.all_vector" if plan.in_descriptions else "e.words_vector"
