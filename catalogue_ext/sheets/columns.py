"""The columns of the spreadsheet: their headings, and how a cell becomes what the form for a product takes."""

import re
from datetime import datetime

from django.utils import formats, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue_ext.categories import category_tree
from catalogue_ext.forms import CERTIFICATE, DETAILS, STOCK, TO_ORDER, ContentForm
from marketplace.places.folding import fold

SKU, PICTURES = "sku", "pictures"
NAMES = (SKU, "title", "category", "price", "stock", "days", "weight", PICTURES, *DETAILS, *CERTIFICATE)
REQUIRED = ("title", "category", "price", "weight")
"""Without these headings a table is none of ours."""

OWN = {SKU: gettext_lazy("Code of the product"), PICTURES: gettext_lazy("Pictures")}
YES = ("co", "x", "yes", "1", "true", "v")
NO = ("", "khong", "no", "0", "false")


def heading(name: str) -> str:
    """What stands above the column, in the reader's language."""
    return str(OWN.get(name) or ContentForm.base_fields[name].label)


def columns_by_heading() -> dict[str, str]:
    """The column of each folded heading, in both languages."""
    found = {}
    for language in ("en", "vi"):
        with translation.override(language):
            found |= {fold(heading(name)): name for name in NAMES}
    return found


class Reader:
    """Reads the cells of one shop's rows; asks the database once for what all rows share."""

    def __init__(self, shop):
        self.makers = {fold(name): str(pk) for pk, name in shop.makers.values_list("pk", "name")}
        self.categories = categories_by_name()

    def content(self, cells: dict[str, str]) -> tuple[dict, dict[str, str]]:
        """What a row says, in the words of `ContentForm`, and what could not be read, by column."""
        content: dict = {name: cells.get(name, "").strip() for name in NAMES if name != PICTURES}
        faults: dict[str, str] = {}
        content["stock_mode"] = STOCK if content["stock"] else TO_ORDER if content["days"] else ""
        if content["stock"] and content["days"]:
            faults["days"] = _("Fill in pieces or days, not both.")
        for name, read in (
            ("category", self._category),
            ("maker", self._maker),
            ("keep_cold", _yes),
            ("season", _months),
            ("ocop_issued", _day),
            ("ocop_expires", _day),
        ):
            try:
                content[name] = read(content[name])
            except ValueError as error:
                faults[name], content[name] = str(error), [] if name == "season" else ""
        return content, faults

    def _category(self, typed: str) -> str:
        found = self.categories.get(fold(typed.rpartition(">")[2].strip()))
        if typed and not found:
            raise ValueError(_("There is no category “%(name)s”. The template lists them all.") % {"name": typed})
        return found or ""

    def _maker(self, typed: str) -> str:
        if typed and fold(typed) not in self.makers:
            raise ValueError(_("No maker of your shop is called “%(name)s”. Add her first.") % {"name": typed})
        return self.makers.get(fold(typed), "")


def categories_by_name() -> dict[str, str]:
    """Ids of the categories that hold products, by folded name in both languages."""
    tree, found = category_tree(), {}
    for root in tree.roots:
        for node in tree.children(root.pk) or [root]:
            found |= {fold(name): str(node.pk) for name in (node.name_en, node.name_vi) if name}
    return found


def _yes(typed: str) -> str:
    if fold(typed) in YES:
        return "on"
    if fold(typed) in NO:
        return ""
    raise ValueError(_("Write “yes” or leave it empty."))


def _months(typed: str) -> list[str]:
    """Months from “9, 10, 11” or “11-2”."""
    found: list[str] = []
    for part in filter(None, re.split(r"[,;\s]+", re.sub(r"\s*[-–]\s*", "-", typed))):
        first, __, last = part.partition("-")
        if not all(month.isdecimal() and 1 <= int(month) <= 12 for month in (first, last or first)):
            raise ValueError(_("Write months as numbers, such as 9, 10, 11 or 9-11."))
        month = int(first)
        found.append(str(month))
        while last and month != int(last):
            month = month % 12 + 1
            found.append(str(month))
    return found


def _day(typed: str) -> str:
    for pattern in formats.get_format("DATE_INPUT_FORMATS"):
        try:
            return datetime.strptime(typed, pattern).date().isoformat()  # noqa: DTZ007
        except ValueError:
            continue
    if typed:
        raise ValueError(_("Write the day as 23/11/2026."))
    return ""
