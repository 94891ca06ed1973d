"""SQLite: FTS5 over exact and folded words beside each other, as its own folding misses đ and half of the marks."""

from collections.abc import Iterable

from django.db import connections

from catalogue_ext.search.documents import Document
from catalogue_ext.search.engines.postgres import at_least
from catalogue_ext.search.engines.sql import Condition, SqlEngine
from catalogue_ext.search.readings import Choice, Plan, Reading, Slot

TABLE = "listing_search_fts"
CREATE = (
    f"CREATE VIRTUAL TABLE IF NOT EXISTS {TABLE} USING fts5"
    "(title, folded_title, words, text, tokenize = 'unicode61 remove_diacritics 0', prefix = '2 3')"
)
WEIGHTS = "10, 5, 1, 0.5"


class SqliteEngine(SqlEngine):
    name = "sqlite"
    each_tag, tag = "json_each(hits.tags) AS each_tag", "each_tag.value"
    text_source = f"listing_search_searchentry e JOIN {TABLE} ON {TABLE}.rowid = e.listing_id"

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

    def likeness(self, plan: Plan) -> Condition:
        return f"-bm25({TABLE}, {WEIGHTS})", []

    def has_tags(self, tags: list[str]) -> Condition:
        marks = ", ".join(["%s"] * len(tags))
        return f"EXISTS (SELECT 1 FROM json_each(e.tags) WHERE value IN ({marks}))", tags


def _query(plan: Plan) -> str:
    """The text in words and titles (whose matches only raise the rank: a title's words are among the words)."""
    folded = " OR ".join(f"({_reading(reading, plan.least(reading))})" for reading in plan.readings)
    exact = " OR ".join(f"({_exact(reading)})" for reading in plan.readings)
    everywhere = "{words text}" if plan.in_descriptions else "words"
    found = f"({everywhere} : ({folded})) OR (folded_title : ({folded})) OR (title : ({exact}))"
    return f'{found} OR (words : "{plan.code}")' if plan.code else found


def _reading(reading: Reading, least: int) -> str:
    slots = [_slot(slot) for slot in reading.slots]
    return " AND ".join(slots) if least == len(slots) else at_least(slots, least, " AND ", " OR ")


def _slot(slot: Slot) -> str:
    return f"({' OR '.join(_choice(choice) for choice in slot.choices)})"


def _choice(choice: Choice) -> str:
    return f'"{choice.folded}"*' if choice.beginning else f'"{choice.folded}"'


def _exact(reading: Reading) -> str:
    return " AND ".join(f'"{slot.choices[0].exact}"' for slot in reading.slots)
