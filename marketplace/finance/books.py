"""The books: every account, every posting, every entry; the money of one order."""

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views import View
from oscar.core.loading import get_model

from marketplace.accounts.roles import FinanceRequired
from marketplace.documents.downloads import download
from marketplace.finance.base import Desk
from marketplace.finance.home import rows_of
from marketplace.ledger.models import Account, Entry, Posting
from marketplace.ledger.periods import Period, period_of, usual_periods
from marketplace.ledger.queries import COMES_IN, EARNED, HAVE, ON_THE_WAY, OWED, Movements, balances
from marketplace.ledger.workbooks import workbook
from marketplace.payments.models import Payment
from marketplace.shops.models import Shop

Order = get_model("order", "Order")
PAGE = 50


class BooksView(Desk):
    """Finance staff: all accounts with what stood on them at the end of a day; they sum to zero."""

    template_name = "finance/books.html"

    def get_context_data(self, **kwargs):
        period = period_of({"from": self.request.GET.get("on", ""), "to": self.request.GET.get("on", "")})
        amounts = balances(period.last)
        groups = [
            (_("We have"), rows_of(HAVE, amounts), 1),
            (_("On the way to us"), rows_of(ON_THE_WAY, amounts), 1),
            (_("We owe"), rows_of(OWED, amounts), -1),
            (_("We have earned and spent"), rows_of(EARNED, amounts), -1),
        ]
        return super().get_context_data(
            on=period.last,
            period=Period(period.last.replace(month=1, day=1), period.last),
            groups=[(title, rows, sum(row[2] for row in rows)) for title, rows, __ in groups],
            check=sum(sign * row[2] for __, rows, sign in groups for row in rows),
            **kwargs,
        )


class OneAccount:
    """An account in a period, of one shop if asked for, and only what came in if asked for."""

    def movements(self) -> Movements:
        account = self.kwargs["account"]
        if account not in Account.values:
            raise Http404
        asked, shop = self.request.GET, self.request.GET.get("shop", "")
        period = period_of(asked)
        return Movements(
            account,
            period.first,
            period.last,
            shop=get_object_or_404(Shop.objects.select_related("partner"), pk=shop) if shop.isdecimal() else None,
            kinds=COMES_IN if asked.get("only") == "in" else (),
        )


class AccountView(OneAccount, Desk):
    """Finance staff: the postings of one account."""

    template_name = "finance/account.html"

    def get_context_data(self, **kwargs):
        movements = self.movements()
        return super().get_context_data(
            movements=movements,
            name=Account(movements.account).label,
            period=Period(movements.first, movements.last),
            periods=usual_periods(),
            page_obj=Paginator(movements.postings, PAGE).get_page(self.request.GET.get("page")),
            **kwargs,
        )


class AccountExportView(OneAccount, FinanceRequired, View):
    """Finance staff: the same as a spreadsheet."""

    def get(self, request, account):
        movements = self.movements()
        header = [_("Date"), _("What it was"), _("Shop"), _("Order"), _("Memo"), _("Debit"), _("Credit")]
        rows = [["", _("Opening balance"), "", "", "", *_sides(movements.opening)]] if not movements.kinds else []
        for one in movements.postings:
            number = one.seller_order.number if one.seller_order else one.order.number if one.order else ""
            about = (one.entry.at, one.entry.get_kind_display(), one.shop.name if one.shop else "", number)
            rows.append([*about, one.entry.note, *_sides(int(one.amount))])
        rows.append(["", _("Movements of the period"), "", "", "", movements.debit, movements.credit])
        total = None if movements.kinds else ["", _("Closing balance"), "", "", "", *_sides(movements.closing)]
        above = [f"{Account(account).label}: {movements.first:%d/%m/%Y} – {movements.last:%d/%m/%Y}"]
        content = workbook(_("Account"), header, rows, above, total)
        return download(content, f"{account}-{movements.first}-{movements.last}.xlsx")


def _sides(amount: int) -> list[int | None]:
    """Debit and credit of a signed amount."""
    return [amount, None] if amount >= 0 else [None, -amount]


class EntryView(Desk):
    """Finance staff: one event in the books with all its postings, which sum to zero."""

    template_name = "finance/entry.html"

    def get_context_data(self, **kwargs):
        entry = get_object_or_404(Entry.objects.select_related("order", "by"), pk=self.kwargs["pk"])
        postings = entry.postings.select_related("shop__partner", "seller_order", "terms__line").order_by("pk")
        return super().get_context_data(entry=entry, postings=postings, **kwargs)


class OrderView(Desk):
    """Finance staff: the money of one order from what the buyer paid to what each shop gets."""

    template_name = "finance/order.html"

    def get_context_data(self, **kwargs):
        order = get_object_or_404(Order.objects.select_related("delivery"), number=self.kwargs["number"])
        postings = Posting.objects.select_related("shop__partner", "terms__line")
        entries = Entry.objects.of_order(order).prefetch_related(Prefetch("postings", postings.order_by("pk")))
        payment = (
            Payment.objects.filter(order=order).prefetch_related("receipts", "refunds", "bank_lines__upload").first()
        )
        parts = order.seller_orders.select_related("shop__partner").prefetch_related("sale_terms__line")
        return super().get_context_data(order=order, payment=payment, entries=entries, parts=parts, **kwargs)
