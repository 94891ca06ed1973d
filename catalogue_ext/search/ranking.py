"""The order of results: one function for every engine.

Engines find what matches and bring the likeliest hundred in an order of their own; `ranked` puts these in the order
that the buyer sees. First comes the text (0 to about 1.5):

- each word of the text counts by where it was found: the title (1), the English title (0.95), names of shop, maker,
  place and category (0.6), elsewhere (0.3); less when its marks differ, when it is only the beginning of a word, a
  synonym or a slip;
- words that stand beside each other in the title as in the text ("bánh đa" beats "bánh … đa"), at its beginning, and
  that make up most of it, count more.

Then, as hundredths that decide between likes: popularity, rating, freshness, stock, what staff picked (labelled so).
"""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from itertools import pairwise
from math import log10

from catalogue_ext.search.analysis import folded, toneless
from catalogue_ext.search.readings import Choice, Marks, Plan, Reading, Slot

WINDOW, TYPING_WINDOW = 48, 16
"""How many of an engine's results are put in order here; those after them keep the engine's order."""

IN_TITLE, IN_ENGLISH, IN_NAMES, ELSEWHERE = 1.0, 0.95, 0.6, 0.3
OTHER_TONE, OTHER_LETTER, MARKS_NOT_TYPED, BEGINNING = 0.75, 0.55, 0.97, 0.8
BESIDE, BESIDE_IN_NAMES, AT_THE_START, MOST_OF_IT, AS_TYPED = 0.25, 0.1, 0.12, 0.12, 0.05
HEAD = 1.5
"""What the first word counts, each other one counting 1: in Vietnamese it names the thing ("kẹo mè" is a sweet)."""
APART = 0.5
"""What is left of a match whose words belong together and stand apart."""
POPULARITY, RATING, FRESHNESS, SOLD_OUT, PICKED = 0.05, 0.03, 0.02, -0.08, 0.02
FRESH_DAYS = 60


@dataclass(frozen=True)
class Candidate:
    """A listing that an engine found: its texts as indexed, and what else decides."""

    listing_id: int
    title: str
    title_en: str
    names: str
    words: str
    popularity: int
    rating: float | None
    published_at: datetime
    in_stock: bool
    featured: bool


class Line:
    """The words of a title: as they are written, and where each of them stands, without its marks."""

    def __init__(self, title: str):
        self.exact = title.split()
        self.places: dict[str, list[tuple[int, str]]] = {}
        for place, exact in enumerate(self.exact):
            self.places.setdefault(folded(exact), []).append((place, exact))


class Name:
    """The words of a name: as they are written by what they are without marks, and those beside each other."""

    def __init__(self, name: str):
        exact = name.split()
        self.written: dict[str, list[str]] = {}
        for word in exact:
            self.written.setdefault(folded(word), []).append(word)
        self.pairs = frozenset(pairwise(map(folded, exact)))


@dataclass(frozen=True)
class Texts:
    """What a listing's texts are made of, ready to be compared."""

    title: Line
    english: Line
    names: tuple[Name, ...]
    words: frozenset[str]

    def has_pair(self, pair: tuple[str, str]) -> bool:
        return any(pair in name.pairs for name in self.names)


name_of = lru_cache(maxsize=20_000)(Name)
"""Names of places, shops and categories come again and again."""


@lru_cache(maxsize=4096)
def texts_of(title: str, title_en: str, names: str, words: str) -> Texts:
    """Kept, as the likeliest listings are looked at in search after search."""
    parts = tuple(name_of(name) for name in names.split(" | ") if name)
    return Texts(Line(title), Line(title_en), parts, frozenset(words.split()))


@dataclass(frozen=True)
class Match:
    """How well a listing matches, and the words of its title that stand for what was typed."""

    score: float
    spelled: str
    weakest: float = 1
    """How well the word fits that fits worst."""


def matches_of(candidates: list[Candidate], plan: Plan) -> list[tuple[Candidate, Match]]:
    """Each candidate and how well it matches, in the order given."""
    return [(candidate, best_match(candidate, plan)) for candidate in candidates]


def ranked(matches: list[tuple[Candidate, Match]], now: datetime) -> list[tuple[Candidate, Match]]:
    """The candidates in the order that the buyer sees, best first; ties by popularity, then the newest."""
    scored = []
    for candidate, match in matches:
        scored.append((candidate, replace(match, score=match.score + liking(candidate, now))))
    return sorted(scored, key=lambda pair: (-round(pair[1].score, 4), -pair[0].popularity, -pair[0].listing_id))


def liking(candidate: Candidate, now: datetime) -> float:
    """What speaks for a listing whatever was typed: −0.08 to 0.12."""
    score = POPULARITY * min(1, log10(1 + candidate.popularity) / 3)
    score += RATING * ((candidate.rating or 3.5) - 3.5) / 1.5
    score += FRESHNESS * max(0, 1 - (now - candidate.published_at).days / FRESH_DAYS)
    score += 0 if candidate.in_stock else SOLD_OUT
    return score + (PICKED if candidate.featured else 0)


