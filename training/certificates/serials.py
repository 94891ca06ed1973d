"""Serial numbers that cannot be guessed: the year, and ten letters and digits of which the last checks the others."""

from django.utils import timezone

from training.codes import clean_code, new_code

LENGTH = 9


def new_serial() -> str:
    """Such as `2026-H7KM-3QRX-TN`: 28⁹ of a year, about ten million million."""
    return written(timezone.localdate().year, new_code(LENGTH))


def written(year: int, code: str) -> str:
    return f"{year}-{code[:4]}-{code[4:8]}-{code[8:]}"


def clean_serial(typed: str) -> str | None:
    """The serial number that was typed in any spelling, or None when it cannot be one."""
    letters = "".join(letter for letter in typed.upper() if letter.isalnum())
    year, code = letters[:4], clean_code(letters[4:])
    if not year.isdecimal() or code is None or len(code) != LENGTH + 1:
        return None
    return written(int(year), code)
