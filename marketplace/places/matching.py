"""How well what was typed fits a commune: pure functions over folded words, no database."""

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property

from marketplace.places.folding import words

_KINDS_OF_COMMUNES = frozenset({("xa",), ("x",), ("phuong",), ("p",), ("tt",), ("thi", "tran"), ("dac", "khu")})
_KINDS = frozenset(["xa", "x", "phuong", "p", "huyen", "h", "quan", "q", "tinh", "t", "tp", "tx", "tt"])
_ENGLISH_KINDS = frozenset(["ward", "commune", "township", "town", "district", "city", "province"])
"""No Vietnamese word is written so."""
_LONG_KINDS = frozenset({("thanh", "pho"), ("thi", "xa"), ("thi", "tran"), ("dac", "khu")})


class Fit(IntEnum):
    """Best first."""

    OWN_NAME = 0
    OWN_NAME_BEGINS = 1
    OWN_WORDS = 2
    FORMER_NAME = 3
    OWN_WORDS_AND_PROVINCE = 4
    FORMER_NAME_BEGINS = 5
    ELSEWHERE = 6
    """In its districts, or spread over several of its names."""


@dataclass(frozen=True)
class Typed:
    """What was typed, in words: between its commas, with and without `xã`, `huyện` and the like, never `ward`."""

    parts: tuple[tuple[str, ...], ...]

    @classmethod
    def read(cls, text: str) -> "Typed":
        parts = (words(part) for part in re.split(r"[,;\n]", text))
        return cls(tuple(filter(None, (tuple(word for word in part if word not in _ENGLISH_KINDS) for part in parts))))

    @cached_property
    def all(self) -> list[str]:
        return [word for part in self.parts for word in part]

    @cached_property
    def required(self) -> list[str]:
        """The words that have to be found: a kind counts only as the last word of the first part (`Mỹ Xá`)."""
        found = []
        for position, part in enumerate(self.parts):
            found += _without_kinds(part, keep_last=position == 0)
        return found

    @cached_property
    def readings(self) -> list[list[str]]:
        """All words, and all but the kind of commune they begin with: `phường liên` may be a ward called `Liên`."""
        return _with_and_without_kind(self.all)

    @property
    def names(self) -> list[list[str]]:
        """What may be the bare name: the first part, read the same two ways."""
        return _with_and_without_kind(list(self.parts[0])) if self.parts else []

    def shorter(self) -> Iterable["Typed"]:
        """The same without its beginning, where a street or hamlet may stand; at most four tries."""
        for start in range(max(1, len(self.parts) - 4), len(self.parts)):
            yield Typed(self.parts[start:])
        for position in range(1, len(self.all)):
            if self.all[position] in {"xa", "phuong"} or self.all[position : position + 2] == ["thi", "tran"]:
                yield Typed((tuple(self.all[position:]),))
                return


def _with_and_without_kind(spoken: list[str]) -> list[list[str]]:
    start = next((length for length in (1, 2) if tuple(spoken[:length]) in _KINDS_OF_COMMUNES), 0)
    return [spoken, spoken[start:]] if 0 < start < len(spoken) else [spoken]


def _without_kinds(part: tuple[str, ...], *, keep_last: bool) -> list[str]:
    found, position = [], 0
    while position < len(part):
        long = part[position : position + 2] in _LONG_KINDS
        after = position + 1 + long
        if not (long or part[position] in _KINDS) or (keep_last and after == len(part)):
            found += part[position:after]
        position = after
    return found


def fits(word: str, names: Iterable[str]) -> bool:
    """Whether one of the words `names` begins with `word`; a number has to be there in full."""
    return any(_fits_one(word, name) for name in names)


def fit_all(required: Iterable[str], names: Collection[str]) -> bool:
    """Whether each of the words `required` fits one of `names`."""
    return all(fits(word, names) for word in required)


@dataclass(frozen=True)
class NameFit:
    exact: bool
    """The name was typed to its end."""
    bare: bool
    """Nothing was typed beside it."""
    placed: bool
    """What was typed beside it are whole words: a district, a province."""


def fit_name(typed: Typed, name: str, around: Callable[[], Collection[str]]) -> NameFit | None:
    """Whether what was typed begins with `name`, or is its beginning, and all the rest is found `around`."""
    wanted = name.split()
    for reading in typed.readings:
        if reading[: len(wanted)] == wanted and (found := _fit_rest(reading[len(wanted) :], around, exact=True)):
            return found
    for reading in typed.readings:
        first_part = len(reading) - len(typed.all) + len(typed.parts[0])
        for length in {len(reading), first_part}:
            begins = 0 < length <= len(wanted) and all(map(_fits_one, reading[:length], wanted))
            if begins and (found := _fit_rest(reading[length:], around, exact=False)):
                return found
    return None


def _fits_one(word: str, name: str) -> bool:
    return name == word if word.isdecimal() else name.startswith(word)


def _fit_rest(rest: list[str], around: Callable[[], Collection[str]], *, exact: bool) -> NameFit | None:
    spoken = _without_kinds(tuple(rest), keep_last=False)
    if not spoken:
        return NameFit(exact, bare=True, placed=False)
    places = around()
    return NameFit(exact, bare=False, placed=set(spoken) <= set(places)) if fit_all(spoken, places) else None
