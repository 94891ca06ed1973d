"""Words as they look where the keyboard's Vietnamese mode was off: `cowm chays` (Telex), `co7m cha1y` (VNI)."""

import re
import unicodedata

from catalogue_ext.search.analysis import TONES
from marketplace.places.folding import fold

_ONSETS = {""} | set("b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x".split())  # noqa: SIM905
_OPEN = (
    "a e ê i o ô ơ u ư y ia iê ya ua uô ưa ươ oa oe uê uy uya uơ ai ao au ay âu ây eo êu iu iêu yêu oi ôi ơi ui ưi uôi"
    " ươi ưu ươu oai oay oao oeo uây uyu uôu"
)
_CLOSED = "a ă â e ê i o ô ơ u ư y iê yê uô ươ oa oă oe uâ uê uy uyê oo"
_CODAS = ("c", "ch", "m", "n", "ng", "nh", "p", "t")
_RHYMES = frozenset(_OPEN.split()) | {vowel + coda for vowel in _CLOSED.split() for coda in _CODAS}
_BARE_RHYMES = {fold(rhyme) for rhyme in _RHYMES}
_VOWELS = "aăâeêioôơuưy"
_TONES = {"f": "\u0300", "r": "\u0309", "x": "\u0303", "s": "\u0301", "j": "\u0323"}
_VNI_TONES = {"2": "\u0300", "3": "\u0309", "4": "\u0303", "1": "\u0301", "5": "\u0323"}
_ROUND = {"a": "â", "e": "ê", "o": "ô"}
_HORN = {"o": "ơ", "u": "ư"}
_TELEX = re.compile(r"[a-z]*[sfrxjw]|[a-z]*[sfrxjw][a-z]*|[a-z]*([aeod])[a-z]*\1[a-z]*")
_VNI = re.compile(r"[a-z]+[a-z]*[1-9][a-z1-9]*")


def retyped(word: str) -> str:
    """The Vietnamese syllable that `word` was meant to be; empty when it is none, or already one.

    `retyped("chays") == "cháy"`, `retyped("d9u4a") == "đũa"`, `retyped("rice") == ""`.
    """
    if not word.isascii() or not 2 <= len(word) <= 10:
        return ""
    if _VNI.fullmatch(word):
        return _syllable(*_vni(word))
    if _TELEX.fullmatch(word):
        return _syllable(*_telex(word))
    return ""


def is_syllable(word: str) -> bool:
    """Whether `word` (exact, or typed without marks) can be a syllable of Vietnamese."""
    bare = unicodedata.normalize("NFD", word)
    letters = unicodedata.normalize("NFC", "".join(letter for letter in bare if letter not in TONES))
    onset, rhyme = _parted(letters)
    return onset in _ONSETS and (rhyme in _RHYMES or rhyme in _BARE_RHYMES)


def _telex(word: str) -> tuple[str, str]:
    letters, tone = "", ""
    for key in word:
        has_vowel = any(letter in _VOWELS for letter in letters)
        if key in _TONES and has_vowel:
            tone = _TONES[key]
        elif key == "w":
            letters = _horned(letters) or letters + "ư"
        elif key in _ROUND and key in letters:
            letters = letters.replace(key, _ROUND[key], 1)
        elif key == "d" and letters.startswith("d"):
            letters = "đ" + letters[1:]
        else:
            letters += key
    return letters, tone


def _vni(word: str) -> tuple[str, str]:
    letters, tone = "", ""
    for key in word:
        if key in _VNI_TONES:
            tone = _VNI_TONES[key]
        elif key == "9":
            letters = letters.replace("d", "đ", 1)
        elif key == "6":
            letters = _replaced_last(letters, _ROUND)
        elif key == "7":
            letters = letters.replace("uo", "ươ") if "uo" in letters else _replaced_last(letters, _HORN)
        elif key == "8":
            letters = letters.replace("a", "ă", 1)
        else:
            letters += key
    return letters, tone


def _horned(letters: str) -> str:
    """After a `w`: both of `uo`, else the last of a, o, u; empty when there is none."""
    if "uo" in letters:
        return letters.replace("uo", "ươ")
    if "ưo" in letters:
        return letters.replace("ưo", "ươ")
    changed = _replaced_last(letters, {"a": "ă", **_HORN})
    return changed if changed != letters else ""


def _replaced_last(letters: str, table: dict[str, str]) -> str:
    for position in range(len(letters) - 1, -1, -1):
        if letters[position] in table:
            return letters[:position] + table[letters[position]] + letters[position + 1 :]
    return letters


def _syllable(letters: str, tone: str) -> str:
    """`letters` with their tone on the right vowel, if they are a syllable and hold a mark."""
    onset, rhyme = _parted(letters)
    if rhyme not in _RHYMES or onset not in _ONSETS or not (tone or not letters.isascii()):
        return ""
    position = len(onset) + _toned_vowel(rhyme)
    marked = letters[: position + 1] + tone + letters[position + 1 :]
    return unicodedata.normalize("NFC", marked)


def _parted(letters: str) -> tuple[str, str]:
    """Onset and rhyme; the u of `qu` and, before a vowel, the i of `gi` belong to the onset."""
    start = next((place for place, letter in enumerate(letters) if letter in _VOWELS), len(letters))
    onset = letters[:start]
    followed = letters[start + 1 : start + 2]
    if followed and followed in _VOWELS and (onset, letters[start]) in (("q", "u"), ("g", "i")):
        start += 1
    return letters[:start], letters[start:]


def _toned_vowel(rhyme: str) -> int:
    vowels = len(rhyme) - len(rhyme.lstrip(_VOWELS))
    for position in range(vowels - 1, -1, -1):
        if rhyme[position] in "ăâêôơ" or (rhyme[position] == "ư" and vowels == 1):
            return position
    if vowels < len(rhyme):
        return vowels - 1
    return 1 if vowels == 3 else 0
