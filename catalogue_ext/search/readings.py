"""What a typed text may mean: readings, each a row of slots, each slot a choice of words.

A listing matches a reading when every slot finds one of its words in it, and the text when it matches any reading.
Engines turn readings into their own language; `ranking` says how well a listing matches one.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from catalogue_ext.search.analysis import code_word, folded, words
from catalogue_ext.search.keyboards import retyped
from catalogue_ext.search.synonyms import synonyms
from catalogue_ext.search.vocabulary import Vocabulary, vocabulary

MOST_WORDS = 12
MOST_READINGS = 10
SYNONYM, REJOINED, STEMMED, RETYPED = 0.12, 0.05, 0.04, 0.02
"""What a reading or a word costs that is not as it was typed."""

OPTIONAL = frozenset(
    words(
        "mua bán tìm giá cần cho của và với ở tại loại ngon rẻ nhất tốt hàng đặc sản nào bao nhiêu là có các những từ"
        " làm món online ship chính hiệu gốc sạch xịn quê nhà hot the a an of for from in with and to buy best cheap"
        " local"
    )
)
"""Words that people add around what they look for: left out where nothing is found with them."""


@dataclass(frozen=True)
class Choice:
    """One word that may fill a slot. `exact` has marks where its writer gave any; `beginning`: longer words will do."""

    exact: str
    folded: str
    cost: float = 0
    beginning: bool = False

    @property
    def is_marked(self) -> bool:
        return self.exact != self.folded


@dataclass(frozen=True)
class Slot:
    typed: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class Reading:
    slots: tuple[Slot, ...]
    cost: float = 0


@dataclass(frozen=True)
class Plan:
    """What an engine is asked to find.

    `least` is how many slots must match: all of them, or fewer where the nearest is wanted. `in_descriptions`: the
    long texts are searched too. `code` is the word of a SKU or a number that the text may be.
    """

    readings: tuple[Reading, ...]
    code: str = ""
    in_descriptions: bool = False
    is_slip: bool = False
    is_nearest: bool = False

    def least(self, reading: Reading) -> int:
        return len(reading.slots) if not self.is_nearest else max(1, (len(reading.slots) + 1) // 2)


def plans(text: str) -> Iterator[Plan]:
    """Ways to search for `text`, one after another until something is found: as typed, then less and less so."""
    typed = words(text)[:MOST_WORDS]
    if not typed:
        return
    known, code = vocabulary(), code_word(text)
    strict = _readings(typed, known)
    yield Plan(strict, code)
    needed = [word for word in typed if word not in OPTIONAL]
    if needed and len(needed) < len(typed):
        yield Plan(_readings(needed, known), code)
    needed = needed or typed
    base = strict if needed == typed else _readings(needed, known)
    yield Plan(base, code, in_descriptions=True)
    slips = tuple(_with_slips(reading, known) for reading in base[:4])
    yield Plan(slips, is_slip=True)
    if len(needed) > 1:
        yield Plan(base, in_descriptions=True, is_nearest=True)
        yield Plan(slips, is_slip=True, is_nearest=True)


def _readings(typed: list[str], known: Vocabulary) -> tuple[Reading, ...]:
    """The text as typed, then with its synonyms, then parted or joined elsewhere."""
    first = Reading(tuple(_slot(word, known, is_last=word is typed[-1]) for word in typed))
    found = [first]
    found += _rejoined(typed, known)
    for reading in list(found):
        found += _with_synonyms(reading)
    unique = {tuple(slot.choices for slot in reading.slots): reading for reading in reversed(found)}
    return tuple(sorted(unique.values(), key=lambda reading: reading.cost))[:MOST_READINGS]


def _slot(word: str, known: Vocabulary, is_last: bool) -> Slot:
    choices = [Choice(word, folded(word))]
    bare = folded(word)
    if bare not in known:
        meant = retyped(bare)
        if meant:
            choices.append(Choice(meant, folded(meant), RETYPED))
        choices += [Choice(stem, stem, STEMMED) for stem in _english_stems(word) if stem in known]
    elif f"{bare}s" in known and word.isascii():
        choices.append(Choice(f"{bare}s", f"{bare}s", STEMMED))
    if is_last and len(bare) > 1:
        choices.append(Choice(word, bare, 0, beginning=True))
    return Slot(word, tuple(choices))


def _english_stems(word: str) -> list[str]:
    if not word.isascii() or len(word) < 4:
        return []
    stems = [word.removesuffix("s"), word.removesuffix("es"), word.removesuffix("ies") + "y"]
    stems += [word.removesuffix("ed"), word.removesuffix("d"), word.removesuffix("ing"), f"{word}s", f"{word}ed"]
    return [stem for stem in dict.fromkeys(stems) if stem != word and stem != f"{word}y"]


def _rejoined(typed: list[str], known: Vocabulary) -> list[Reading]:
    """`comchay` as `com chay`, `st 25` as `st25`."""
    parted, joined = [], []
    for word in typed:
        pieces = known.split(folded(word))
        parted += pieces or [word]
        if joined and f"{folded(joined[-1])}{folded(word)}" in known and len(joined[-1] + word) < 8:
            joined[-1] = f"{folded(joined[-1])}{folded(word)}"
        else:
            joined.append(word)
    return [
        Reading(tuple(_slot(word, known, is_last=word is other[-1]) for word in other), REJOINED)
        for other in (parted, joined)
        if other != typed
    ]


def _with_synonyms(reading: Reading) -> Iterator[Reading]:
    """The reading with a phrase of it called otherwise: the longest phrases that have another name."""
    table = synonyms()
    typed = [_meant(slot) for slot in reading.slots]
    taken: set[int] = set()
    for length in range(min(table.longest, len(typed)), 0, -1):
        for start in range(len(typed) - length + 1):
            span = range(start, start + length)
            others = [] if taken & set(span) else table.of(tuple(typed[start : start + length]))
            taken |= set(span) if others else set()
            for other in others:
                slots = tuple(Slot(word, (Choice(word, folded(word)),)) for word in other)
                yield Reading(reading.slots[:start] + slots + reading.slots[start + length :], reading.cost + SYNONYM)


def _meant(slot: Slot) -> str:
    """The word of a slot that synonyms are looked up for: as retyped, where it was a left-over of the keyboard."""
    return next((choice.exact for choice in slot.choices if choice.cost == RETYPED), slot.typed)


def _with_slips(reading: Reading, known: Vocabulary) -> Reading:
    slots = []
    for slot in reading.slots:
        near = known.near(_meant(slot) if slot.typed.isascii() else slot.typed)
        near = near | known.near(folded(_meant(slot)))
        choices = {choice.folded: choice for choice in slot.choices if not choice.beginning}
        choices |= {word: Choice(word, word, cost) for word, cost in near.items() if word not in choices}
        kept = tuple(choices.values()) + tuple(choice for choice in slot.choices if choice.beginning)
        slots.append(replace(slot, choices=kept))
    return replace(reading, slots=tuple(slots))
