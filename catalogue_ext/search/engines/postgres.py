"""PostgreSQL: full text over words that are folded already; the title's exact words, phrases and words come first."""

from catalogue_ext.search.engines.sql import Condition, SqlEngine
from catalogue_ext.search.readings import Choice, Plan, Reading, Slot

LIKENESS = """(
    (e.title_vector @@ to_tsquery('simple', %s))::int * 4
    + (e.folded_title_vector @@ to_tsquery('simple', %s))::int * 2
    + (e.folded_title_vector @@ to_tsquery('simple', %s))::int
)"""


class PostgresEngine(SqlEngine):
    name = "postgresql"
    each_tag, tag = "jsonb_array_elements_text(tags) AS each_tag(tag)", "each_tag.tag"

    def match(self, plan: Plan) -> Condition:
        wanted = " | ".join(filter(None, (_readings(plan), plan.code)))
        column = "e.all_vector" if plan.in_descriptions else "e.words_vector"
        return f"{column} @@ to_tsquery('simple', %s)", [wanted]

    def likeness(self, plan: Plan) -> Condition:
        return LIKENESS, [_any(_exact, plan), _any(_phrase, plan), _readings(plan)]

    def has_tags(self, tags: list[str]) -> Condition:
        return "e.tags ?| %s", [tags]


def _readings(plan: Plan) -> str:
    return _any(lambda reading: _reading(reading, plan.least(reading)), plan)


def _any(written, plan: Plan) -> str:
    return " | ".join(f"({written(reading)})" for reading in plan.readings)


def _reading(reading: Reading, least: int) -> str:
    slots = [_slot(slot) for slot in reading.slots]
    if least == len(slots):
        return " & ".join(slots)
    return at_least(slots, least, " & ", " | ")


def at_least(slots: list[str], least: int, both: str, either: str) -> str:
    """An expression for `least` of `slots`: each run of so many beside each other, as that is how people mean them."""
    runs = [slots[start : start + least] for start in range(len(slots) - least + 1)]
    runs += [[slots[0], *slots[-least + 1 :]]] if least > 1 else []
    return either.join(f"({both.join(run)})" for run in runs)


def _slot(slot: Slot) -> str:
    return f"({' | '.join(_choice(choice) for choice in slot.choices)})"


def _choice(choice: Choice) -> str:
    return f"{choice.folded}:*" if choice.beginning else choice.folded


def _exact(reading: Reading) -> str:
    return " & ".join(f"{slot.choices[0].exact}" for slot in reading.slots)


def _phrase(reading: Reading) -> str:
    return " <-> ".join(slot.choices[0].folded for slot in reading.slots)
