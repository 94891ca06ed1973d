"""The money of a shop: what comes next, the statement of any period, each order from its price to what she gets."""

from datetime import timedelta

from django.core.signing import BadSignature, TimestampSigner
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views import View
from django.views.generic import TemplateView

from marketplace.documents.downloads import download
from marketplace.ledger.models import Payout
from marketplace.ledger.periods import Period, period_of, usual_periods
from marketplace.ledger.printing import statement_pdf
from marketplace.ledger.queries import standing_of
from marketplace.ledger.statements import Statement, month_of, statement_of, statement_of_order
from marketplace.ledger.workbooks import statement_xlsx
from marketplace.orders.models import SellerOrder
from marketplace.shops.models import Maker
from marketplace.workspace.base import Workspace

signer = TimestampSigner(salt="maker-money")
LINK_HOLDS = timedelta(days=60)
MONTHS = 6


class Money(Workspace):
    duty = "see_money"

    def statement(self) -> Statement:
        period = period_of(self.request.GET)
        return statement_of(self.request.shop, period.first, period.last)


class MoneyView(Money, TemplateView):
    """Owners and managers: what the next payout brings, what waits, and the statement of a period."""

    template_name = "workspace/money.html"

    def get_context_data(self, **kwargs):
        statement = self.statement()
        account = getattr(self.request.shop, "payout_account", None)
        return super().get_context_data(
            statement=statement,
            standing=standing_of(self.request.shop),
            account=account,
            payouts=Payout.objects.filter(shop=self.request.shop).order_by("-pk")[:6],
            period=Period(statement.start, statement.end),
            periods=usual_periods(),
            **kwargs,
        )


class MoneyPdfView(Money, View):
    """Owners and managers: the statement for print."""

    def get(self, request):
        statement = self.statement()
        return download(statement_pdf(statement), _file_name(statement, "pdf"), "application/pdf")


class MoneyXlsxView(Money, View):
    """Owners and managers: the statement as a spreadsheet."""

    def get(self, request):
        statement = self.statement()
        return download(statement_xlsx(statement), _file_name(statement, "xlsx"))


def _file_name(statement: Statement, ending: str) -> str:
    return f"bang-ke-{statement.start}-{statement.end}.{ending}"


class MoneyOrderView(Money, TemplateView):
    """Owners and managers: one of their orders from its price to what the shop gets, and when it was paid out."""

    template_name = "workspace/money_order.html"

    def get_context_data(self, **kwargs):
        found = SellerOrder.objects.filter(shop=self.request.shop).prefetch_related("sale_terms__line")
        one = get_object_or_404(found, number=self.kwargs["number"])
        payouts = Payout.objects.filter(items__posting__seller_order=one, items__released=False).distinct()
        rows = statement_of_order(one)
        return super().get_context_data(
            one=one, rows=rows, net=sum(row.net for row in rows), payouts=payouts.order_by("pk"), **kwargs
        )


class MakersView(Money, TemplateView):
    """Owners and managers: what each maker's products brought in a period, and a link for each to see hers."""

    template_name = "workspace/money_makers.html"

    def get_context_data(self, **kwargs):
        statement = self.statement()
        makers = {maker.name: maker for maker in Maker.objects.filter(shop=self.request.shop)}
        return super().get_context_data(
            rows=[(share, makers.get(share.name), _link(makers.get(share.name))) for share in statement.makers],
            period=Period(statement.start, statement.end),
            periods=usual_periods(),
            days=LINK_HOLDS.days,
            **kwargs,
        )


def _link(maker: Maker | None) -> str:
    return reverse("workspace:maker-money", args=[signer.sign(maker.pk)]) if maker else ""


class MakerMoneyView(TemplateView):
    """Whoever holds the link, which the shop gives the maker: what her products brought in the last months.

    Names no buyer and no other maker; the link runs out after two months.
    """

    template_name = "workspace/maker_money.html"

    def get_context_data(self, **kwargs):
        try:
            pk = signer.unsign(self.kwargs["signed"], max_age=LINK_HOLDS)
        except BadSignature as error:
            raise Http404 from error
        maker = get_object_or_404(Maker.objects.select_related("shop__partner"), pk=pk)
        return super().get_context_data(maker=maker, months=_months_of(maker), **kwargs)


def _months_of(maker: Maker) -> list[tuple]:
    """(first day, her share or None) of the last months, this one first."""
    found, first = [], timezone.localdate().replace(day=1)
    for __ in range(MONTHS):
        shares = statement_of(maker.shop, *month_of(first)).makers
        found.append((first, next((share for share in shares if share.name == maker.name), None)))
        first = (first - timedelta(days=1)).replace(day=1)
    return found
