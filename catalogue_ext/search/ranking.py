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
from functools import cached_property, lru_cache
from itertools import pairwise
from math import log10

from catalogue_ext.search.analysis import folded, toneless
from catalogue_ext.search.readings import Choice, Plan, Reading, Slot

WINDOW = 96
"""How many of an engine's results are put in order here; those after them keep the engine's order."""

IN_TITLE, IN_ENGLISH, IN_NAMES, ELSEWHERE = 1.0, 0.95, 0.6, 0.3
OTHER_TONE, OTHER_LETTER, MARKS_NOT_TYPED, BEGINNING = 0.75, 0.55, 0.97, 0.8
BESIDE, BESIDE_IN_NAMES, AT_THE_START, MOST_OF_IT, AS_TYPED = 0.25, 0.1, 0.12, 0.12, 0.05
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

    @cached_property
    def title_words(self) -> list[tuple[str, str]]:
        return [(word, folded(word)) for word in self.title.split()]

    @cached_property
    def english_words(self) -> list[tuple[str, str]]:
        return [(word, folded(word)) for word in self.title_en.split()]

    @cached_property
    def title_places(self) -> "PlacesOf":
        return _places_of(self.title_words)

    @cached_property
    def english_places(self) -> "PlacesOf":
        return _places_of(self.english_words)

    @cached_property
    def name_words(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for name in self.names.split(" | "):
            for bare, exact in _words_of_name(name):
                found.setdefault(bare, set()).add(exact)
        return found

    @cached_property
    def name_pairs(self) -> set[tuple[str, str]]:
        """Folded words that stand beside each other in a name."""
        return set().union(*(_pairs_of_name(name) for name in self.names.split(" | ")))

    @cached_property
    def all_words(self) -> frozenset[str]:
        return frozenset(self.words.split())


PlacesOf = dict[str, list[tuple[int, str]]]
"""Where each folded word stands in a title, and how it is written there."""


def _places_of(line: list[tuple[str, str]]) -> PlacesOf:
    found: PlacesOf = {}
    for place, (exact, bare) in enumerate(line):
        found.setdefault(bare, []).append((place, exact))
    return found


@lru_cache(maxsize=20_000)
def _words_of_name(name: str) -> tuple[tuple[str, str], ...]:
    """Folded and exact; names of places, shops and categories come again and again."""
    return tuple((folded(word), word) for word in name.split())


@lru_cache(maxsize=20_000)
def _pairs_of_name(name: str) -> frozenset[tuple[str, str]]:
    return frozenset(pairwise(bare for bare, __ in _words_of_name(name)))


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
    if plan.code and plan.code in candidate.all_words:
        return Match(2.0, "")
    matches = [_match(candidate, reading) for reading in plan.readings]
    best = max(matches, key=lambda match: match.score)
    literal = matches[0].weakest and not plan.readings[0].cost
    return replace(best, score=best.score + AS_TYPED) if literal else best


def _match(candidate: Candidate, reading: Reading) -> Match:
    total, spelled, fits, titles, english = 0.0, [], [], [], []
    for slot in reading.slots:
        here, place = _best(slot, candidate.title_words, candidate.title_places)
        there, english_place = _best(slot, candidate.english_words, candidate.english_places)
        in_names = _in_names(slot, candidate)
        fits.append(max(here * IN_TITLE, there * IN_ENGLISH, in_names * IN_NAMES, _anywhere(slot, candidate)))
        titles.append((place, here) if here else None)
        english.append((english_place, there) if there else None)
        spelled.append(candidate.title_words[place][0] if here else slot.typed)
    total = sum(fits) / len(fits)
    line = max(_line(titles, len(candidate.title_words)), _line(english, len(candidate.english_words)) * IN_ENGLISH)
    total += max(line, _beside_in_names(reading, candidate))
    for phrase in reading.phrases:
        beside = any(_is_beside(places, phrase) for places in (titles, english))
        total *= 1 if beside or _named(reading, phrase, candidate) else APART
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


def _pairs(reading: Reading, start: int = 0, stop: int | None = None) -> list[tuple[str, str]]:
    return list(pairwise(slot.choices[0].folded for slot in reading.slots[start:stop]))


def _named(reading: Reading, phrase: tuple[int, int], candidate: Candidate) -> bool:
    return phrase[1] - phrase[0] == 1 or all(pair in candidate.name_pairs for pair in _pairs(reading, *phrase))


def _beside_in_names(reading: Reading, candidate: Candidate) -> float:
    pairs = _pairs(reading)
    return BESIDE_IN_NAMES * sum(pair in candidate.name_pairs for pair in pairs) / len(pairs) if pairs else 0


def _best(slot: Slot, line: list[tuple[str, str]], places: PlacesOf) -> tuple[float, int]:
    """How well the slot's best choice fits a word of the line, and which word it is."""
    best, place = 0.0, 0
    for choice in slot.choices:
        for position, exact in places.get(choice.folded, ()):
            fit = _marks(choice, exact) - choice.cost
            if fit > best:
                best, place = fit, position
        if not choice.beginning:
            continue
        for position, (__, bare) in enumerate(line):
            fit = _begun(choice, bare)
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
    if not choice.is_marked:
        return MARKS_NOT_TYPED
    if choice.marks_count:
        return 0
    return OTHER_TONE if toneless(exact) == toneless(choice.exact) else OTHER_LETTER


def _in_names(slot: Slot, candidate: Candidate) -> float:
    names = candidate.name_words
    best = 0.0
    for choice in slot.choices:
        for exact in names.get(choice.folded, ()):
            best = max(best, _marks(choice, exact) - choice.cost)
        if choice.beginning and not best and any(bare.startswith(choice.folded) for bare in names):
            best = BEGINNING * 0.8
    return best


def _anywhere(slot: Slot, candidate: Candidate) -> float:
    return ELSEWHERE * max(
        ((1 - choice.cost) for choice in slot.choices if choice.folded in candidate.all_words), default=0
    )
