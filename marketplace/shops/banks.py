"""The banks of Vietnam by their BIN of six digits (NAPAS), from `data/banks.csv` (VietQR's list)."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from marketplace.places.folding import fold, sort_key

FILE = Path(__file__).parent / "data" / "banks.csv"


@dataclass(frozen=True)
class Bank:
    bin: str
    code: str
    short_name: str
    """As people call it: `Agribank`."""
    name: str

    @property
    def label(self) -> str:
        return f"{self.short_name} – {self.name}"


@cache
def banks() -> dict[str, Bank]:
    """All banks by BIN, in Vietnamese order of the names people use."""
    with FILE.open(encoding="utf-8") as file:
        rows = [Bank(row["bin"], row["code"], row["short_name"], row["name_vi"]) for row in csv.DictReader(file)]
    return {bank.bin: bank for bank in sorted(rows, key=lambda bank: sort_key(bank.short_name))}


def bank_name(bin: str) -> str:
    """As people call the bank; its BIN where it is none we know."""
    bank = banks().get(bin)
    return bank.short_name if bank else bin


def masked(number: str) -> str:
    """What screens show of an account's number: its last four digits."""
    return f"•••• {number[-4:]}"


def bank_choices() -> list[tuple[str, str]]:
    return [(bank.bin, bank.label) for bank in banks().values()]


_FORMS = (
    "cong ty trach nhiem huu han",
    "cong ty tnhh mtv",
    "cong ty tnhh",
    "cong ty co phan",
    "cong ty cp",
    "cty tnhh",
    "cty cp",
    "cong ty",
    "cty",
    "hop tac xa",
    "htx",
    "to hop tac",
    "tht",
    "ho kinh doanh",
    "hkd",
)


def same_holder(holder: str, *names: str) -> bool:
    """Whether the holder of an account, as banks write it (`CONG TY TNHH SEN VIET`), is one of `names`.

    Marks, case and punctuation do not count, nor how the legal form is shortened (`HTX` is `hợp tác xã`).
    """
    return bool(_bare(holder)) and _bare(holder) in {_bare(name) for name in names if name}


def _bare(name: str) -> str:
    text = " ".join("".join(letter if letter.isalnum() else " " for letter in fold(name)).split())
    for form in _FORMS:
        if text.startswith(f"{form} "):
            return text.removeprefix(f"{form} ")
    return text
