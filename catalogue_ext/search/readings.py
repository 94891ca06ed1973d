"""What a typed text may mean: readings, each a row of slots, each slot a choice of words.

A listing matches a reading when every slot finds one of its words in it, and the text when it matches any reading.
Engines turn readings into their own language; `ranking` says how well a listing matches one.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum
from functools import cached_property
from itertools import pairwise

from catalogue_ext.search.analysis import code_word, folded, in_title, pairs, unmarked, words
from catalogue_ext.search.keyboards import is_syllable, retyped
from catalogue_ext.search.synonyms import synonyms
from catalogue_ext.search.vocabulary import MOST_SPLITS, Vocabulary, vocabulary

MOST_WORDS = 12
MOST_READINGS = 10
SYNONYM, LATER, REJOINED, STEMMED, RETYPED = 0.12, 0.02, 0.05, 0.04, 0.02
"""What a reading or a word costs that is not as it was typed; a synonym the more, the later it stands in its group."""

HEAD_ALONE = 1.0
"""Of what has only the first word, which in Vietnamese names the thing: before what has none."""

OPTIONAL = frozenset(
    words(
        "mua bán tìm giá cần cho của và với ở tại loại ngon rẻ nhất tốt hàng đặc sản nào bao nhiêu là có các những từ"
        " làm món đồ sản phẩm online ship chính hiệu gốc sạch xịn quê nhà hot the a an of for from in with and to buy"
        " best cheap local đâu em anh chị ơi ạ xin hỏi muốn mình shop giúp với nhé nha đi bạn me please i want"
    )
)
OPTIONAL_FOLDED = frozenset(map(folded, OPTIONAL))
"""Words that people add around what they look for: left out where nothing is found with them."""


class Marks(Enum):
    """Where a word that was written with marks is also found with others, or with none."""

    ANYWHERE = 1
    IN_TITLES = 2
    """Who types "nấm" does not look for all that comes from Nam Định, but for "Nam huong" of a hurried seller."""
    NOWHERE = 3
    """Of a synonym, whose marks are known, while people leave theirs out: "mat" for "chiếu" is not "mật"."""


@dataclass(frozen=True)
class Choice:
    """One word that may fill a slot. `exact` has marks where its writer gave any.

    `beginning`: longer words that begin so will do.
    """

    exact: str
    folded: str
    cost: float = 0
    beginning: bool = False
    marks: Marks = Marks.ANYWHERE

    @cached_property
    def is_marked(self) -> bool:
        return self.exact != self.folded

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The words of the index that stand for it (`models.SearchEntry.words`)."""
        if self.marks is Marks.NOWHERE:
            return (self.exact if self.is_marked else unmarked(self.folded),)
        if self.marks is Marks.IN_TITLES and self.is_marked:
            return (self.exact, in_title(self.folded))
        return (self.folded,)


