"""Reports as XLSX."""

from collections.abc import Iterable
from io import BytesIO

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from training.reports.figures import Overview, PlaceLine
from training.reports.lists import Cell, Link

WIDEST = 48
MEASURED = 200
"""Rows that say how wide a column is."""


def overview_book(report: Overview) -> bytes:
    """A sheet for the totals, one for each breakdown, one for the communes."""
    book = Workbook(write_only=True)
    totals = [
        (_("People reached"), report.people),
        (_("Classes"), report.classes),
        (_("Attendance, percent"), report.attendance_percent),
        (_("Certificates"), report.certificates),
        (_("Officers trained"), report.officers.trained),
        (_("Officers in all"), report.officers.target),
        (_("Became sellers"), report.sellers),
        (_("Made a first sale"), report.first_sales),
    ]
    _write(book, _("Figures"), [_("Figure"), _("Number")], totals)
    for title, lines in (
        (_("By course"), report.courses),
        (_("By age"), report.bands),
        (_("By role"), report.roles),
        (_("By former district"), report.districts),
    ):
        _write(book, title, [title, _("People reached")], [(str(line.label), line.people) for line in lines])
    _write(book, _("Communes"), COMMUNE_HEADS, [_commune(line) for line in report.places])
    return _saved(book)


COMMUNE_HEADS = (
    gettext_lazy("Commune or ward"),
    gettext_lazy("Former district"),
    gettext_lazy("Classes"),
    gettext_lazy("People reached"),
    gettext_lazy("Attendance, percent"),
    gettext_lazy("Enrolled"),
    gettext_lazy("Certificates"),
    gettext_lazy("Officers trained"),
    gettext_lazy("Officers in all"),
)


def _commune(line: PlaceLine) -> tuple:
    return (
        line.place.name,
        getattr(line.place, "former_districts", ""),
        line.classes,
        line.people,
        line.attendance_percent,
        line.enrolled,
        line.certificates,
        line.officers.trained,
        line.officers.target,
    )


def list_book(title: str, heads: Iterable[str], rows: list[list[Cell]]) -> bytes:
    """A list of any kind, on one sheet."""
    book = Workbook(write_only=True)
    _write(book, title, heads, rows)
    return _saved(book)


def _write(book: Workbook, title: str, heads: Iterable[str], rows: list) -> None:
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    shown = [[str(head) for head in heads], *([_safe(value) for value in row] for row in rows)]
    for number, column in enumerate(zip(*shown[:MEASURED], strict=True), start=1):
        longest = max(len(str(value)) for value in column if value is not None)
        sheet.column_dimensions[get_column_letter(number)].width = min(longest + 2, WIDEST)
    bold = [WriteOnlyCell(sheet, head) for head in shown[0]]
    for cell in bold:
        cell.font = Font(bold=True)
    sheet.append(bold)
    for row in shown[1:]:
        sheet.append(row)


def _safe(value):
    """Text that begins like a formula stays text (OWASP: CSV injection)."""
    if isinstance(value, Link):
        value = value.text
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@") and not value[1:].isdigit():
        return f"'{value}"
    return value


def _saved(book: Workbook) -> bytes:
    written = BytesIO()
    book.save(written)
    return written.getvalue()
