"""PostgreSQL: full text over words that are folded already; the title's exact words, phrases and words come first."""

from collections.abc import Iterable

from django.db import connections

from catalogue_ext.search.analysis import in_english_title, in_title
from catalogue_ext.search.engines.sql import CANDIDATE, Condition, SqlEngine
from catalogue_ext.search.ranking import TYPING_WINDOW, Candidate
from catalogue_ext.search.readings import Choice, Marks, Plan, Reading, Slot

LIKENESS = """CASE WHEN e.folded_title_vector @@ %s::tsquery THEN
    1 + (e.title_vector @@ %s::tsquery)::int * 4 + (e.folded_title_vector @@ %s::tsquery)::int * 2
ELSE 0 END"""
"""What is not in the title at all, as most of many hits, is not compared further."""
POPULAR_TITLES, POPULAR_WORDS = 500, 200
"""So many of the most popular are looked at: what they have too few of is rare, and read from the index of words."""
ENOUGH = 5
"""With so many, nobody looks for those that are less popular, or that have the words elsewhere."""
NOTHING: Condition = ("false", [])
TITLED = "e.folded_title_vector @@ %s::tsquery AND e.words_vector @@ %s::tsquery"
CANDIDATES = ", ".join(CANDIDATE)
MOST_POPULAR = f"""
    WITH popular AS MATERIALIZED (
        SELECT {CANDIDATES} FROM (
            SELECT * FROM listing_search_searchentry WHERE on_sale
            ORDER BY popularity DESC, listing_id DESC LIMIT {{depth}}
        ) AS e WHERE {{in_row}} LIMIT {TYPING_WINDOW}
    )
    SELECT * FROM popular UNION ALL SELECT * FROM (
        SELECT {CANDIDATES} FROM listing_search_searchentry e WHERE on_sale AND {{in_index}}
        ORDER BY popularity + 0 DESC, listing_id DESC LIMIT {TYPING_WINDOW}
    ) AS indexed WHERE (SELECT COUNT(*) FROM popular) < {{enough}}"""


class PostgresEngine(SqlEngine):
    name = "postgresql"
    each_tag, tag = "jsonb_array_elements_text(alike.tags) AS each_tag(tag)", "each_tag.tag"

    def match(self, plan: Plan) -> Condition:
        wanted = [_any(lambda reading: _reading(reading, plan.least(reading)), plan)]
        wanted += [_word(plan.code)] if plan.code else []
        column = "e.all_vector" if plan.in_descriptions else "e.words_vector"
        return f"{column} @@ %s::tsquery", [" | ".join(wanted)]

    def likeness(self, plan: Plan) -> Condition:
        return LIKENESS, [_any(_in_title, plan), _any(_exact, plan), _any(_beside, plan)]

    def has_tags(self, tags: list[str]) -> Condition:
        return "e.tags ?| %s", [tags]

    def begun(self, plan: Plan) -> list[Candidate]:
        """Titles with the words as they stand come first, then those with longer words, then words elsewhere."""
        found: dict[int, Candidate] = {}
        is_vague = any(map(_goes_on_from_a_letter, plan.readings[0].slots))
        for written, marked, indexed in ((_whole, _marked_whole, _marked_whole), (_in_title, _marked, _marked_rare)):
            if len(found) < TYPING_WINDOW:
                title = _any(written, plan)
                in_row = (TITLED, [title, _any(marked, plan)])
                in_index = NOTHING if is_vague and plan.is_slip else (TITLED, [title, _any(indexed, plan)])
                found |= self._likeliest(in_row, in_index, POPULAR_TITLES, ENOUGH)
        if len(found) < ENOUGH:
            match = self.match(plan)
            found |= self._likeliest(match, NOTHING if is_vague else match, POPULAR_WORDS, 1)
        return list(found.values())[:TYPING_WINDOW]

    def _likeliest(self, in_row: Condition, in_index: Condition, depth: int, enough: int) -> dict[int, Candidate]:
        """Of the `depth` most popular those that fit; where they are not `enough`, the most popular of the index."""
        statement = MOST_POPULAR.format(in_row=in_row[0], in_index=in_index[0], depth=depth, enough=enough)
        with connections[self.using].cursor() as cursor:
            cursor.execute(statement, [*in_row[1], *in_index[1]])
            rows = cursor.fetchall()
        return {row[0]: Candidate(*row) for row in rows}


def _any(written, plan: Plan) -> str:
    return " | ".join(f"({written(reading)})" for reading in plan.readings)


def _reading(reading: Reading, least: int) -> str:
    slots = [_slot(slot) for slot in reading.slots]
    found = " & ".join(slots) if least == len(slots) else f"({at_least(slots, least, ' & ', ' | ')})"
    return " & ".join([found, *map(_word, reading.needs)])


def at_least(slots: list[str], least: int, both: str, either: str) -> str:
    """An expression for `least` of `slots`: each run of so many beside each other, as that is how people mean them."""
    runs = [slots[start : start + least] for start in range(len(slots) - least + 1)]
    runs += [[slots[0], *slots[-least + 1 :]]] if least > 1 else []
    return either.join(f"({both.join(run)})" for run in runs)


def _slot(slot: Slot) -> str:
    return f"({' | '.join(_key(key, choice) for choice in slot.choices for key in choice.keys)})"


def _key(key: str, choice: Choice) -> str:
    return f"{_word(key)}:*" if choice.beginning else _word(key)


def _word(key: str) -> str:
    return f"'{key}'"


def _exact(reading: Reading) -> str:
    return " & ".join(_word(slot.choices[0].exact) for slot in reading.slots)


def _beside(reading: Reading) -> str:
    return " <-> ".join(_word(slot.choices[0].folded) for slot in reading.slots)


def _in_title(reading: Reading) -> str:
    slots = ([_key(choice.folded, choice) for choice in slot.choices] for slot in reading.slots)
    return " & ".join(f"({' | '.join(keys)})" for keys in slots)


def _whole(reading: Reading) -> str:
    slots = ([_word(choice.folded) for choice in _whole_words(slot)] for slot in reading.slots)
    return " & ".join(f"({' | '.join(keys)})" for keys in slots)


def _marked_whole(reading: Reading) -> str:
    """The same in the words of the index, where words of titles are marked as such."""
    return _all_marked([_whole_words(slot) for slot in reading.slots], reading)


def _marked(reading: Reading) -> str:
    return _all_marked([slot.choices for slot in reading.slots], reading)


def _marked_rare(reading: Reading) -> str:
    """The same but for the word of which there is one letter yet: too many words begin so."""
    return _all_marked([slot.choices for slot in reading.slots if not _goes_on_from_a_letter(slot)], reading)


def _all_marked(slots: list[Iterable[Choice]], reading: Reading) -> str:
    found = (f"({' | '.join(map(_titled, choices))})" for choices in slots)
    return " & ".join([*found, *map(_word, reading.needs)])


def _titled(choice: Choice) -> str:
    keys = " | ".join(_key(mark(choice.folded), choice) for mark in (in_title, in_english_title))
    return f"({_word(choice.exact)} & ({keys}))" if choice.marks is Marks.NOWHERE else f"({keys})"


def _whole_words(slot: Slot) -> list[Choice]:
    return [choice for choice in slot.choices if not choice.beginning]


def _goes_on_from_a_letter(slot: Slot) -> bool:
    return any(choice.beginning and len(choice.folded) == 1 for choice in slot.choices)
