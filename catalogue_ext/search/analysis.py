"""How text becomes words. One analysis for every engine: what it makes is parted by single spaces and indexed as it is.

A word exists twice: *exact*, with its Vietnamese marks, and *folded*, without them (đ is d).
"""

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise

from marketplace.places.folding import fold

_WORD = re.compile(r"[^\W_]+")
_MIXED = re.compile(r"[^\W\d_]+|\d+")
_NEWER_TONES = {
    new: old
    for base, moved in (("oa", "òóỏõọ àáảãạ"), ("oe", "òóỏõọ èéẻẽẹ"), ("uy", "ùúủũụ ỳýỷỹỵ"))
    for first, second in [moved.split()]
    for old, new in ((f"{one}{base[1]}", f"{base[0]}{other}") for one, other in zip(first, second))
}


def words(text: str) -> list[str]:
    """The exact words of `text`, lower case: `words("Hoà Lạc, ST-25!") == ["hòa", "lạc", "st", "25"]`."""
    return [_older_tone(word) for word in _WORD.findall(unicodedata.normalize("NFC", text).lower())]


def indexed_words(text: str) -> list[str]:
    """The same, and the parts of what mixes letters and digits: `st25` is also found as `st 25`."""
    found = []
    for word in words(text):
        found.append(word)
        parts = _MIXED.findall(word)
        if len(parts) > 1:
            found += parts
    return found


@lru_cache(maxsize=50_000)
def folded(word: str) -> str:
    """`word` without marks: `folded("cháy") == "chay"`."""
    return fold(word)


@lru_cache(maxsize=50_000)
def toneless(word: str) -> str:
    """`word` without its tone, its other marks kept: `toneless("cháy") == "chay"`, `toneless("dứa") == "dưa"`."""
    bare = (letter for letter in unicodedata.normalize("NFD", word) if letter not in TONES)
    return unicodedata.normalize("NFC", "".join(bare))


def code_word(text: str) -> str:
    """The one word under which a SKU or an OCOP number is found, however it is parted: empty for what is none.

    It begins with a letter pair that no word of a language begins with, so that it is never found by words.
    """
    letters = "".join(words(fold(text)))
    return f"qq{letters}" if len(letters) >= 4 else ""


def in_title(bare: str) -> str:
    """The word under which the folded word of a title is found by who typed it with other marks."""
    return f"_{bare}"


def in_english_title(bare: str) -> str:
    """The same of the English title, where a word without marks may be a place: "nấm" is not from "Nam Dinh"."""
    return f"__{bare}"


def unmarked(bare: str) -> str:
    """The word under which one is found that is written without marks: the synonym "mat" is not "mật"."""
    return f"{bare}_"


def pairs(exact: list[str]) -> list[str]:
    """A word for each two that stand beside each other: `pairs(["bình", "hoa"]) == ["bình_hoa"]`."""
    return [f"{one}_{other}" for one, other in pairwise(exact)]


TONES = "\u0300\u0309\u0303\u0301\u0323"
"""Combining huyền, hỏi, ngã, sắc, nặng."""


def _older_tone(word: str) -> str:
    """`hoà`, `khoẻ`, `thuỷ` as `hòa`, `khỏe`, `thủy`: the same word, and the first is typed as often."""
    ending = word[-2:]
    if ending in _NEWER_TONES and not (ending.startswith("u") and word[-3:-2] == "q"):
        return word[:-2] + _NEWER_TONES[ending]
    return word
