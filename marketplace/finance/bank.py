"""Reconciliation: statements of the bank come in, lines find their payments, staff decide the rest."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from marketplace.accounts.roles import FinanceRequired
from marketplace.documents.downloads import download
from marketplace.finance import queries
from marketplace.finance.base import Desk
from marketplace.ledger.bank import assign_to_payout
from marketplace.ledger.models import Payout
from marketplace.orders.reservations import expire_reservation, settle_late_payment
from marketplace.payments.models import BankLayout, BankLine, Payment, StatementUpload
from marketplace.payments.refunding import to_transfer
from marketplace.payments.sample import as_if_all_had_paid
from marketplace.payments.services import return_excess
from marketplace.payments.statements.layouts import COLUMNS, guess, header_of
from marketplace.payments.statements.reading import MAX_BYTES, Unreadable
from marketplace.payments.statements.services import (
    NotNow,
    assign,
    assign_refund,
    import_upload,
    layout_for,
    settle,
    store_upload,
)

PAGE = 50
CANDIDATES = 5


class UploadForm(forms.Form):
    bank = forms.CharField(
        label=gettext_lazy("Bank"),
        max_length=60,
        help_text=gettext_lazy("The columns of each bank's statements are asked for once."),
        widget=forms.TextInput(attrs={"list": "banks", "autocomplete": "off"}),
    )
    file = forms.FileField(
        label=gettext_lazy("Bank statement"),
        help_text=gettext_lazy("CSV or XLSX, as the bank exports it. It may hold days that were read before."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx,text/csv"}),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(_("The file is larger than 5 MB. Export a shorter period."))
        return file


class BankView(Desk):
    """Finance staff: what is to be decided, what was recognised, which files were read."""

    template_name = "finance/bank.html"
    tabs = {
        "decide": gettext_lazy("To decide"),
        "known": gettext_lazy("Recognised"),
        "files": gettext_lazy("Files"),
    }

    def get_context_data(self, **kwargs):
        chosen = self.request.GET.get("show", "decide")
        chosen = chosen if chosen in self.tabs else "decide"
        known = BankLine.objects.exclude(outcome=BankLine.Outcome.UNKNOWN).select_related("payment__order")
        rows = {"known": known, "files": StatementUpload.objects.select_related("by").defer("cells")}
        return super().get_context_data(
            tabs=self.tabs,
            chosen=chosen,
            form=kwargs.pop("form", None) or UploadForm(),
            banks=BankLayout.objects.values_list("bank", flat=True),
            unknown=queries.unknown_lines()[:200] if chosen == "decide" else (),
            overpaid=queries.overpaid()[:200] if chosen == "decide" else (),
            underpaid=queries.underpaid()[:200] if chosen == "decide" else (),
            page_obj=Paginator(rows.get(chosen, []), PAGE).get_page(self.request.GET.get("page")),
            **kwargs,
        )

    def post(self, request):
        form = UploadForm(request.POST, request.FILES)
        if form.is_valid():
            file = form.cleaned_data["file"]
            try:
                upload = store_upload(form.cleaned_data["bank"], file.name, file.read(), request.user)
                if layout_for(upload):
                    import_upload(upload)
            except Unreadable as error:
                form.add_error("file", str(error))
            else:
                return redirect("finance:file", upload.pk)
        return self.render_to_response(self.get_context_data(form=form), status=422)


class SampleView(FinanceRequired, View):
    """Finance staff of the demo: a statement in which every order that waits for a transfer is paid."""

    def get(self, request):
        if not settings.DEMO:
            raise Http404
        return download(as_if_all_had_paid(), "sao-ke-mau.csv", "text/csv; charset=utf-8")


class LayoutForm(forms.ModelForm):
    """Which column is what, chosen from those in the file."""

    class Meta:
        model = BankLayout
        fields = COLUMNS
        labels = {
            "date": gettext_lazy("Date"),
            "description": gettext_lazy("Description"),
            "amount": gettext_lazy("Amount with sign"),
            "amount_in": gettext_lazy("Money in"),
            "amount_out": gettext_lazy("Money out"),
            "reference": gettext_lazy("The bank's number of the movement"),
        }

    def __init__(self, *args, header, **kwargs):
        super().__init__(*args, **kwargs)
        columns = [(name, name) for name in dict.fromkeys(filter(None, header))]
        for name, field in self.fields.items():
            choices = columns if field.required else [("", _("No such column")), *columns]
            self.fields[name] = forms.ChoiceField(label=field.label, choices=choices, required=field.required)

    def clean(self):
        cleaned = super().clean()
        if not (cleaned.get("amount") or cleaned.get("amount_in")):
            self.add_error("amount_in", _("Say in which column the money that came in stands."))
        return cleaned


class FileView(Desk):
    """Finance staff: one statement: which column is what (once a bank), and what became of its lines."""

    template_name = "finance/file.html"

    def get_context_data(self, **kwargs):
        upload = get_object_or_404(StatementUpload.objects.select_related("by"), pk=self.kwargs["pk"])
        header = header_of(upload.cells)
        form = kwargs.pop("form", None)
        if form is None and upload.new_lines is None:
            form = LayoutForm(header=header, instance=layout_for(upload), initial=guess(header))
        start = upload.cells.index(header)
        return super().get_context_data(
            upload=upload,
            form=form,
            header=header,
            sample=upload.cells[start + 1 : start + 4],
            page_obj=Paginator(upload.lines.select_related("payment__order"), PAGE).get_page(
                self.request.GET.get("page")
            ),
            **kwargs,
        )

    def post(self, request, pk):
        """The columns are told: keep them for this bank, and read the file."""
        upload = get_object_or_404(StatementUpload, pk=pk)
        layout = layout_for(upload) or BankLayout(bank=upload.bank)
        form = LayoutForm(request.POST, header=header_of(upload.cells), instance=layout)
        if form.is_valid():
            form.save()
            try:
                import_upload(upload)
            except Unreadable as error:
                form.add_error(None, str(error))
            else:
                return redirect("finance:file", upload.pk)
        return self.render_to_response(self.get_context_data(form=form), status=422)


class NatureForm(forms.Form):
    nature = forms.ChoiceField(label=gettext_lazy("What it is"), choices=BankLine.Nature.choices)
    note = forms.CharField(label=gettext_lazy("Memo"), max_length=200, required=False)


class OrderForm(forms.Form):
    reference = forms.CharField(
        label=gettext_lazy("Reference or order number"), max_length=40, widget=forms.TextInput({"autocomplete": "off"})
    )


class LineView(Desk):
    """Finance staff: one movement of our account; while nobody has explained it, what it may be."""

    template_name = "finance/line.html"

    def get_context_data(self, **kwargs):
        line = get_object_or_404(
            BankLine.objects.select_related("payment__order", "upload", "decided_by"), **self.kwargs
        )
        is_open = line.outcome == BankLine.Outcome.UNKNOWN
        return super().get_context_data(
            line=line,
            is_open=is_open,
            orders=orders_like(line) if is_open else (),
            refunds=to_transfer().filter(amount=-line.amount)[:CANDIDATES] if is_open else (),
            payouts=payouts_like(line) if is_open else (),
            order_form=kwargs.pop("order_form", None) or OrderForm(),
            nature_form=kwargs.pop("nature_form", None) or NatureForm(),
            **kwargs,
        )

    def post(self, request, pk):
        line = get_object_or_404(BankLine, pk=pk)
        acts = {"order": self.to_order, "nature": self.to_nature, "payout": self.to_payout, "refund": self.to_refund}
        act = acts.get(request.POST.get("act"))
        if act is None:
            raise Http404
        try:
            answer = act(request, line)
        except NotNow as error:
            messages.error(request, str(error))
            return redirect("finance:line", pk)
        if answer is None:
            messages.success(request, _("Settled."))
            return redirect(f"{reverse('finance:bank')}?show=decide")
        return answer

    def to_order(self, request, line):
        form = OrderForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(order_form=form), status=422)
        try:
            assign(line, form.cleaned_data["reference"], request.user)
        except NotNow as error:
            form.add_error("reference", str(error))
            return self.render_to_response(self.get_context_data(order_form=form), status=422)
        return None

    def to_nature(self, request, line):
        form = NatureForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(nature_form=form), status=422)
        settle(line, form.cleaned_data["nature"], request.user, form.cleaned_data["note"])
        return None

    def to_payout(self, request, line):
        assign_to_payout(line, get_object_or_404(Payout, reference=request.POST.get("which", "")), request.user)

    def to_refund(self, request, line):
        which = request.POST.get("which", "")
        assign_refund(line, get_object_or_404(to_transfer(), pk=which if which.isdecimal() else 0), request.user)


def orders_like(line: BankLine):
    """Payments by transfer that miss just this amount, those that wait first."""
    if line.amount < 0:
        return ()
    states = (Payment.State.OPEN, Payment.State.EXPIRED)
    found = Payment.objects.filter(method="bank", state__in=states, amount=line.amount, received=0)
    return found.select_related("order__delivery").order_by("-state", "-pk")[:CANDIDATES]


def payouts_like(line: BankLine):
    """Payouts of this amount: to be transferred for money out, made for money that came back."""
    state = Payout.State.ORDERED if line.amount < 0 else Payout.State.PAID
    return Payout.objects.filter(state=state, amount=abs(line.amount)).select_related("shop__partner")[:CANDIDATES]


class OverpaidView(FinanceRequired, View):
    """Finance staff: give back what a buyer paid too much. Asked twice, it goes back once."""

    def post(self, request, reference):
        payment = get_object_or_404(Payment, reference=reference)
        key = f"excess:{payment.reference}:{int(payment.received)}"
        refund = return_excess(payment, key, _("Paid too much"))
        if refund is None:
            messages.info(request, _("Nothing is to be given back any more."))
            return redirect("finance:bank")
        messages.success(request, _("To be given back. Say where to, then transfer it."))
        return redirect("finance:refund", refund.pk)


class UnderpaidView(FinanceRequired, View):
    """Finance staff: stop waiting for the rest; the order is cancelled, and what came goes back."""

    def post(self, request, reference):
        payment = get_object_or_404(Payment, reference=reference)
        if expire_reservation(payment):
            settle_late_payment(payment.pk)
            messages.success(request, _("Cancelled. What came is to be given back."))
        else:
            messages.info(request, _("This order does not wait any more."))
        return redirect("finance:bank")
