"""PostgreSQL: full text over words that are folded already; the title's exact words, phrases and words come first."""

from catalogue_ext.search.engines.sql import Condition, SqlEngine
from catalogue_ext.search.readings import Choice, Plan, Reading, Slot

LIKENESS = """(
    (e.title_vector @@ %s::tsquery)::int * 4
    + (e.folded_title_vector @@ %s::tsquery)::int * 2
    + (e.folded_title_vector @@ %s::tsquery)::int
)"""


class PostgresEngine(SqlEngine):
    name = "postgresql"
    each_tag, tag = "jsonb_array_elements_text(alike.tags) AS each_tag(tag)", "each_tag.tag"

    def match(self, plan: Plan) -> Condition:
        wanted = [_any(lambda reading: _reading(reading, plan.least(reading)), plan)]
        wanted += [_word(plan.code)] if plan.code else []
        column = "e.all_vector" if plan.in_descriptions else "e.words_vector"
        return f"{column} @@ %s::tsquery", [" | ".join(wanted)]

    def likeness(self, plan: Plan) -> Condition:
        return LIKENESS, [_any(_exact, plan), _any(_beside, plan), _any(_in_title, plan)]

    def has_tags(self, tags: list[str]) -> Condition:
        return "e.tags ?| %s", [tags]


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
