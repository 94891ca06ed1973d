"""One way to compare Vietnamese text typed with, without, or with differently placed marks."""

import re
import unicodedata

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}  # huyền, hỏi, ngã, sắc, nặng
_WORD = re.compile(r"[a-z]+|[0-9]+")


def fold(text: str) -> str:
    """Lower case without marks, `đ` as `d`, runs of blanks as one: `fold("Hoà  ĐÔNG") == "hoa dong"`."""
    lowered = unicodedata.normalize("NFC", text).lower().replace("đ", "d")
    bare = "".join(letter for letter in unicodedata.normalize("NFD", lowered) if unicodedata.category(letter) != "Mn")
    return " ".join(unicodedata.normalize("NFC", bare).split())


def matching(rows, field: str, typed: str) -> list[int]:
    """Keys of the rows whose `field` contains what was typed, with marks or without.

    Reads that field of every row: meant for the lists of one shop or one officer, not for the catalogue.
    """
    wanted = fold(typed)
    return [pk for pk, text in rows.order_by().values_list("pk", field) if wanted in fold(text)]


def words(text: str) -> list[str]:
    """The folded words of `text`; numbers stand apart and lose leading zeros: `P.05` is `p`, `5`."""
    spoken = fold(text).replace("'", "").replace("’", "")
    return [word.lstrip("0") or "0" if word.isdecimal() else word for word in _WORD.findall(spoken)]


def sort_key(text: str) -> str:
    """Bytewise comparable key of Vietnamese order: a ă â b c d đ e ê …, the tone only where letters tie."""
    letters, tones = [], []
    for letter in unicodedata.normalize("NFC", text).lower():
        parts = unicodedata.normalize("NFD", letter)
        tone = next((_TONES[part] for part in parts if part in _TONES), 0)
        base = unicodedata.normalize("NFC", "".join(part for part in parts if part not in _TONES))
        if base in _ALPHABET:
            letters.append(chr(ord("A") + _ALPHABET.index(base)))
            tones.append(str(tone))
        else:
            letters.append(" " if base.isspace() else "!")
            tones.append("0")
    return "".join(letters) + "|" + "".join(tones)
