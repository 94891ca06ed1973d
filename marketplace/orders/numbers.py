"""Order numbers that can be read aloud and tell nothing of how many there are: `CS` and eight letters and digits.

No look-alikes (I, L, O, U are left out); the last character checks the others, so that a slip is seen at once and a
bank's statement line can be searched for it.
"""

import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
PREFIX = "CS"
RANDOM_LENGTH = 7


def check_character(body: str) -> str:
    """The last character: a sum of the others weighted by odd numbers, modulo the alphabet's 32.

    Odd weights are invertible modulo 32, so that one wrong character always shows.
    """
    total = sum((2 * place + 1) * ALPHABET.index(char) for place, char in enumerate(body))
    return ALPHABET[total % len(ALPHABET)]


def new_number() -> str:
    """A number drawn at random from 34 thousand million; the caller makes sure that it is free."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(RANDOM_LENGTH))
    return f"{PREFIX}{body}{check_character(body)}"


def is_number(text: str) -> bool:
    """Whether `text` is written like one of our order numbers and its check character is right."""
    body = text[len(PREFIX) : -1]
    return (
        text.startswith(PREFIX)
        and len(body) == RANDOM_LENGTH
        and all(char in ALPHABET for char in body)
        and text[-1] == check_character(body)
    )
