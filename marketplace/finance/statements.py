"""The statement of any shop, as she sees it herself; withheld tax by month."""

from datetime import date, timedelta

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views import View

from marketplace.accounts.roles import FinanceRequired
from marketplace.documents.downloads import download
from marketplace.finance.base import Desk
from marketplace.ledger.declaration import declaration, declaration_xlsx, due_on
from marketplace.ledger.models import Account
from marketplace.ledger.periods import Period, period_of, read_day, usual_periods
from marketplace.ledger.printing import statement_pdf
from marketplace.ledger.queries import balances, standing_of
from marketplace.ledger.statements import Statement, month_of, statement_of
from marketplace.ledger.workbooks import statement_xlsx
from marketplace.shops.models import Shop


class OneShop:
    def statement(self) -> Statement:
        shop = get_object_or_404(Shop.objects.select_related("partner"), pk=self.kwargs["pk"])
        period = period_of(self.request.GET)
        return statement_of(shop, period.first, period.last)


class ShopView(OneShop, Desk):
    """Finance staff: a shop's statement, and where she stands."""

    template_name = "finance/shop.html"

    def get_context_data(self, **kwargs):
        statement = self.statement()
        return super().get_context_data(
            statement=statement,
            shop=statement.shop,
            standing=standing_of(statement.shop),
            period=Period(statement.start, statement.end),
            periods=usual_periods(),
            payouts=statement.shop.payouts.order_by("-pk")[:12],
            **kwargs,
        )


class ShopPdfView(OneShop, FinanceRequired, View):
    """Finance staff: the statement for print."""

    def get(self, request, pk):
        statement = self.statement()
        return download(statement_pdf(statement), file_name(statement, "pdf"), "application/pdf")


class ShopXlsxView(OneShop, FinanceRequired, View):
    """Finance staff: the statement as a spreadsheet."""

    def get(self, request, pk):
        statement = self.statement()
        return download(statement_xlsx(statement), file_name(statement, "xlsx"))


def file_name(statement: Statement, ending: str) -> str:
    return f"bang-ke-{statement.shop.slug}-{statement.start}-{statement.end}.{ending}"


def month_asked(query) -> date:
    """The first day of the month asked for (`month`: 2026-11); of the last month where it is missing or wrong."""
    try:
        return read_day(f"{query.get('month', '')}-01")
    except ValueError:
        return (timezone.localdate().replace(day=1) - timedelta(days=1)).replace(day=1)


class TaxView(Desk):
    """Finance staff: what was withheld in a month from whom, for the declaration."""

    template_name = "finance/tax.html"

    def get_context_data(self, **kwargs):
        month = month_asked(self.request.GET)
        lines = declaration(month)
        stands = balances()
        return super().get_context_data(
            month=month,
            months=[month_asked({"month": f"{one:%Y-%m}"}) for one in last_months()],
            lines=lines,
            totals={name: sum(getattr(line, name) for line in lines) for name in ("revenue", "vat", "pit")},
            due_on=due_on(month),
            period=Period(*month_of(month)),
            vat_owed=stands[Account.VAT],
            pit_owed=stands[Account.PIT],
            **kwargs,
        )


def last_months(number: int = 6) -> list[date]:
    first = timezone.localdate().replace(day=1)
    found = [first]
    while len(found) < number:
        found.append((found[-1] - timedelta(days=1)).replace(day=1))
    return found


class TaxExportView(FinanceRequired, View):
    """Finance staff: the same as a spreadsheet. It names tax codes: for the declaration only."""

    def get(self, request):
        month = month_asked(request.GET)
        return download(declaration_xlsx(month), f"thue-khau-tru-{month:%Y-%m}.xlsx")
