"""Figures of an area by commune, on a page and as a spreadsheet."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, Sum
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views import View

from catalogue_ext.models import Listing
from marketplace.accounts.roles import Area, OfficerRequired
from marketplace.documents.downloads import download
from marketplace.ledger.periods import period_of
from marketplace.ledger.statements import bounds
from marketplace.ledger.workbooks import workbook
from marketplace.onboarding.models import ShopApplication
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
    """One row a commune in which there is anything, in six queries; orders that were cancelled or refused left out."""
    start, after = bounds(first, last)

    def within(moment: str) -> Q:
        return Q(**{f"{moment}__gte": start, f"{moment}__lt": after})

    counted = {
        "open_shops": area.filter(Shop.objects.open_for_orders(), "commune")
        .values_list("commune")
        .annotate(Count("pk")),
        "live_listings": area.filter(Listing.objects.on_sale(), "shop__commune")
        .values_list("shop__commune")
        .annotate(Count("pk")),
    }
    applications = queries.applications_of(area).order_by().values_list("commune")
    counted["applications"] = applications.annotate(n=Count("pk", filter=within("submitted_at")))
    counted["new_shops"] = applications.annotate(
        n=Count("pk", filter=within("decided_at") & Q(state=ShopApplication.State.APPROVED))
    )
    rows: dict[int, CommuneFigures] = {}
    for column, pairs in counted.items():
        for commune, number in pairs.order_by():
            if number:
                setattr(rows.setdefault(commune, CommuneFigures("")), column, number)
    gone = (SellerOrder.State.CANCELLED, SellerOrder.State.REFUSED)
    sold = SellerOrder.objects.filter(within("created_at")).exclude(state__in=gone)
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


class FiguresView(OfficerRequired, View):
    """Union officers: figures of their area for a period."""

    def get(self, request):
        period = period_of(request.GET)
        rows = figures_of(request.area, period.first, period.last)
        context = {"rows": rows, "total": total_of(rows), "period": period, "headings": headings()}
        return render(request, "union/figures.html", context)


class FiguresExportView(OfficerRequired, View):
    """Union officers: the same as a spreadsheet."""

    def get(self, request):
        period = period_of(request.GET)
        rows = figures_of(request.area, period.first, period.last)
        return download(workbook_of(rows, period.first, period.last), f"cho-sen-{period.first}-{period.last}.xlsx")


def workbook_of(rows: list[CommuneFigures], first: date, last: date) -> bytes:
    above = _("From %(first)s to %(last)s") % {"first": f"{first:%d/%m/%Y}", "last": f"{last:%d/%m/%Y}"}
    *cells, total = ([row.name, *(getattr(row, column) for column in COLUMNS)] for row in [*rows, total_of(rows)])
    return workbook(_("Figures"), list(headings().values()), cells, [above], total)
