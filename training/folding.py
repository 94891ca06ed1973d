"""Comparing and ordering Vietnamese names. The same rules as the shop's, kept here so that the app stands alone."""

import unicodedata

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}  # huyền, hỏi, ngã, sắc, nặng


def fold(text: str) -> str:
    """Lower case without marks, `đ` as `d`, runs of blanks as one: `fold("Hoà  ĐÔNG") == "hoa dong"`."""
    lowered = unicodedata.normalize("NFC", text).lower().replace("đ", "d")
    bare = "".join(letter for letter in unicodedata.normalize("NFD", lowered) if unicodedata.category(letter) != "Mn")
    return " ".join(bare.split())


def name_key(name: str) -> str:
    """Orders people as a class list does: by the given name (the last word), then by the family name.

    Digits only, two a letter, so that every database's collation orders it alike.
    """
    family, __, given = " ".join(name.split()).rpartition(" ")
    return f"{_key(given)}00{_key(family)}"[:320]


def initials(name: str) -> str:
    """First letters of the family and the given name: `Nguyễn Thị Sen` is `NS`."""
    words = name.split()
    return (words[0][0] + words[-1][0]).upper() if len(words) > 1 else name[:2].upper()


def _key(text: str) -> str:
    """Letters first, the tones only where letters tie: `00` ends the letters, `01` is what is no letter."""
    letters, tones = [], []
    for letter in unicodedata.normalize("NFC", text).lower():
        parts = unicodedata.normalize("NFD", letter)
        tone = next((_TONES[part] for part in parts if part in _TONES), 0)
        base = unicodedata.normalize("NFC", "".join(part for part in parts if part not in _TONES))
        letters.append(str(10 + _ALPHABET.index(base)) if len(base) == 1 and base in _ALPHABET else "01")
        tones.append(str(tone))
    return "".join(letters) + "00" + "".join(tones)
