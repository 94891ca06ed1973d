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
    "(title, folded_title, words, text, tokenize = \"unicode61 remove_diacritics 0 tokenchars '_'\", prefix = '2 3')"
)
WEIGHTS = "10, 5, 1, 0.5"


class SqliteEngine(SqlEngine):
    name = "sqlite"
    each_tag, tag = "json_each(alike.tags) AS each_tag", "each_tag.value"
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
