"""Short codes that are read aloud and typed: no look-alikes (0 O, 1 I, 2 Z, 5 S, 6 G, 8 B), and a check letter."""

import secrets

ALPHABET = "23456789ACDEFHJKLMNPQRTUVWXY"
"""No 0 O 1 I B 8-like pairs, S 5, Z 2, G 6."""


def new_code(length: int = 5) -> str:
    """A random code of `length` letters and digits and its check letter."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(length))
    return body + _check(body)


def numbered_code(number: int, length: int = 5) -> str:
    """The code of a number below 28 to the power of `length`; no two are alike. It can be guessed: for the demo."""
    letters = [ALPHABET[number // len(ALPHABET) ** place % len(ALPHABET)] for place in range(length)]
    return "".join(letters) + _check("".join(letters))


def clean_code(typed: str) -> str | None:
    """The code that was meant, or None when it cannot be one."""
    code = "".join(letter for letter in typed.upper() if letter.isalnum())
    if len(code) < 2 or any(letter not in ALPHABET for letter in code):
        return None
    return code if _check(code[:-1]) == code[-1] else None


def _check(body: str) -> str:
    total = sum((3 if place % 2 else 1) * ALPHABET.index(letter) for place, letter in enumerate(body))
    return ALPHABET[-total % len(ALPHABET)]
