"""Rows of text out of what a shop sends: XLSX, or CSV as Excel, LibreOffice and Google write it."""

import csv
import io
import re
import zipfile
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from catalogue_ext.sheets.columns import REQUIRED, columns_by_heading, heading
from marketplace.places.folding import fold

MOST_BYTES = 5 * 1024 * 1024
MOST_UNPACKED = 80 * 1024 * 1024
MOST_ROWS = 1000
MOST_COLUMNS = 80
ENCODINGS = ("utf-8-sig", "cp1258")
FORMULA = ("=", "+", "-", "@")


class NotATable(ValueError):
    """The file is refused as a whole; the message says why and what to do, for the screen."""


@dataclass(frozen=True)
class Table:
    """The rows below the headings: (number as the spreadsheet shows it, text by column); headings that are not ours."""

    rows: list[tuple[int, dict[str, str]]]
    unknown: list[str]


def read_table(file) -> Table:
    """The table in an uploaded file.

    Raises:
        NotATable: when it is none, is too large, or lacks a column that every product needs.
    """
    if file.size > MOST_BYTES:
        raise NotATable(_("This spreadsheet is larger than %(most)d MB.") % {"most": MOST_BYTES // 1024**2})
    content = file.read()
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise NotATable(_("This is a spreadsheet of the old kind (.xls). Save it as .xlsx and send it again."))
    lines = _xlsx(content) if content.startswith(b"PK") else _csv(content)
    return _table([[cell.strip() for cell in line] for line in lines])


def _xlsx(content: bytes) -> list[list[str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            unpacked = sum(part.file_size for part in packed.infolist())
        if unpacked > MOST_UNPACKED:
            raise NotATable(_("This spreadsheet unpacks to more than we take. Send fewer rows."))
        sheet = load_workbook(io.BytesIO(content), read_only=True, data_only=True).worksheets[0]
        sheet.reset_dimensions()  # what the file says of its size may be wrong
        rows = sheet.iter_rows(max_row=MOST_ROWS + 20, max_col=MOST_COLUMNS, values_only=True)
        return [[_as_text(value) for value in row] for row in rows]
    except NotATable:
        raise
    except Exception as error:  # openpyxl raises whatever a broken file leads it to
        raise NotATable(_not_read()) from error


def _as_text(value) -> str:
    """A cell as a person would have typed it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, datetime | date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, float):
        if value == int(value):
            return str(int(value))
        text = f"{value:f}".rstrip("0")
        # “1,125” would be read as a thousand and more: a fourth decimal says that it is not.
        return (f"{text}0" if re.search(r"\.\d{3}$", text) else text).replace(".", ",")
    return str(value)


def _csv(content: bytes) -> list[list[str]]:
    text = _decoded(content)
    head = "\n".join(text.splitlines()[:5])
    delimiter = max(",;\t", key=head.count)
    try:
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        return [
            [cell[1:] if cell[:1] == "'" and cell[1:2] in FORMULA else cell for cell in line[:MOST_COLUMNS]]
            for line, __ in zip(lines, range(MOST_ROWS + 20))
        ]
    except csv.Error as error:
        raise NotATable(_not_read()) from error


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple = ("utf-16",)
    else:
        encodings = ENCODINGS
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise NotATable(_not_read())


def _table(lines: list[list[str]]) -> Table:
    number, names = _headings(lines)
    missing = [heading(name) for name in REQUIRED if name not in names]
    if missing:
        raise NotATable(_("These columns are missing: %(names)s.") % {"names": ", ".join(missing)})
    rows = [
        (at, {name: cell for name, cell in zip(names, cells) if name})
        for at, cells in enumerate(lines[number + 1 :], number + 2)
        if any(cells)
    ]
    if not rows:
        raise NotATable(_("There is no row below the headings."))
    if len(rows) > MOST_ROWS:
        raise NotATable(_("At most %(most)d rows at a time. Send the rest in another file.") % {"most": MOST_ROWS})
    return Table(rows, [cell[:60] for name, cell in zip(names, lines[number]) if cell and not name])


def _headings(lines: list[list[str]]) -> tuple[int, list[str | None]]:
    """Which line has the headings, and the column that each of them names."""
    known = columns_by_heading()
    for number, line in enumerate(lines[:10]):
        names = [known.get(fold(cell.rstrip("* "))) for cell in line]
        if "title" in names and len(set(filter(None, names))) > 1:
            return number, names
    raise NotATable(_("We do not find the headings. Begin with our template, and keep its first row."))


def _not_read() -> str:
    return _("This file is not a spreadsheet we can read. Send .xlsx or .csv.")
