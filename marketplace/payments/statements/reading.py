"""Files of banks become rows of text: CSV in whatever encoding and separator, or XLSX."""

import csv
import io
from datetime import date, datetime

import openpyxl
from django.utils.translation import gettext as _

MAX_BYTES = 5_000_000
MAX_ROWS = 20_000


class Unreadable(Exception):
    """The file is no statement we can read; the message says so."""


def read_cells(name: str, content: bytes) -> list[list[str]]:
    """The rows of the first sheet, empty ones left out.

    Raises:
        Unreadable: when it is neither CSV nor XLSX, or too long.
    """
    if len(content) > MAX_BYTES:
        raise Unreadable(_("The file is larger than 5 MB. Export a shorter period."))
    rows = _read_xlsx(content) if content[:2] == b"PK" else _read_csv(content)
    rows = [row for row in rows if any(row)]
    if not rows:
        raise Unreadable(_("The file is empty."))
    if len(rows) > MAX_ROWS:
        raise Unreadable(_("The file has too many rows. Export a shorter period."))
    return rows


def _read_xlsx(content: bytes) -> list[list[str]]:
    try:
        sheet = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True).worksheets[0]
        return [[_text(cell) for cell in row] for row in sheet.iter_rows(values_only=True, max_row=MAX_ROWS + 1)]
    except Exception as error:  # openpyxl raises what its parsers raise
        raise Unreadable(_("The file cannot be read. Save it as XLSX or CSV again.")) from error


def _text(cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime | date):
        return cell.strftime("%d/%m/%Y")
    if isinstance(cell, float):
        return f"{cell:.0f}" if cell.is_integer() else str(cell)
    return str(cell).strip()


def _read_csv(content: bytes) -> list[list[str]]:
    text = _decode(content)
    if "\0" in text:
        raise Unreadable(_("Choose a CSV or XLSX file."))
    separator = max(",;\t|", key=text.count)
    return [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text), delimiter=separator)]


def _decode(content: bytes) -> str:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16")
    for encoding in ("utf-8-sig", "cp1258"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable(_("Choose a CSV or XLSX file."))
