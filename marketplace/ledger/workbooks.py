"""Spreadsheets of the ledger: amounts as numbers, texts as texts (never as formulas)."""

import io
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from marketplace.ledger.statements import Statement

DONG = "#,##0"


def workbook(
    title: str, header: list[str], rows: list[list], above: list[str] = (), total: list | None = None
) -> bytes:
    """One sheet: lines above, a bold header, rows, a bold last line."""
    book = Workbook()
    sheet = book.active
    sheet.title = title[:31]
    for words in above:
        _append(sheet, [words])
    _append(sheet, header, bold=True)
    sheet.freeze_panes = f"A{sheet.max_row + 1}"
    for row in rows:
        _append(sheet, row)
    if total:
        _append(sheet, total, bold=True)
    for column in range(1, len(header) + 1):
        sheet.column_dimensions[get_column_letter(column)].width = 18
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _append(sheet, values: list, bold: bool = False) -> None:
    row = sheet.max_row + 1 if sheet.max_row > 1 or sheet.cell(1, 1).value is not None else 1
    for column, value in enumerate(values, start=1):
        cell = sheet.cell(row=row, column=column)
        if isinstance(value, datetime):
            value = timezone.localtime(value).replace(tzinfo=None)
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"  # a text that begins with = stays one
        elif isinstance(value, int):
            cell.number_format = DONG
        elif isinstance(value, date | datetime):
            cell.number_format = "dd/mm/yyyy"
        cell.font = Font(bold=bold)


def statement_xlsx(statement: Statement) -> bytes:
    """A shop's statement; the last line is what she is owed at its end."""
    header = [
        _("Date"),
        _("What it was"),
        _("Order"),
        _("Goods"),
        _("Your discount"),
        _("Delivery"),
        _("Commission"),
        _("VAT withheld"),
        _("Income tax withheld"),
        _("For you"),
    ]
    rows: list[list] = [[statement.start, _("Owed before"), "", *[None] * 6, statement.opening]]
    for row in statement.rows:
        taken = (-row.commission, -row.vat, -row.pit)
        rows.append([row.at, row.label, row.number, row.goods, row.shop_discount, row.delivery, *taken, row.net])
    sums = statement.totals
    total = [
        statement.end,
        _("Owed after"),
        "",
        sums["goods"],
        sums["shop_discount"],
        sums["delivery"],
        -sums["commission"],
        -sums["vat"],
        -sums["pit"],
        statement.closing,
    ]
    return workbook(_("Statement"), header, rows, above=[statement.shop.name], total=total)
