"""Money that goes back to buyers by transfer."""

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marketplace.finance import queries
from marketplace.finance.base import Desk, note_access
from marketplace.finance.payouts import ReferenceForm
from marketplace.payments.models import Refund
from marketplace.payments.refunding import note_account, qr_of, to_transfer
from marketplace.payments.services import mark_refund_sent
from marketplace.shops.banks import bank_choices


class RefundsView(Desk):
    """Finance staff: refunds to transfer, the oldest first; those to cards send themselves."""

    template_name = "finance/refunds.html"

    def get_context_data(self, **kwargs):
        sent = Refund.objects.filter(state=Refund.State.SENT).select_related("payment__order")
        return super().get_context_data(
            waiting=to_transfer().select_related("payment__order__delivery")[:200],
            num_card=queries.card_refunds_under_way().count(),
            sent=sent.order_by("-sent_at")[:30],
            **kwargs,
        )


class AccountForm(forms.Form):
    """Where the buyer wants her money."""

    bank_bin = forms.ChoiceField(label=gettext_lazy("Bank"))
    account_number = forms.RegexField(
        r"^[0-9A-Za-z]{4,19}$",
        label=gettext_lazy("Account number"),
        error_messages={"invalid": gettext_lazy("Digits and letters only, without spaces.")},
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
    )
    account_holder = forms.CharField(label=gettext_lazy("Account holder"), max_length=100)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["bank_bin"].choices = [("", _("Choose a bank")), *bank_choices()]


class RefundView(Desk):
    """Finance staff: one refund: where to, the QR code, by which transfer. Who sees the account number is noted."""

    template_name = "finance/refund.html"

    def get_context_data(self, **kwargs):
        refund = get_object_or_404(Refund.objects.select_related("payment__order__delivery"), pk=self.kwargs["pk"])
        is_open = to_transfer().filter(pk=refund.pk).exists()
        if is_open and refund.account_number:
            note_access(self.request, f"refund:{refund.key}")
        lines = refund.lines.select_related("line")
        told = {name: getattr(refund, name) for name in ("bank_bin", "account_number", "account_holder")}
        return super().get_context_data(
            refund=refund,
            is_open=is_open,
            lines=lines,
            delivery_fee=refund.amount + refund.waived - sum(one.amount for one in lines) if lines else 0,
            qr=qr_of(refund) if is_open else "",
            account_form=kwargs.pop("account_form", None) or AccountForm(initial=told),
            form=kwargs.pop("form", None) or ReferenceForm(),
            **kwargs,
        )

    def post(self, request, pk):
        refund = get_object_or_404(to_transfer(), pk=pk)
        if request.POST.get("act") == "account":
            form = AccountForm(request.POST)
            if not form.is_valid():
                return self.render_to_response(self.get_context_data(account_form=form), status=422)
            note_account(
                refund,
                form.cleaned_data["bank_bin"],
                form.cleaned_data["account_number"],
                form.cleaned_data["account_holder"],
            )
            return redirect("finance:refund", pk)
        if request.POST.get("act") != "sent":
            raise Http404
        form = ReferenceForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        mark_refund_sent(refund.pk, bank_reference=form.cleaned_data["bank_reference"])
        messages.success(request, _("Noted: the money is with the buyer."))
        return redirect("finance:refunds")
