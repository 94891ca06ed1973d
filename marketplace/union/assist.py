"""Beginning to act for a seller: her number, then the code that she reads out."""

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from marketplace.accounts.forms import PhoneField
from marketplace.accounts.roles import OfficerRequired
from marketplace.notifications.carriers import NotDelivered
from marketplace.shops.assistance import SESSION_KEY, CannotAssist, ask_consent, assistance_of, begin
from marketplace.shops.codes import TooManyCodes
from marketplace.shops.models import Assistance
from marketplace.shops.people import shop_of


class AskForm(forms.Form):
    phone = PhoneField(label=gettext_lazy("The seller's phone number"))


class BeginForm(AskForm):
    phone = PhoneField(widget=forms.HiddenInput())
    code = forms.CharField(
        label=gettext_lazy("The code that she reads out"),
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    full_name = forms.CharField(
        label=gettext_lazy("Her full name, if she has no account yet"), max_length=150, required=False
    )


class AssistView(OfficerRequired, View):
    """Union officers: act for a seller who sits beside them, with her consent by a code on her phone."""

    def get(self, request):
        return self.show(AskForm())

    def post(self, request):
        return self.begin() if "code" in request.POST else self.ask()

    def ask(self):
        form = AskForm(self.request.POST)
        if form.is_valid():
            try:
                ask_consent(self.request.user, form.cleaned_data["phone"])
            except (CannotAssist, TooManyCodes) as refusal:
                form.add_error("phone", str(refusal))
            except NotDelivered:
                form.add_error("phone", _("The message could not be sent just now. Try again in a minute."))
            else:
                return self.show(BeginForm(initial=form.cleaned_data), phone=form.cleaned_data["phone"])
        return self.show(form)

    def begin(self):
        form = BeginForm(self.request.POST)
        if form.is_valid():
            given = form.cleaned_data
            try:
                assistance = begin(self.request.user, given["phone"], given["code"], given["full_name"])
            except CannotAssist as refusal:
                form.add_error("code", str(refusal))
            else:
                self.request.session[SESSION_KEY] = assistance.pk
                messages.success(self.request, _("You act for %(seller)s now.") % {"seller": assistance.seller})
                return redirect("sell:start" if shop_of(assistance.seller) else "sell:application")
        return self.show(form, phone=form.data.get("phone", ""))

    def show(self, form, phone: str = ""):
        self.request.assistance = self.request.acting_for = None
        if going_on := assistance_of(self.request):
            self.request.assistance, self.request.acting_for = going_on, going_on.seller
        mine = Assistance.objects.filter(officer=self.request.user).select_related("seller")[:10]
        context = {"form": form, "phone": phone, "mine": mine}
        return render(self.request, "union/assist.html", context)
