"""What a shop takes off her own prices: vouchers with a code, offers for everybody."""

from datetime import datetime, time, timedelta

from django import forms
from django.contrib import messages
from django.db import IntegrityError
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import FormView, TemplateView
from oscar.core.loading import get_model

from catalogue_ext.typed import TypedField, read_dong, read_number
from marketplace.orders.models import OfferTerms
from marketplace.orders.offers import end_offer, make_offer, name_taken, offers_of
from marketplace.ui.numbers import format_dong
from marketplace.workspace.base import Workspace

Voucher = get_model("voucher", "Voucher")

MOST_PERCENT = 70
LEAST_AMOUNT, MOST_AMOUNT = 1_000, 50_000_000
LONGEST = timedelta(days=366)


def read_percent(typed: str) -> int | None:
    number = read_number(typed)
    return int(number) if number is not None and number == int(number) else None


class VoucherForm(forms.Form):
    """What is taken off, from when to when, and for whom."""

    PERCENT, AMOUNT = "percent", "amount"

    name = forms.CharField(
        label=gettext_lazy("What buyers read"),
        help_text=gettext_lazy("For example: “10% off for Women's Day”."),
        max_length=70,
    )
    takes = forms.ChoiceField(
        label=gettext_lazy("What is taken off"),
        choices=[(PERCENT, gettext_lazy("Percent of the price")), (AMOUNT, gettext_lazy("An amount in đồng"))],
        initial=PERCENT,
        widget=forms.RadioSelect,
    )
    percent = TypedField(
        label=gettext_lazy("How many percent"),
        reader=read_percent,
        shown=str,
        min_value=1,
        max_value=MOST_PERCENT,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    amount = TypedField(
        label=gettext_lazy("How many đồng"),
        reader=read_dong,
        shown=format_dong,
        min_value=LEAST_AMOUNT,
        max_value=MOST_AMOUNT,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    minimum = TypedField(
        label=gettext_lazy("Only from this amount of your goods"),
        help_text=gettext_lazy("Leave it empty when it always holds."),
        reader=read_dong,
        shown=format_dong,
        min_value=0,
        max_value=MOST_AMOUNT,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    code = forms.RegexField(
        r"^[A-Z0-9]{4,16}$",
        label=gettext_lazy("Code"),
        help_text=gettext_lazy("4 to 16 letters without accents and digits. Without a code everybody gets it."),
        error_messages={"invalid": gettext_lazy("Only letters without accents and digits, 4 to 16 of them.")},
        required=False,
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "autocomplete": "off"}),
    )
    once_each = forms.BooleanField(
        label=gettext_lazy("Each buyer once"),
        help_text=gettext_lazy("Then only buyers who are signed in can use the code."),
        required=False,
    )
    first_day = forms.DateField(
        label=gettext_lazy("First day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    last_day = forms.DateField(
        label=gettext_lazy("Last day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args, shop, **kwargs):
        self.shop = shop
        if data := kwargs.get("data"):
            kwargs["data"] = data = data.copy()
            data["code"] = data.get("code", "").strip().upper()
        super().__init__(*args, **kwargs)

    def clean_name(self) -> str:
        name = f"{self.cleaned_data['name'].strip()} · {self.shop.name}"[:128]
        if name_taken(name):
            raise forms.ValidationError(_("You have had an offer of this name. Give it another one."))
        return name

    def clean_code(self) -> str:
        code = self.cleaned_data["code"]
        if code and Voucher.objects.filter(code=code).exists():
            raise forms.ValidationError(_("This code is taken. Choose another one."))
        return code

    def clean(self):
        data = super().clean()
        self._clean_what(data)
        self._clean_days(data.get("first_day"), data.get("last_day"))
        return data

    def _clean_what(self, data) -> None:
        wanted = data.get("takes")
        if wanted and wanted not in self.errors and data.get(wanted) is None:
            self.add_error(wanted, _("Fill this in."))
        if wanted == self.AMOUNT and data.get("amount") and (data.get("minimum") or 0) < data["amount"]:
            self.add_error("minimum", _("At least as much as you take off, or you would give your goods away."))

    def _clean_days(self, first, last) -> None:
        if last and last < timezone.localdate():
            self.add_error("last_day", _("This day is over."))
        elif first and last and last < first:
            self.add_error("last_day", _("The last day cannot lie before the first."))
        elif first and last and last - first > LONGEST:
            self.add_error("last_day", _("A year at most."))

    def make(self):
        data = self.cleaned_data
        return make_offer(
            data["name"],
            shop=self.shop,
            **{data["takes"]: data[data["takes"]]},
            minimum=data["minimum"] or 0,
            start=_moment(data["first_day"], time.min),
            end=_moment(data["last_day"], time.max),
            code=data["code"],
            usage=Voucher.ONCE_PER_CUSTOMER if data["once_each"] else Voucher.MULTI_USE,
        )


def _moment(day, at: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, at))


class VouchersView(Workspace, TemplateView):
    """Owners and managers: what the shop takes off, how often it was used and what it has cost her."""

    duty = "see_money"
    template_name = "workspace/vouchers.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(offers=offers_of(self.request.shop), **kwargs)


class NewVoucherView(Workspace, FormView):
    """Owners and managers: a new voucher, or an offer for everybody."""

    duty = "manage_listings"
    template_name = "workspace/voucher.html"
    form_class = VoucherForm

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"shop": self.request.shop}

    def get_initial(self):
        today = timezone.localdate()
        return {"first_day": today, "last_day": today + timedelta(days=30)}

    def form_valid(self, form):
        try:
            form.make()
        except IntegrityError:
            form.add_error("name", _("This name or code was taken this moment. Look at your list first."))
            return self.form_invalid(form)
        messages.success(self.request, _("Saved. It holds from its first day on."))
        return redirect("workspace:vouchers")

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)


class EndVoucherView(Workspace, View):
    """Owners and managers: let an offer of the shop end now."""

    http_method_names = ["post"]
    duty = "manage_listings"

    def post(self, request, pk: int):
        terms = get_object_or_404(OfferTerms.objects.select_related("offer"), shop=request.shop, offer_id=pk)
        end_offer(terms.offer)
        messages.success(request, _("Ended. Who has ordered already keeps her price."))
        return redirect("workspace:vouchers")