@dataclass(frozen=True)
class Slot:
    typed: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class Reading:
    """`phrases` are spans of slots that are known to belong together ("hoa quả"): apart they mean little.

    `needs` are words of the index that a listing must have besides: the pairs of a synonym of several words.
    """

    slots: tuple[Slot, ...]
    cost: float = 0
    phrases: tuple[tuple[int, int], ...] = ()
    needs: tuple[str, ...] = ()

    @cached_property
    def beside(self) -> tuple[tuple[str, str], ...]:
        """The folded words that stand beside each other in it."""
        return tuple(pairwise(slot.choices[0].folded for slot in self.slots))


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

    @property
    def is_whole(self) -> bool:
        """Whether what it finds has all the words of a reading among those that are found at once."""
        return not self.is_nearest and not self.in_descriptions

    def least(self, reading: Reading) -> int:
        return len(reading.slots) if not self.is_nearest else max(1, (len(reading.slots) + 1) // 2)


def plans(text: str, is_typing: bool = False) -> Iterator[tuple[Plan, ...]]:
    """Ways to search for `text`, one after another until something is found: as typed, then less and less so.

    Of those that come together the one that fits best is taken. `is_typing`: the last word may go on, and
    descriptions are not searched.
    """
    typed = words(text)[:MOST_WORDS]
    if not typed:
        return
    known, code = vocabulary(), code_word(text)
    needed = [word for word in typed if not _is_optional(word, known)] or typed
    texts = [typed] if needed == typed else [typed, needed]
    close, loose = (_Reader(known, is_typing, marks) for marks in (Marks.IN_TITLES, Marks.ANYWHERE))
    if close.sees_marks_in(typed):
        yield from ((Plan(close.readings(some), code),) for some in texts)
    yield from ((Plan(loose.readings(some), code),) for some in texts)
    base = loose.readings(needed)
    described = () if is_typing else (Plan(base, code, in_descriptions=True),)
    slips = tuple(other for reading in base[:2] for other in _with_a_slip(reading, known))
    yield (*described, Plan(slips, is_slip=True)) if slips else described
    if len(needed) > 1:
        some = (*base, Reading(base[0].slots[:1], HEAD_ALONE))
        yield (Plan(some, is_nearest=True),)
        if not is_typing:
            yield (Plan(some, in_descriptions=True, is_nearest=True),)


def _is_optional(word: str, known: Vocabulary) -> bool:
    meant = word if folded(word) in known else retyped(word) or word
    return meant in OPTIONAL or meant in OPTIONAL_FOLDED


@dataclass(frozen=True)
class _Reader:
    """`marks`: where words that were typed with marks are found with others too."""

    known: Vocabulary
    is_typing: bool
    marks: Marks

    def sees_marks_in(self, typed: list[str]) -> bool:
        return any(choice.is_marked for word in typed for choice in self._slot(word).choices)

    def readings(self, typed: list[str]) -> tuple[Reading, ...]:
        """The text as typed, then with its synonyms, then parted or joined elsewhere."""
        found = []
        for reading in (Reading(self._slots(typed)), *self._rejoined(typed)):
            phrases, others = _synonyms_of(reading)
            found += [replace(reading, phrases=reading.phrases + phrases), *others]
        unique = {tuple(slot.choices for slot in reading.slots): reading for reading in reversed(found)}
        return tuple(sorted(unique.values(), key=lambda reading: reading.cost))[:MOST_READINGS]

    def _slots(self, typed: list[str]) -> tuple[Slot, ...]:
        slots = [self._slot(word) for word in typed]
        last = typed[-1]
        may_go_on = self.is_typing or folded(last) not in self.known
        if may_go_on and (len(slots) > 1 or len(last) > 1) and (last.isascii() or self.known.has_longer(last)):
            longer = Choice(last, folded(last), beginning=True, marks=self.marks)
            slots[-1] = replace(slots[-1], choices=(*slots[-1].choices, longer))
        return tuple(slots)

    def _slot(self, word: str) -> Slot:
        bare = folded(word)
        choices = [Choice(word, bare, marks=self.marks)]
        if bare not in self.known:
            meant = retyped(bare)
            if meant:
                choices.append(Choice(meant, folded(meant), RETYPED, marks=self.marks))
            choices += [Choice(stem, stem, STEMMED) for stem in _english_stems(word) if stem in self.known]
        elif f"{bare}s" in self.known and word.isascii():
            choices.append(Choice(f"{bare}s", f"{bare}s", STEMMED))
        return Slot(word, tuple(choices))

    def _rejoined(self, typed: list[str]) -> list[Reading]:
        """`comchay` as `com chay`, `st 25` as `st25`."""
        joined: list[str] = []
        parted: list[tuple[list[str], tuple[tuple[int, int], ...]]] = [([], ())]
        for word in typed:
            splits = self.known.splits(folded(word)) or [[word]]
            parted = [_and_then(*before, pieces) for before in parted for pieces in splits][:MOST_SPLITS]
            if joined and f"{folded(joined[-1])}{folded(word)}" in self.known and len(joined[-1] + word) < 8:
                joined[-1] = f"{folded(joined[-1])}{folded(word)}"
            else:
                joined.append(word)
        others = [*parted, (joined, ())]
        return [Reading(self._slots(some), REJOINED, phrases) for some, phrases in others if some != typed]


def _and_then(before: list[str], phrases: tuple[tuple[int, int], ...], pieces: list[str]):
    """More words, and that they belong together where they were written so."""
    together = ((len(before), len(before) + len(pieces)),) if len(pieces) > 1 else ()
    return [*before, *pieces], phrases + together


def _english_stems(word: str) -> list[str]:
    if not word.isascii() or len(word) < 4:
        return []
    stems = [word.removesuffix("s"), word.removesuffix("es"), word.removesuffix("ies") + "y"]
    stems += [word.removesuffix("ed"), word.removesuffix("d"), word.removesuffix("ing"), f"{word}s", f"{word}ed"]
    return [stem for stem in dict.fromkeys(stems) if stem != word and stem != f"{word}y"]


def _synonyms_of(reading: Reading) -> tuple[tuple[tuple[int, int], ...], list[Reading]]:
    """The phrases of the reading that have another name, the longest ones, and the reading with these names."""
    table = synonyms()
    typed = [_meant(slot) for slot in reading.slots]
    taken: set[int] = set()
    phrases, found = [], []
    for length in range(min(table.longest, len(typed)), 0, -1):
        for start in range(len(typed) - length + 1):
            span = range(start, start + length)
            others = [] if taken & set(span) else table.of(tuple(typed[start : start + length]))
            if others:
                taken |= set(span)
                phrases.append((span.start, span.stop))
            for place, other in enumerate(others):
                slots = tuple(Slot(word, (Choice(word, folded(word), marks=Marks.NOWHERE),)) for word in other)
                slots = (*reading.slots[:start], *slots, *reading.slots[start + length :])
                found.append(Reading(slots, reading.cost + SYNONYM + LATER * place, needs=tuple(pairs(list(other)))))
    return tuple(phrases), found


def _meant(slot: Slot) -> str:
    """The word of a slot that synonyms are looked up for: as retyped, where it was a left-over of the keyboard."""
    return next((choice.exact for choice in slot.choices if choice.cost == RETYPED), slot.typed)


def _with_a_slip(reading: Reading, known: Vocabulary) -> Iterator[Reading]:
    """The reading with one word, whichever, taken for a slip.

    A short word alone that is one in Vietnamese is none, nor is a marked word that has synonyms, or is one.
    """
    if len(reading.slots) == 1 and len(reading.slots[0].typed) < 5 and is_syllable(reading.slots[0].typed):
        return
    named = {place for start, stop in reading.phrases for place in range(start, stop)}
    for place, slot in enumerate(reading.slots):
        if (place in named and not slot.typed.isascii()) or slot.choices[0].marks is Marks.NOWHERE:
            continue
        near = known.near(slot.typed) | known.near(folded(_meant(slot)))
        near = {word: cost for word, cost in near.items() if word != slot.choices[0].folded}
        if near:
            choices = tuple(Choice(word, word, cost) for word, cost in near.items())
            slots = (*reading.slots[:place], replace(slot, choices=choices), *reading.slots[place + 1 :])
            yield replace(reading, slots=slots)
