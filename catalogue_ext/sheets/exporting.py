"""The products of a shop as a spreadsheet that can be sent back, and the empty one to begin with."""

import csv
import io

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from catalogue_ext.categories import category_tree
from catalogue_ext.drafts import content_of
from catalogue_ext.forms import STOCK, makers_of
from catalogue_ext.models import Listing
from catalogue_ext.sheets.columns import NAMES, PICTURES, REQUIRED, SKU, heading
from catalogue_ext.sheets.tables import FORMULA, MOST_ROWS

NUMBERS = ("price", "stock", "days", "weight", "net_weight", "shelf_life", "capacity", "ocop_stars")
WIDE = ("title", "summary", "description", "composition", "storage", "warnings", "description_en", "title_en")


def rows_of(shop) -> list[dict[str, str]]:
    """What is on sale or paused, by column and as a person would type it; a fixed number of queries."""
    listings = (
        Listing.objects.filter(shop=shop, published_at__isnull=False)
        .select_related("product")
        .prefetch_related("product__stockrecords", "product__categories", "certificates")
        .order_by("product__title", "pk")
    )
    makers = {str(pk): name for pk, name in makers_of(shop)}
    return [_row(listing, makers) for listing in listings]


def _row(listing: Listing, makers: dict[str, str]) -> dict[str, str]:
    said = content_of(listing)
    record = next(iter(listing.product.stockrecords.all()), None)
    node = category_tree().get(int(said["category"] or 0))
    said |= {
        SKU: record.partner_sku if record else "",
        PICTURES: "",
        "category": node.name if node else "",
        "maker": makers.get(said["maker"], ""),
        "season": ", ".join(said["season"]),
        "keep_cold": _("yes") if said["keep_cold"] else "",
        ("days" if said["stock_mode"] == STOCK else "stock"): "",
    }
    for name in ("ocop_issued", "ocop_expires"):
        said[name] = "/".join(reversed(said.get(name, "").split("-")))
    return {name: said.get(name, "") for name in NAMES}


def as_csv(rows: list[dict[str, str]]) -> bytes:
    """UTF-8 with a mark, so that Excel reads Vietnamese; a cell that Excel would take for a formula begins with '."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(heading(name) for name in NAMES)
    for row in rows:
        writer.writerow(f"'{row[name]}" if row[name].startswith(FORMULA) else row[name] for name in NAMES)
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(rows: list[dict[str, str]]) -> bytes:
    """With a list of categories to choose from, and a second sheet that says what goes where."""
    book = Workbook()
    sheet = book.active
    sheet.title = _("Products")
    for column, name in enumerate(NAMES, 1):
        _write_heading(sheet.cell(1, column), name)
        sheet.column_dimensions[get_column_letter(column)].width = 34 if name in WIDE else 18
        for line, row in enumerate(rows, 2):
            _write(sheet.cell(line, column), name, row[name])
    sheet.freeze_panes = "C2"
    _write_guide(book.create_sheet(_("How to fill it in")))
    _offer_categories(book, sheet)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _write_heading(cell, name: str) -> None:
    cell.value = f"{heading(name)} *" if name in REQUIRED else heading(name)
    cell.font = Font(bold=True, color="FFFFFF")
    cell.fill = PatternFill("solid", fgColor="2F6B46")
    cell.alignment = Alignment(wrap_text=True, vertical="center")


def _write(cell, name: str, text: str) -> None:
    if name in NUMBERS and text.replace(".", "").isdecimal():
        cell.value = int(text.replace(".", ""))
    elif text:
        cell.value = text
        cell.data_type = "s"  # a name that begins with “=” is a name


def _write_guide(sheet) -> None:
    lines = [
        _("One row is one product. Columns with * are needed, the others can follow later."),
        _("The code is your own, such as CC-01. A row with a code that you have used changes that product."),
        _("Fill in how many pieces you have, or how many days it takes to make; not both."),
        _("Prices and weights as you write them: 45.000, 45k, 1,5 kg, 230."),
        _("Pictures: names of files, parted by semicolons, that you send in a ZIP together with this table."),
        _("Cells that you leave empty stay as they are when the product is there already."),
    ]
    for number, words in enumerate(lines, 1):
        sheet.cell(number, 1, words)
    sheet.column_dimensions["A"].width = 110


def _offer_categories(book, sheet) -> None:
    names = book.create_sheet(_("Categories"))
    tree = category_tree()
    found = [node.name for root in tree.roots for node in tree.children(root.pk) or [root]]
    for number, name in enumerate(found, 1):
        names.cell(number, 1, name)
    names.column_dimensions["A"].width = 40
    if not found:
        return
    offered = DataValidation(type="list", formula1=f"='{names.title}'!$A$1:$A${len(found)}", allow_blank=True)
    letter = get_column_letter(NAMES.index("category") + 1)
    offered.add(f"{letter}2:{letter}{MOST_ROWS + 1}")
    sheet.add_data_validation(offered)
