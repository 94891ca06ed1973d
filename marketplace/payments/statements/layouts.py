"""Which column of a bank's statement is what, and what its cells mean."""

import hashlib
import re
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from marketplace.payments.models import BankLayout
from marketplace.payments.statements.reading import Unreadable
from marketplace.places.folding import fold

COLUMNS = ("date", "description", "amount", "amount_in", "amount_out", "reference")
DATE_FORMATS = ("%d/%m/%Y", "%d-%m-%Y", "%Y-%m-%d", "%d.%m.%Y", "%d/%m/%y")
HEADER_WITHIN = 40
GUESSES = {  # folded words that banks use for their columns
    "date": ("ngay", "date"),
    "description": ("dien giai", "noi dung", "mo ta", "description", "remark", "details"),
    "amount_in": ("ghi co", "phat sinh co", "credit", "tien vao"),
    "amount_out": ("ghi no", "phat sinh no", "debit", "tien ra"),
    "amount": ("so tien", "amount"),
    "reference": ("so but toan", "ma giao dich", "so tham chieu", "so ct", "reference", "transaction no", "doc no"),
}


@dataclass(frozen=True)
class Row:
    """One movement as the statement tells it; money in is positive. `row_hash` is the same in every file."""

    booked_on: date
    amount: int
    description: str
    reference: str
    row_hash: str


def header_of(cells: list[list[str]]) -> list[str]:
    """The row that names the columns: of the first rows the one with most words we know."""
    return max(cells[:HEADER_WITHIN], key=lambda row: len(guess(row)))


def guess(header: list[str]) -> dict[str, str]:
    """Which column is what, as far as its name tells; the first that fits."""
    found = {}
    for column, names in GUESSES.items():
        fitting = (cell for cell in header if any(name in fold(cell) for name in names) and cell not in found.values())
        if cell := next(fitting, None):
            found[column] = cell
    if "amount_in" in found or "amount_out" in found:
        found.pop("amount", None)
    return found


def read_rows(cells: list[list[str]], layout: BankLayout) -> list[Row]:
    """The movements in a statement of this layout, in its order. Rows without a date or an amount are no movements.

    Raises:
        Unreadable: when the columns of the layout are not there.
    """
    names = {column: getattr(layout, column) for column in COLUMNS if getattr(layout, column)}
    start = next((place for place, row in enumerate(cells) if set(names.values()) <= set(row)), None)
    if start is None:
        raise Unreadable(_("The columns of this bank's statements are not in this file."))
    place_of = {column: cells[start].index(name) for column, name in names.items()}
    seen: Counter = Counter()
    rows = []
    for cell_row in cells[start + 1 :]:
        told = {column: cell_row[place] if place < len(cell_row) else "" for column, place in place_of.items()}
        booked_on, amount = read_date(told["date"]), _amount(told)
        if booked_on and amount:
            rows.append(_row(layout, seen, booked_on, amount, told))
    return rows


def _row(layout: BankLayout, seen: Counter, booked_on: date, amount: int, told: dict) -> Row:
    """Two movements that look the same are told apart by which of them comes first in the day."""
    description, reference = told["description"][:500], told.get("reference", "")[:60]
    looks = f"{layout.bank}|{booked_on}|{amount}|{fold(description)}|{reference}"
    seen[looks] += 1
    digest = hashlib.sha256(f"{looks}|{seen[looks]}".encode()).hexdigest()
    return Row(booked_on, amount, description, reference, digest)


def _amount(told: dict) -> int:
    if told.get("amount"):
        return read_amount(told["amount"])
    return abs(read_amount(told.get("amount_in", ""))) - abs(read_amount(told.get("amount_out", "")))


def read_amount(text: str) -> int:
    """Whole đồng from `1.250.000`, `+1,250,000.00 VND`, `(125000)`; 0 from what is no amount."""
    digits = re.sub(r"[^\d.,]", "", text)
    digits = re.sub(r"[.,]\d{1,2}$", "", digits)
    number = re.sub(r"\D", "", digits)
    if not number:
        return 0
    negative = "-" in text or "−" in text or text.strip().startswith("(")
    return -int(number) if negative else int(number)


def read_date(text: str) -> date | None:
    first = text.strip().split(" ")[0].split("T")[0]
    for form in DATE_FORMATS:
        try:
            return datetime.strptime(first, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None
