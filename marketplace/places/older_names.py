"""Names that communes and districts bore before 2025, out of the source's keys, which glue them together: `phucthanh`.

The source keeps them as search keys without marks or blanks. Vietnamese writes a blank between syllables, so the
blanks can be put back: the most likely split into syllables that the names of other places use.
"""

import json
import math
import re
from collections import Counter
from collections.abc import Iterable

from marketplace.places.folding import words

_KIND_KEYS = ("thitran", "thanhpho", "thixa", "phuong", "huyen", "quan", "xa", "tt", "tx", "tp", "q")
_SYLLABLE = re.compile(r"(?:ngh?|[cgknpt]h|gi|qu|tr|[bcdghklmnprstvx])?[aeiouy]{1,3}(?:ch|nh|ng|[cmnpt])?")
_NUMBERED = re.compile(r"(phuong|quan)0?([1-9][0-9]?)")


class Splitter:
    """Puts the blanks back; `names` are where it learns how often a syllable is used."""

    def __init__(self, names: Iterable[str]):
        counts = Counter(word for name in names for word in words(name))
        self._total = counts.total()
        self._cost = {word: -math.log(count / self._total) for word, count in counts.items() if word.isalpha()}

    def _cost_of(self, piece: str) -> float | None:
        if piece in self._cost:
            return self._cost[piece]
        return math.log(self._total * 1000) if _SYLLABLE.fullmatch(piece) else None

    def split(self, key: str) -> str | None:
        """`split("lamha") == "lam ha"`; None when no split makes sense."""
        best: list[tuple[float, str] | None] = [(0.0, "")] + [None] * len(key)
        for end in range(1, len(key) + 1):
            for start in range(max(0, end - 7), end):
                before, cost = best[start], self._cost_of(key[start:end])
                if before is None or cost is None:
                    continue
                candidate = (before[0] + cost, f"{before[1]} {key[start:end]}")
                best[end] = min(filter(None, (best[end], candidate)))
        return best[-1][1].strip() if best[-1] else None


def older_names(splitter: Splitter, own: str, listed: str | None) -> str:
    """Folded older names, `; ` between, of a unit whose short name has the key `own`; `listed`: their keys as JSON."""
    found: dict[str, None] = {}
    keys = json.loads(listed or "[]")
    known = {own, *keys}
    for key in keys:
        if numbered := _NUMBERED.fullmatch(key):
            found[" ".join(numbered.groups())] = None
        elif key.isalpha() and key != own and not _is_with_kind(key, known) and (name := splitter.split(key)):
            found[name] = None
    return "; ".join(found)


def _is_with_kind(key: str, known: set[str]) -> bool:
    return any(key.startswith(kind) and key.removeprefix(kind) in known for kind in _KIND_KEYS)
