"""The words that listings have, and which of them a word may be a slip of."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from catalogue_ext.search.memory import Remembered
from catalogue_ext.search.models import SearchWord

SLIP, SOUND = 0.35, 0.25
"""What a word costs that differs by a slip of the finger, or only in what people hear alike."""
MOST_NEAR, MOST_SPLITS = 8, 3
SHORTEST, LONG = 3, 6
"""Words shorter than the first have no slips; from the second on two slips are looked for."""

_HEARD_ONSETS = (("ngh", "ng"), ("gh", "g"), ("gi", "d"), ("ch", "tr"), ("tr", "tr"), ("r", "d"), ("v", "d"))
_HEARD_ONSETS += (("s", "x"), ("n", "l"), ("k", "c"), ("q", "c"))
_HEARD_CODAS = (("nh", "n"), ("ng", "n"), ("ch", "t"), ("c", "t"))


class Vocabulary:
    """Exact words and folded ones; slips and pieces are looked for among the folded."""

    def __init__(self, words: Iterable[str]):
        self._sorted = sorted(words)
        self._all = frozenset(self._sorted)
        self._words = frozenset(word for word in self._sorted if word.isascii())
        self._longest = max(map(len, self._words), default=0)
        self._by_deletion: dict[str, list[str]] = defaultdict(list)
        self._by_sound: dict[str, list[str]] = defaultdict(list)
        for word in self._words:
            self._by_sound[sound(word)].append(word)
            for shorter in _deletions(word):
                self._by_deletion[shorter].append(word)

    def __contains__(self, word: str) -> bool:
        """Whether a listing has the folded `word`."""
        return word in self._words

    def has(self, word: str) -> bool:
        return word in self._all

    def has_longer(self, beginning: str) -> bool:
        """Whether a longer word begins so, marks and all."""
        place = bisect_right(self._sorted, beginning)
        return place < len(self._sorted) and self._sorted[place].startswith(beginning)

    def near(self, word: str) -> dict[str, float]:
        """Words that `word` may have been meant to be, each with its cost, the nearest first."""
        found: dict[str, float] = {}
        if len(word) >= SHORTEST and not word.isdecimal():
            most = 2 if len(word) >= LONG else 1
            near = {other for shorter in _deletions(word) for other in self._by_deletion.get(shorter, ())}
            for other in near:
                slips = distance(word, other)
                if slips <= most:
                    found[other] = SLIP * slips + (0.1 if other[0] != word[0] else 0)
        for other in self._by_sound.get(sound(word), ()):
            found[other] = min(found.get(other, 1), SOUND)
        found.pop(word, None)
        return dict(sorted(found.items(), key=lambda pair: (pair[1], pair[0]))[:MOST_NEAR])

    def splits(self, word: str) -> list[list[str]]:
        """The fewest known words that `word` may be written together of: `comchay` is `com`, `chay`; or none.

        `matong` is `ma`, `tong` as well as `mat`, `ong`: which was meant, listings tell.
        """
        if word in self._words or not 4 <= len(word) <= 40 or word.isdecimal():
            return []
        best: list[list[list[str]]] = [[[]]] + [[] for __ in word]
        for end in range(1, len(word) + 1):
            for start in range(max(0, end - self._longest), end - 1):
                piece = word[start:end]
                if piece in self._words:
                    best[end] += [[*before, piece] for before in best[start]]
            fewest = min(map(len, best[end]), default=0)
            best[end] = [pieces for pieces in best[end] if len(pieces) == fewest][-MOST_SPLITS:]
        return best[-1]


def sound(word: str) -> str:
    """What `word` has in common with those that many people say or write alike: ch/tr, s/x, d/gi/r/v, l/n, i/y."""
    onset = next(((old, new) for old, new in _HEARD_ONSETS if word.startswith(old)), ("", ""))
    word = onset[1] + word[len(onset[0]) :]
    coda = next(((old, new) for old, new in _HEARD_CODAS if word.endswith(old) and len(word) > 2), ("", ""))
    if coda[0]:
        word = word[: -len(coda[0])] + coda[1]
    return word.replace("y", "i")


@lru_cache(maxsize=20_000)
def distance(one: str, other: str) -> int:
    """Letters to add, leave out, change or swap with the next, to come from one to the other."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        this = [row]
        for column, its in enumerate(other, start=1):
            cost = min(last[column] + 1, this[-1] + 1, last[column - 1] + (letter != its))
            if row > 1 and column > 1 and letter == other[column - 2] and its == one[row - 2]:
                cost = min(cost, before[column - 2] + 1)
            this.append(cost)
        before, last = last, this
    return last[-1]


def _deletions(word: str) -> set[str]:
    """`word` and all that is left of it without one letter."""
    return {word} | {word[:position] + word[position + 1 :] for position in range(len(word))}


def learn(words: Iterable[str]) -> None:
    """Add `words` (exact and folded) to those that listings have."""
    known = vocabulary()
    new = {word for word in words if not known.has(word) and len(word) <= 40 and not word.isdecimal()}
    if new:
        SearchWord.objects.bulk_create([SearchWord(word=word) for word in sorted(new)], ignore_conflicts=True)
        vocabulary.forget()


vocabulary = Remembered("words", lambda: Vocabulary(SearchWord.objects.values_list("word", flat=True).iterator()))
