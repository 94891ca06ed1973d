"""Reports as XLSX."""

from io import BytesIO

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from training.reports.figures import Overview
from training.reports.lists import Person

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDEST = 48


def overview_book(report: Overview) -> bytes:
    """One sheet for the totals and breakdowns, one for the communes."""
    book = Workbook()
    sheet = book.active
    sheet.title = _("Figures")
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
    _write(sheet, [_("Figure"), _("Number")], totals)
    for title, lines in ((_("By course"), report.courses), (_("By age"), report.bands), (_("By role"), report.roles)):
        _write(
            book.create_sheet(title), [title, _("People reached")], [(str(line.label), line.people) for line in lines]
        )
    rows = [
        (
            line.place.name,
            getattr(line.place, "former_districts", ""),
            line.classes,
            line.people,
            line.attendance_percent,
            line.enrolled,
            line.certificates,
        )
        for line in report.places
    ]
    heads = [
        _("Commune or ward"),
        _("Former district"),
        _("Classes"),
        _("People reached"),
        _("Attendance, percent"),
        _("Enrolled"),
        _("Certificates"),
    ]
    _write(book.create_sheet(_("Communes")), heads, rows)
    return _saved(book)


def people_book(people: list[Person]) -> bytes:
    book = Workbook()
    heads = [
        _("Full name"),
        _("Phone number"),
        _("Year of birth"),
        _("Commune or ward"),
        _("Role"),
        _("Sessions attended"),
        _("Certificates"),
        _("Seller since"),
        _("First sale"),
    ]
    rows = [
        (
            one.learner.full_name,
            one.learner.phone,
            one.learner.birth_year,
            one.learner.place.name if one.learner.place else "",
            str(one.learner.get_role_display()),
            one.sessions,
            ", ".join(one.certificates),
            one.outcome.seller_since,
            one.outcome.first_sale_on,
        )
        for one in people
    ]
    book.active.title = pgettext("training", "People")
    _write(book.active, heads, rows)
    return _saved(book)


def _write(sheet, heads: list[str], rows: list[tuple]) -> None:
    sheet.append(heads)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for row in rows:
        sheet.append([_safe(value) for value in row])
    sheet.freeze_panes = "A2"
    for number, column in enumerate(sheet.columns, start=1):
        longest = max(len(str(cell.value)) for cell in column if cell.value is not None)
        sheet.column_dimensions[get_column_letter(number)].width = min(longest + 2, WIDEST)


def _safe(value):
    """Text that begins like a formula stays text (OWASP: CSV injection)."""
    return (
        f"'{value}"
        if isinstance(value, str) and value[:1] in ("=", "+", "-", "@") and not value[1:].isdigit()
        else value
    )


def _saved(book: Workbook) -> bytes:
    written = BytesIO()
    book.save(written)
    return written.getvalue()
