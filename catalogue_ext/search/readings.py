"""What a typed text may mean: readings, each a row of slots, each slot a choice of words.

A listing matches a reading when every slot finds one of its words in it, and the text when it matches any reading.
Engines turn readings into their own language; `ranking` says how well a listing matches one.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from catalogue_ext.search.analysis import code_word, folded, words
from catalogue_ext.search.keyboards import is_syllable, retyped
from catalogue_ext.search.synonyms import synonyms
from catalogue_ext.search.vocabulary import Vocabulary, vocabulary

MOST_WORDS = 12
MOST_READINGS = 10
SYNONYM, LATER, REJOINED, STEMMED, RETYPED = 0.12, 0.02, 0.05, 0.04, 0.02
"""What a reading or a word costs that is not as it was typed; a synonym the more, the later it stands in its group."""

OPTIONAL = frozenset(
    words(
        "mua bán tìm giá cần cho của và với ở tại loại ngon rẻ nhất tốt hàng đặc sản nào bao nhiêu là có các những từ"
        " làm món online ship chính hiệu gốc sạch xịn quê nhà hot the a an of for from in with and to buy best cheap"
        " local đâu em anh chị ơi ạ xin hỏi muốn mình shop giúp với nhé nha đi bạn me please i want"
    )
)
OPTIONAL_FOLDED = frozenset(map(folded, OPTIONAL))
"""Words that people add around what they look for: left out where nothing is found with them."""


@dataclass(frozen=True)
class Choice:
    """One word that may fill a slot. `exact` has marks where its writer gave any.

    `beginning`: longer words that begin so will do. `marks_count`: words with other marks will not (of a synonym, whose
    marks are known, while people leave theirs out).
    """

    exact: str
    folded: str
    cost: float = 0
    beginning: bool = False
    marks_count: bool = False

    @property
    def is_marked(self) -> bool:
        return self.exact != self.folded


@dataclass(frozen=True)
class Slot:
    typed: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class Reading:
    """`phrases` are spans of slots that are known to belong together ("hoa quả"): apart they mean little."""

    slots: tuple[Slot, ...]
    cost: float = 0
    phrases: tuple[tuple[int, int], ...] = ()


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


def plans(text: str, is_typing: bool = False) -> Iterator[tuple[Plan, ...]]:
    """Ways to search for `text`, one after another until something is found: as typed, then less and less so.

    Of those that come together the one that fits best is taken. `is_typing`: the last word may go on.
    """
    typed = words(text)[:MOST_WORDS]
    if not typed:
        return
    known, code = vocabulary(), code_word(text)
    strict = _readings(typed, known, is_typing)
    yield (Plan(strict, code),)
    needed = [word for word in typed if word not in OPTIONAL and word not in OPTIONAL_FOLDED]
    if needed and len(needed) < len(typed):
        yield (Plan(_readings(needed, known, is_typing), code),)
    needed = needed or typed
    base = strict if needed == typed else _readings(needed, known, is_typing)
    described = Plan(base, code, in_descriptions=True)
    slips = tuple(other for reading in base[:2] for other in _with_a_slip(reading, known))
    yield (described, Plan(slips, is_slip=True)) if slips else (described,)
    if len(needed) > 1:
        yield (Plan(base, in_descriptions=True, is_nearest=True),)


def _readings(typed: list[str], known: Vocabulary, is_typing: bool) -> tuple[Reading, ...]:
    """The text as typed, then with its synonyms, then parted or joined elsewhere."""
    found = []
    for reading in (Reading(_slots(typed, known, is_typing)), *_rejoined(typed, known, is_typing)):
        phrases, others = _synonyms_of(reading)
        found += [replace(reading, phrases=phrases), *others]
    unique = {tuple(slot.choices for slot in reading.slots): reading for reading in reversed(found)}
    return tuple(sorted(unique.values(), key=lambda reading: reading.cost))[:MOST_READINGS]


def _slots(typed: list[str], known: Vocabulary, is_typing: bool) -> tuple[Slot, ...]:
    slots = [_slot(word, known) for word in typed]
    last = typed[-1]
    may_go_on = is_typing or folded(last) not in known
    if may_go_on and (len(slots) > 1 or len(last) > 1) and (last.isascii() or known.has_longer(last)):
        slots[-1] = replace(slots[-1], choices=(*slots[-1].choices, Choice(last, folded(last), beginning=True)))
    return tuple(slots)


def _slot(word: str, known: Vocabulary) -> Slot:
    choices = [Choice(word, folded(word))]
    bare = folded(word)
    if bare not in known:
        meant = retyped(bare)
        if meant:
            choices.append(Choice(meant, folded(meant), RETYPED))
        choices += [Choice(stem, stem, STEMMED) for stem in _english_stems(word) if stem in known]
    elif f"{bare}s" in known and word.isascii():
        choices.append(Choice(f"{bare}s", f"{bare}s", STEMMED))
    return Slot(word, tuple(choices))


def _english_stems(word: str) -> list[str]:
    if not word.isascii() or len(word) < 4:
        return []
    stems = [word.removesuffix("s"), word.removesuffix("es"), word.removesuffix("ies") + "y"]
    stems += [word.removesuffix("ed"), word.removesuffix("d"), word.removesuffix("ing"), f"{word}s", f"{word}ed"]
    return [stem for stem in dict.fromkeys(stems) if stem != word and stem != f"{word}y"]


def _rejoined(typed: list[str], known: Vocabulary, is_typing: bool) -> list[Reading]:
    """`comchay` as `com chay`, `st 25` as `st25`."""
    parted, joined = [], []
    for word in typed:
        pieces = known.split(folded(word))
        parted += pieces or [word]
        if joined and f"{folded(joined[-1])}{folded(word)}" in known and len(joined[-1] + word) < 8:
            joined[-1] = f"{folded(joined[-1])}{folded(word)}"
        else:
            joined.append(word)
    return [Reading(_slots(other, known, is_typing), REJOINED) for other in (parted, joined) if other != typed]


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
                slots = tuple(Slot(word, (Choice(word, folded(word), marks_count=True),)) for word in other)
                cost = reading.cost + SYNONYM + LATER * place
                found.append(Reading(reading.slots[:start] + slots + reading.slots[start + length :], cost))
    return tuple(phrases), found


def _meant(slot: Slot) -> str:
    """The word of a slot that synonyms are looked up for: as retyped, where it was a left-over of the keyboard."""
    return next((choice.exact for choice in slot.choices if choice.cost == RETYPED), slot.typed)


def _with_a_slip(reading: Reading, known: Vocabulary) -> Iterator[Reading]:
    """The reading with one word, whichever, taken for a slip. A short word alone that is one in Vietnamese is none."""
    if len(reading.slots) == 1 and len(reading.slots[0].typed) < 5 and is_syllable(reading.slots[0].typed):
        return
    for place, slot in enumerate(reading.slots):
        near = known.near(slot.typed) | known.near(folded(_meant(slot)))
        near = {word: cost for word, cost in near.items() if word != slot.choices[0].folded}
        if near:
            choices = tuple(Choice(word, word, cost) for word, cost in near.items())
            slots = (*reading.slots[:place], replace(slot, choices=choices), *reading.slots[place + 1 :])
            yield replace(reading, slots=slots)
