"""Short codes that a buyer or a clerk copies into a bank transfer, and that are found again in a bank's statement.

Banks cut the purpose, turn it to upper case, strip accents and punctuation, and write words of their own around it. So
a code is ten characters, letters and digits without look-alikes, and its last character checks the others.
"""

import re
import secrets

from marketplace.places.folding import fold

# 23 characters, none of which is taken for another (no 0 O, 1 I L, 2 Z, 5 S, 8 B, U V). 23 is a prime: weights below it
# are invertible, so that one wrong character, and two that changed places, always show.
ALPHABET = "ACDEFGHJKMNPQRTWXY34679"
RANDOM_LENGTH = 6
PAYMENT, PAYOUT = "SEN", "CHI"


def check_character(body: str) -> str:
    total = sum(weight * ALPHABET.index(char) for weight, char in enumerate(body, start=2))
    return ALPHABET[total % len(ALPHABET)]


def new_reference(prefix: str = PAYMENT) -> str:
    """A code drawn at random from 148 million; the caller makes sure that it is free."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(RANDOM_LENGTH))
    return f"{prefix}{body}{check_character(body)}"


def find_references(text: str, prefix: str = PAYMENT) -> list[str]:
    """The codes of `prefix` anywhere in a line of a statement, whatever stands between or around their characters."""
    plain = re.sub(r"[^A-Z0-9]", "", fold(text).upper())
    length = RANDOM_LENGTH + 1
    starts = [match.end() for match in re.finditer(f"(?={prefix})", plain)]
    bodies = [plain[start + len(prefix) : start + len(prefix) + length] for start in starts]
    return list(dict.fromkeys(prefix + body for body in bodies if _is_body(body)))


def _is_body(body: str) -> bool:
    return (
        len(body) == RANDOM_LENGTH + 1
        and all(char in ALPHABET for char in body)
        and body[-1] == check_character(body[:-1])
    )
