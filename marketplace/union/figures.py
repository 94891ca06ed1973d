"""Figures of an area by commune, on a page and as a spreadsheet."""

from dataclasses import dataclass
from datetime import date, datetime, time
from io import BytesIO

from django.db.models import Count, Q, Sum
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from catalogue_ext.models import Listing
from marketplace.accounts.roles import Area, OfficerRequired
from marketplace.documents import XLSX
from marketplace.orders.models import SellerOrder
from marketplace.places.models import Commune
from marketplace.shops.models import Shop
from marketplace.union import queries


@dataclass
class CommuneFigures:
    """One commune: how things stand today, and what happened from the first to the last day of the period."""

    name: str
    open_shops: int = 0
    live_listings: int = 0
    applications: int = 0
    new_shops: int = 0
    orders: int = 0
    goods: int = 0
    """Đồng."""


COLUMNS = ("open_shops", "live_listings", "applications", "new_shops", "orders", "goods")


def headings() -> dict[str, str]:
    return {
        "name": _("Commune or ward"),
        "open_shops": _("Open shops"),
        "live_listings": _("Products on sale"),
        "applications": _("Applications in the period"),
        "new_shops": _("Shops opened in the period"),
        "orders": _("Orders in the period"),
        "goods": _("Goods sold in the period (₫)"),
    }


def figures_of(area: Area, first: date, last: date) -> list[CommuneFigures]:
    """One row a commune in which there is anything, in four queries; orders that were cancelled or refused left out."""
    between = (_start(first), _start(last, time.max))
    counted = {
        "open_shops": area.filter(Shop.objects.open_for_orders(), "commune")
        .values_list("commune")
        .annotate(Count("pk")),
        "live_listings": area.filter(Listing.objects.on_sale(), "shop__commune")
        .values_list("shop__commune")
        .annotate(Count("pk")),
    }
    applications = queries.applications_of(area).order_by().values_list("commune")
    counted["applications"] = applications.annotate(n=Count("pk", filter=Q(submitted_at__range=between)))
    counted["new_shops"] = applications.annotate(n=Count("pk", filter=Q(decided_at__range=between, state="approved")))
    rows: dict[int, CommuneFigures] = {}
    for column, pairs in counted.items():
        for commune, number in pairs.order_by():
            if number:
                setattr(rows.setdefault(commune, CommuneFigures("")), column, number)
    gone = (SellerOrder.State.CANCELLED, SellerOrder.State.REFUSED)
    sold = SellerOrder.objects.filter(created_at__range=between).exclude(state__in=gone)
    sums = area.filter(sold, "shop__commune").order_by().values_list("shop__commune")
    for commune, number, goods in sums.annotate(Count("pk"), Sum("goods_total")):
        row = rows.setdefault(commune, CommuneFigures(""))
        row.orders, row.goods = number, int(goods)
    names = Commune.objects.in_bulk(rows)
    for commune, row in rows.items():
        row.name = names[commune].name
    return [rows[commune.pk] for commune in sorted(names.values(), key=lambda one: (one.folded, one.pk))]


def total_of(rows: list[CommuneFigures]) -> CommuneFigures:
    return CommuneFigures(_("Together"), **{column: sum(getattr(row, column) for row in rows) for column in COLUMNS})


def _start(day: date, at: time = time.min) -> datetime:
    return timezone.make_aware(datetime.combine(day, at))


def period_of(query) -> tuple[date, date]:
    """The period asked for (`from`, `to`: ISO dates); this month where it is missing, wrong or the wrong way round."""
    today = timezone.localdate()
    try:
        first, last = date.fromisoformat(query.get("from", "")), date.fromisoformat(query.get("to", ""))
    except ValueError:
        return today.replace(day=1), today
    return (first, last) if first <= last else (last, first)


class FiguresView(OfficerRequired, View):
    """Union officers: figures of their area for a period."""

    def get(self, request):
        first, last = period_of(request.GET)
        rows = figures_of(request.area, first, last)
        context = {"rows": rows, "total": total_of(rows), "first": first, "last": last, "headings": headings()}
        return render(request, "union/figures.html", context)


class FiguresExportView(OfficerRequired, View):
    """Union officers: the same as a spreadsheet."""

    def get(self, request):
        first, last = period_of(request.GET)
        rows = figures_of(request.area, first, last)
        response = HttpResponse(workbook_of(rows, first, last), content_type=XLSX)
        response["Content-Disposition"] = f'attachment; filename="cho-sen-{first}-{last}.xlsx"'
        return response


def workbook_of(rows: list[CommuneFigures], first: date, last: date) -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = _("Figures")
    period = {"first": f"{first:%d/%m/%Y}", "last": f"{last:%d/%m/%Y}"}
    sheet.append([_("From %(first)s to %(last)s") % period])
    sheet.append(list(headings().values()))
    for row in [*rows, total_of(rows)]:
        sheet.append([row.name, *(getattr(row, column) for column in COLUMNS)])
        sheet.cell(sheet.max_row, 1).data_type = "s"  # a name is never a formula
    for cell in [*sheet[2], *sheet[sheet.max_row]]:
        cell.font = Font(bold=True)
    for number in range(1, len(COLUMNS) + 2):
        sheet.column_dimensions[get_column_letter(number)].width = 28 if number == 1 else 18
    for cell in sheet[get_column_letter(len(COLUMNS) + 1)][2:]:
        cell.number_format = "#,##0"
    sheet.freeze_panes = "B3"
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()