def best_match(candidate: Candidate, plan: Plan) -> Match:
    """The reading of the text that the listing matches best."""
    texts = texts_of(candidate.title, candidate.title_en, candidate.names, candidate.words)
    if plan.code and plan.code in texts.words:
        return Match(2.0, "")
    readings = [one for one in plan.readings if _fits(one, texts)] if plan.is_whole else ()
    readings = readings or plan.readings
    matches = [_match(texts, reading) for reading in readings]
    best = max(matches, key=lambda match: match.score)
    is_literal = readings[0] is plan.readings[0] and matches[0].weakest and not readings[0].cost
    return replace(best, score=best.score + AS_TYPED) if is_literal else best


def _fits(reading: Reading, texts: Texts) -> bool:
    """Whether the listing may be one of those that the engine found by this reading."""
    words = texts.words
    return all(key in words for key in reading.needs) and all(
        any(choice.beginning or not words.isdisjoint(choice.keys) for choice in slot.choices) for slot in reading.slots
    )


def _match(texts: Texts, reading: Reading) -> Match:
    total, spelled, fits, titles, english = 0.0, [], [], [], []
    for slot in reading.slots:
        here, place = _best(slot, texts.title)
        there, english_place = _best(slot, texts.english)
        in_names = _in_names(slot, texts) if here < IN_NAMES else 0
        fit = max(here * IN_TITLE, there * IN_ENGLISH, in_names * IN_NAMES)
        fits.append(fit if fit >= ELSEWHERE else max(fit, _anywhere(slot, texts)))
        titles.append((place, here) if here else None)
        english.append((english_place, there) if there else None)
        spelled.append(texts.title.exact[place] if here else slot.typed)
    total = (sum(fits) + (HEAD - 1) * fits[0]) / (len(fits) + HEAD - 1)
    line = max(_line(titles, len(texts.title.exact)), _line(english, len(texts.english.exact)) * IN_ENGLISH)
    total += max(line, _beside_in_names(reading, texts))
    for phrase in reading.phrases:
        beside = any(_is_beside(places, phrase) for places in (titles, english))
        total *= 1 if beside or _named(reading, phrase, texts) else APART
    return Match(total - reading.cost, " ".join(spelled), min(fits))


Places = list[tuple[int, float] | None]
"""For each slot the place of its word in a title and how well it fits; None where it is not there."""


def _line(places: Places, length: int) -> float:
    """What it is worth that the words stand beside each other in a title, at its beginning, and make up most of it."""
    found = [place for place in places if place is not None]
    if not found:
        return 0
    pairs = sum(1 for one, other in pairwise(places) if one and other and other[0] == one[0] + 1)
    beside = pairs / (len(places) - 1) if len(places) > 1 else 1
    share = sum(fit for __, fit in found) / len(places)
    start = AT_THE_START if any(place == 0 for place, __ in found) else 0
    return (BESIDE * beside + start) * share + MOST_OF_IT * share * len({place for place, __ in found}) / length


def _is_beside(places: Places, phrase: tuple[int, int]) -> bool:
    span = places[phrase[0] : phrase[1]]
    return all(span) and all(other[0] == one[0] + 1 for one, other in pairwise(span))


def _named(reading: Reading, phrase: tuple[int, int], texts: Texts) -> bool:
    return all(texts.has_pair(pair) for pair in reading.beside[phrase[0] : phrase[1] - 1])


def _beside_in_names(reading: Reading, texts: Texts) -> float:
    pairs = reading.beside
    return BESIDE_IN_NAMES * sum(map(texts.has_pair, pairs)) / len(pairs) if pairs else 0


def _best(slot: Slot, line: Line) -> tuple[float, int]:
    """How well the slot's best choice fits a word of the line, and which word it is."""
    best, place = 0.0, 0
    for choice in slot.choices:
        for position, exact in line.places.get(choice.folded, ()):
            fit = _marks(choice, exact) - choice.cost
            if fit > best:
                best, place = fit, position
        if not choice.beginning:
            continue
        for position, exact in enumerate(line.exact):
            fit = _begun(choice, folded(exact))
            if fit > best:
                best, place = fit, position
    return best, place


def _begun(choice: Choice, bare: str) -> float:
    """How well a longer word fits what is its beginning."""
    if bare == choice.folded or not bare.startswith(choice.folded):
        return 0
    return BEGINNING * (0.8 + 0.2 * len(choice.folded) / len(bare)) - choice.cost


def _marks(choice: Choice, exact: str) -> float:
    """How alike the marks are of what was typed and of the listing's word, which are the same without them."""
    if exact == choice.exact:
        return 1
    if choice.marks is Marks.NOWHERE:
        return 0
    if not choice.is_marked:
        return MARKS_NOT_TYPED
    return OTHER_TONE if toneless(exact) == toneless(choice.exact) else OTHER_LETTER


def _in_names(slot: Slot, texts: Texts) -> float:
    best = 0.0
    for choice in slot.choices:
        for name in texts.names:
            for exact in name.written.get(choice.folded, ()):
                if exact == choice.exact or not choice.is_marked or choice.marks is Marks.ANYWHERE:
                    best = max(best, _marks(choice, exact) - choice.cost)
        if choice.beginning and not best and any(_has_longer(name, choice.folded) for name in texts.names):
            best = BEGINNING * 0.8
    return best


def _has_longer(name: Name, beginning: str) -> bool:
    return any(bare.startswith(beginning) for bare in name.written)


def _anywhere(slot: Slot, texts: Texts) -> float:
    found = [1 - choice.cost for choice in slot.choices if not texts.words.isdisjoint(choice.keys)]
    return ELSEWHERE * max(found, default=0)
