"""Payout runs: what is due, the bank's file, a QR code each, confirmation."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q, Sum
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from marketplace.accounts.roles import FinanceRequired
from marketplace.documents.downloads import download
from marketplace.finance import queries
from marketplace.finance.base import Desk, note_access
from marketplace.ledger.bankfile import batch_file, qr_of
from marketplace.ledger.models import Account, Payout, PayoutRun, Posting
from marketplace.ledger.payouts import NotNow, confirm_payout, confirm_run, due, fail_payout, start_run
from marketplace.shops.models import Shop

PAGE = 30


def why_not(one) -> str:
    """Why a shop is not in the next run, in words; empty when she is."""
    if one.amount < 0:
        return _("Owes us; it is taken from her next sales")
    if one.account is None:
        return _("Her bank account is not known or not checked")
    if one.amount < settings.PAYOUT_MINIMUM:
        return _("Below the smallest payout")
    return ""


class PayoutsView(Desk):
    """Finance staff: what is due to each shop now, and the runs so far. The button orders a run."""

    template_name = "finance/payouts.html"

    def get_context_data(self, **kwargs):
        found = sorted(due(), key=lambda one: (not one.is_payable, -one.amount))
        runs = PayoutRun.objects.select_related("by").order_by("-pk")
        runs = runs.annotate(
            amount=Sum("payouts__amount", filter=~Q(payouts__state="failed")),
            num=Count("payouts"),
            num_open=Count("payouts", filter=Q(payouts__state="ordered")),
        )
        payable = [one for one in found if one.is_payable]
        return super().get_context_data(
            payable=payable,
            payable_sum=sum(one.amount for one in payable),
            not_now=[(one, why_not(one)) for one in found if not one.is_payable and one.amount],
            page_obj=Paginator(runs, PAGE).get_page(self.request.GET.get("page")),
            **kwargs,
        )

    def post(self, request):
        run = start_run(by=request.user)
        if run is None:
            messages.info(request, _("Nothing is due now, or somebody has just ordered it."))
            return redirect("finance:payouts")
        messages.success(request, _("The run is ordered. Now transfer it."))
        return redirect("finance:run", run.pk)


class ReferenceForm(forms.Form):
    bank_reference = forms.CharField(
        label=gettext_lazy("The bank's number of the transfer"),
        max_length=60,
        help_text=gettext_lazy("As the bank shows it after the transfer."),
        widget=forms.TextInput({"autocomplete": "off"}),
    )


class RunView(Desk):
    """Finance staff: one run with its payouts; confirm all that the bank has made."""

    template_name = "finance/run.html"

    def get_context_data(self, **kwargs):
        run = get_object_or_404(PayoutRun.objects.select_related("by"), pk=self.kwargs["pk"])
        payouts = list(run.payouts.select_related("shop__partner").order_by("pk"))
        waiting = [one for one in payouts if one.state == Payout.State.ORDERED]
        return super().get_context_data(
            run=run,
            payouts=payouts,
            waiting=waiting,
            amount=sum(one.amount for one in payouts if one.state != Payout.State.FAILED),
            waiting_amount=sum(one.amount for one in waiting),
            form=kwargs.pop("form", None) or ReferenceForm(),
            **kwargs,
        )

    def post(self, request, pk):
        run = get_object_or_404(PayoutRun, pk=pk)
        form = ReferenceForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        number = confirm_run(run, form.cleaned_data["bank_reference"], request.user)
        messages.success(request, _("%(number)d payouts are confirmed.") % {"number": number})
        return redirect("finance:run", pk)


class RunFileView(FinanceRequired, View):
    """Finance staff: the transfers of a run for the bank's batch form. Whole account numbers: the look is noted."""

    def get(self, request, pk):
        run = get_object_or_404(PayoutRun, pk=pk)
        note_access(request, f"run:{run.pk}")
        return download(batch_file(run), f"chi-tra-{run.pk}.xlsx")


class DueView(Desk):
    """Finance staff: the postings of which the next payout to one shop consists."""

    template_name = "finance/due.html"

    def get_context_data(self, **kwargs):
        shop = get_object_or_404(Shop.objects.select_related("partner"), pk=self.kwargs["pk"])
        found = next(iter(due(shops=[shop.pk])), None)
        postings = Posting.objects.filter(pk__in=found.postings if found else ())
        return super().get_context_data(
            shop=shop,
            due=found,
            why_not=why_not(found) if found else "",
            postings=postings.select_related("entry", "seller_order").order_by("entry__at", "pk"),
            account=Account.SHOP,
            **kwargs,
        )


class PayoutView(Desk):
    """Finance staff: one payout: its QR code, what it pays for; confirm it, or take it back."""

    template_name = "finance/payout.html"

    def get_context_data(self, **kwargs):
        payout = get_object_or_404(
            Payout.objects.select_related("shop__partner", "run", "closed_by"), reference=self.kwargs["reference"]
        )
        is_open = payout.state == Payout.State.ORDERED
        if is_open:
            note_access(self.request, f"payout:{payout.reference}")
        postings = Posting.objects.filter(payout_items__payout=payout)
        return super().get_context_data(
            payout=payout,
            is_open=is_open,
            qr=qr_of(payout) if is_open else "",
            postings=postings.select_related("entry", "seller_order").order_by("entry__at", "pk"),
            form=kwargs.pop("form", None) or ReferenceForm(),
            **kwargs,
        )

    def post(self, request, reference):
        payout = get_object_or_404(Payout, reference=reference)
        acts = {"confirm": self.confirm, "fail": self.fail}
        if request.POST.get("act") not in acts:
            raise Http404
        try:
            return acts[request.POST["act"]](request, payout)
        except NotNow as error:
            messages.error(request, str(error))
        return redirect("finance:payout", reference)

    def confirm(self, request, payout):
        form = ReferenceForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        if confirm_payout(payout, form.cleaned_data["bank_reference"], request.user):
            messages.success(request, _("Confirmed: the money is with the shop."))
        else:
            messages.info(request, _("This payout was confirmed already."))
        return redirect("finance:run", payout.run_id)

    def fail(self, request, payout):
        fail_payout(payout, request.user)
        messages.success(request, _("Taken back. The shop is owed the money again; the next run has it."))
        return redirect("finance:run", payout.run_id)


class ShopsView(Desk):
    """Finance staff: what every shop is owed or owes."""

    template_name = "finance/shops.html"

    def get_context_data(self, **kwargs):
        sums = (
            Posting.objects.filter(account=Account.SHOP)
            .order_by()
            .values_list("shop")
            .annotate(amount=Sum("amount"))
            .exclude(amount=0)
        )
        owed = {shop: -int(amount) for shop, amount in sums}
        shops = Shop.objects.select_related("partner").in_bulk(owed)
        rows = sorted(((shops[pk], amount) for pk, amount in owed.items()), key=lambda row: (-row[1], row[0].pk))
        return super().get_context_data(
            rows=rows,
            owed=sum(amount for __, amount in rows if amount > 0),
            owing=-sum(amount for __, amount in rows if amount < 0),
            payouts=queries.ordered_payouts(),
            **kwargs,
        )
