"""How good the order of results is: judged queries (`judged.txt`), nDCG@10, and whether the first result is right."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import log2
from pathlib import Path

JUDGED = Path(__file__).with_name("judged.txt")
BEST, GOOD = 3, 1
DEPTH = 10


@dataclass(frozen=True)
class Judged:
    kind: str
    text: str
    best: frozenset[str]
    good: frozenset[str]

    def gain(self, slug: str) -> int:
        return BEST if slug in self.best else GOOD if slug in self.good else 0

    def ndcg(self, slugs: list[str]) -> float:
        ideal = sorted([BEST] * len(self.best) + [GOOD] * len(self.good - self.best), reverse=True)
        return _dcg(map(self.gain, slugs)) / _dcg(ideal)

    def is_first_right(self, slugs: list[str]) -> bool:
        return bool(slugs) and slugs[0] in self.best


@dataclass(frozen=True)
class Scores:
    """Of one engine over all queries; `wrong` are those whose first result is not right, with what came first."""

    engine: str
    number: int
    ndcg: float
    first_right: float
    wrong: list[tuple[str, list[str]]]

    def __str__(self) -> str:
        return f"{self.engine:16} {self.number} queries  nDCG@10 {self.ndcg:.3f}  first right {self.first_right:6.1%}"


def judged(path: Path = JUDGED) -> list[Judged]:
    """The queries of a file; the groups of answers that `judged.txt` names may be used in each."""
    named = (line[1:].partition(":") for line in _lines(JUDGED) + _lines(path) if line.startswith("="))
    groups = {name.strip(): slugs.split() for name, __, slugs in named}
    found = []
    for line in _lines(path):
        if not line.startswith("="):
            kind, text, best, good = (part.strip() for part in line.split("|"))
            found.append(Judged(kind, text, _slugs(best, groups), _slugs(good, groups)))
    return found


def scores(engine: str, answer: Callable[[str], list[str]], queries: list[Judged]) -> Scores:
    """Ask `answer` every query; it returns slugs, the likeliest first."""
    answers = [(query, answer(query.text)[:DEPTH]) for query in queries]
    return Scores(
        engine=engine,
        number=len(queries),
        ndcg=sum(query.ndcg(slugs) for query, slugs in answers) / len(queries),
        first_right=sum(query.is_first_right(slugs) for query, slugs in answers) / len(queries),
        wrong=[(query.text, slugs[:3]) for query, slugs in answers if not query.is_first_right(slugs)],
    )


def _lines(path: Path) -> list[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.strip() and not line.startswith("#")]


def _slugs(text: str, groups: dict[str, list[str]]) -> frozenset[str]:
    return frozenset(slug for name in text.split() for slug in groups.get(name, [name]))


def _dcg(gains: Iterable[int]) -> float:
    return sum((2**gain - 1) / log2(place + 2) for place, gain in enumerate(list(gains)[:DEPTH]))
