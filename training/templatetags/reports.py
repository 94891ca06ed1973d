"""Cells of the lists behind reports."""

from datetime import date

from django import template
from django.utils.formats import date_format
from django.utils.html import format_html

from training.phones import shown_phone
from training.reports.lists import Cell, Link

register = template.Library()


@register.simple_tag
def report_cell(cell: Cell) -> str:
    """A cell as people read it: days as they write them, nothing as a dash."""
    if isinstance(cell, Link):
        return format_html('<a href="{}">{}</a>', cell.url, cell.text)
    if isinstance(cell, date):
        return date_format(cell, "d/m/Y")
    if cell in (None, ""):
        return "–"
    return shown_phone(cell) if isinstance(cell, str) else str(cell)
