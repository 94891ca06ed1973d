"""Plans as PostgreSQL's text queries, over the words of `models.SearchEntry.words`.

Each reading of a plan is a query of its own: several short walks through the index are quicker than one that weighs all
of them against each other at every listing.
"""

from collections.abc import Iterable

from catalogue_ext.search.analysis import in_english_title, in_title, pairs
from catalogue_ext.search.engines.base import at_least
from catalogue_ext.search.readings import Choice, Marks, Plan, Reading, Slot


def everything(plan: Plan) -> list[str]:
    return [*(_reading(reading, plan.least(reading)) for reading in plan.readings), *_code(plan)]


def tiers(plan: Plan) -> list[list[str]]:
    """What matches, the likeliest first, then more and more.

    All words in the titles, with the marks as typed and beside each other as typed; with the marks; beside each other;
    however; and all that matches.
    """
    first = [[slot.choices[0] for slot in reading.slots] for reading in plan.readings]
    is_marked = any(word.is_marked for words in first for word in words)
    is_phrase = any(len(words) > 1 for words in first)
    ways = [(_exact, _beside)] * (is_marked and is_phrase) + [(_exact,)] * is_marked + [(_beside,)] * is_phrase
    found = [[" & ".join(one(reading) for one in way) for reading in plan.readings] for way in (*ways, (titled,))]
    return [[*found[0], *_code(plan)], *found[1:], everything(plan)]


def _code(plan: Plan) -> list[str]:
    return [_word(plan.code)] if plan.code else []


def _reading(reading: Reading, least: int) -> str:
    slots = [_slot(slot) for slot in reading.slots]
    found = " & ".join(slots) if least == len(slots) else f"({at_least(slots, least, ' & ', ' | ')})"
    return " & ".join([found, *map(_word, reading.needs)])


def _slot(slot: Slot) -> str:
    return f"({' | '.join(_key(key, choice) for choice in slot.choices for key in choice.keys)})"


def _key(key: str, choice: Choice) -> str:
    return f"{_word(key)}:*" if choice.beginning else _word(key)


def _word(key: str) -> str:
    return f"'{key}'"


def _exact(reading: Reading) -> str:
    """The words as typed, which the title has too, with whatever marks."""
    first = [slot.choices[0] for slot in reading.slots]
    words = [f"{_written(word)} & {_word(in_title(word.folded))}" for word in first]
    return " & ".join([*words, *map(_word, reading.needs)])


def _written(choice: Choice) -> str:
    return _word(choice.keys[0] if choice.marks is Marks.NOWHERE else choice.exact)


def _beside(reading: Reading) -> str:
    """The words in the titles, beside each other."""
    folded = [slot.choices[0].folded for slot in reading.slots]
    together = [f"({_word(in_title(pair))} | {_word(in_english_title(pair))})" for pair in pairs(folded)]
    return " & ".join([titled(reading), *together])


def titled_whole(reading: Reading) -> str:
    """The words in titles, none of them a beginning."""
    return _all_titled([_whole_words(slot) for slot in reading.slots], reading)


def titled(reading: Reading) -> str:
    """The words, or what they begin, in titles."""
    return _all_titled([slot.choices for slot in reading.slots], reading)


def titled_rare(reading: Reading) -> str:
    """The same but for the word of which there is one letter yet: too many words begin so."""
    return _all_titled([slot.choices for slot in reading.slots if not goes_on_from_a_letter(slot)], reading)


def _all_titled(slots: list[Iterable[Choice]], reading: Reading) -> str:
    found = (f"({' | '.join(map(_in_titles, choices))})" for choices in slots)
    return " & ".join([*found, *map(_word, reading.needs)])


def _in_titles(choice: Choice) -> str:
    """The choice in one of the titles, where an entry that has it there matches it."""
    ours, english = (_key(mark(choice.folded), choice) for mark in (in_title, in_english_title))
    if choice.marks is Marks.NOWHERE:
        return f"({_word(choice.keys[0])} & ({ours} | {english}))"
    if choice.marks is Marks.IN_TITLES and choice.is_marked:
        return f"({ours} | {_key(choice.exact, choice)} & {english})"
    return f"({ours} | {english})"


def _whole_words(slot: Slot) -> list[Choice]:
    return [choice for choice in slot.choices if not choice.beginning]


def goes_on_from_a_letter(slot: Slot) -> bool:
    return any(choice.beginning and len(choice.folded) == 1 for choice in slot.choices)
