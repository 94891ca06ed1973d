"""SQLite: FTS5 over exact and folded words beside each other, as its own folding misses đ and half of the marks."""

from collections.abc import Iterable

from django.db import connections

from catalogue_ext.search.documents import Document
from catalogue_ext.search.engines.base import Slice, at_least
from catalogue_ext.search.engines.sql import (
    CANDIDATES,
    ENTRIES,
    TAG_SETS,
    TITLES,
    Condition,
    SqlEngine,
    joined,
)
from catalogue_ext.search.engines.sql_counts import EachTag
from catalogue_ext.search.readings import Choice, Plan, Reading, Slot

TABLE = "listing_search_fts"
CREATE = (
    f"CREATE VIRTUAL TABLE IF NOT EXISTS {TABLE} USING fts5"
    "(title, folded_title, words, text, tokenize = \"unicode61 remove_diacritics 0 tokenchars '_'\", prefix = '2 3')"
)
WEIGHTS = "10, 5, 1, 0.5"
LIKELIEST = f"""
    SELECT {CANDIDATES} FROM {ENTRIES} e JOIN {TITLES} t ON t.listing_id = e.listing_id
        JOIN {TABLE} ON {TABLE}.rowid = e.listing_id WHERE {{where}}
    ORDER BY bm25({TABLE}, {WEIGHTS}), e.popularity DESC, e.listing_id DESC LIMIT {{limit}} OFFSET {{offset}}"""


class SqliteEngine(SqlEngine):
    name = "sqlite"
    hits_are = "MATERIALIZED"
    hits = f"{ENTRIES} e JOIN {TABLE} ON {TABLE}.rowid = e.listing_id"
    each_tag = EachTag("json_each(shared.tags) AS each_tag", "each_tag.value")

    def write(self, documents: Iterable[Document], gone: Iterable[int] = ()) -> None:
        documents, gone = list(documents), list(gone)
        super().write(documents, gone)
        with connections[self.using].cursor() as cursor:
            old = [[pk] for pk in (*gone, *(one.listing_id for one in documents))]
            cursor.executemany(f"DELETE FROM {TABLE} WHERE rowid = %s", old)
            cursor.executemany(
                f"INSERT INTO {TABLE} (rowid, title, folded_title, words, text) VALUES (%s, %s, %s, %s, %s)",
                [[one.listing_id, one.title, one.folded_title, one.words, one.text] for one in documents],
            )

    def match(self, plan: Plan) -> Condition:
        return f"{TABLE} MATCH %s", [_query(plan)]

    def likeliest(self, scope: Condition, plan: Plan, part: Slice, matched: int) -> Condition:
        where, params = joined([scope, self.match(plan)])
        return LIKELIEST.format(where=where, limit=part.limit, offset=part.offset), params

    def has_tags(self, tags: list[str]) -> Condition:
        marks = ", ".join(["%s"] * len(tags))
        tagged = f"SELECT s.id FROM {TAG_SETS} s, json_each(s.tags) AS each_tag WHERE each_tag.value IN ({marks})"
        return f"e.tag_set_id IN ({tagged})", tags

    def grouped(self, groups: list[list[str]]) -> str:
        columns = dict.fromkeys(column for one in groups for column in one)
        selects = []
        for one in groups:
            read = ", ".join(column if column in one else f"NULL AS {column}" for column in columns)
            selects.append(f"SELECT {read}, COUNT(*) AS number FROM hits GROUP BY {', '.join(one)}")
        return " UNION ALL ".join(selects)


def _query(plan: Plan) -> str:
    """The text in words; what of it stands in titles only raises the rank."""
    wanted = " OR ".join(f"({_reading(reading, plan.least(reading))})" for reading in plan.readings)
    in_title = " OR ".join(f"({_in_title(reading)})" for reading in plan.readings)
    exact = " OR ".join(f"({_exact(reading)})" for reading in plan.readings)
    found = f"({'{words text}' if plan.in_descriptions else 'words'} : ({wanted}))"
    found = f"({found} AND ({found} OR (folded_title : ({in_title})) OR (title : ({exact}))))"
    return f'{found} OR (words : "{plan.code}")' if plan.code else found


def _reading(reading: Reading, least: int) -> str:
    slots = [_slot(slot) for slot in reading.slots]
    found = " AND ".join(slots) if least == len(slots) else f"({at_least(slots, least, ' AND ', ' OR ')})"
    return " AND ".join([found, *(f'"{key}"' for key in reading.needs)])


def _slot(slot: Slot) -> str:
    return f"({' OR '.join(_key(key, choice) for choice in slot.choices for key in choice.keys)})"


def _key(key: str, choice: Choice) -> str:
    return f'"{key}"*' if choice.beginning else f'"{key}"'


def _in_title(reading: Reading) -> str:
    slots = ([_key(choice.folded, choice) for choice in slot.choices] for slot in reading.slots)
    return " AND ".join(f"({' OR '.join(keys)})" for keys in slots)


def _exact(reading: Reading) -> str:
    return " AND ".join(f'"{slot.choices[0].exact}"' for slot in reading.slots)
