from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.forms import WhereForm
from marketplace.orders.services import Recipient
from marketplace.places.models import Commune
from marketplace.places.resolving import resolve_commune

WAY_PREFIX = "delivery_"


class CheckoutForm(WhereForm):
    """Who receives the order, where, and how it is paid; the names of its fields are a contract."""

    note = forms.CharField(
        label=_("Note to the seller"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    email = forms.EmailField(
        label=_("E-mail (if you want a confirmation by e-mail)"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    payment_method = forms.ChoiceField(label=_("Payment method"), widget=forms.RadioSelect)

    def __init__(self, *args, methods, ways, **kwargs):
        super().__init__(*args, **kwargs)
        self.methods = methods
        self.fields["payment_method"].choices = [(method.code, method.name) for method in methods]
        self.fields["payment_method"].initial = methods[0].code
        for shop, choices in ways.items():
            self.fields[f"{WAY_PREFIX}{shop.pk}"] = forms.ChoiceField(
                label=shop.name,
                choices=[(choice.key, choice) for choice in choices],
                initial=choices[0].key,
                required=False,
                widget=forms.RadioSelect,
            )

    def ways(self) -> list:
        """The fields of the shops that leave the buyer a choice, for the page."""
        found = [self[name] for name in self.fields if name.startswith(WAY_PREFIX)]
        return [field for field in found if len(field.field.choices) > 1]

    def chosen_ways(self) -> dict[int, str]:
        return chosen_ways(self.data)

    def recipient(self) -> Recipient:
        data = self.cleaned_data
        return Recipient(
            full_name=data["full_name"],
            phone=data["phone"],
            commune=data["ward"],
            address_line=data["address"],
            typed_ward=self.data.get("ward", "")[:200],
            email=data["email"],
            note=data["note"],
        )

    def chosen_commune(self) -> Commune | None:
        """A valid commune, that of her saved address at first; None while there is none."""
        if self.is_bound:
            return getattr(self, "cleaned_data", {}).get("ward")
        return resolve_commune(self.initial["ward"])[0] if self.initial.get("ward") else None


def chosen_ways(data) -> dict[int, str]:
    """What a form says of each shop's way of delivery: {shop's key: choice}."""
    return {
        int(name.removeprefix(WAY_PREFIX)): value
        for name, value in data.items()
        if name.startswith(WAY_PREFIX) and name.removeprefix(WAY_PREFIX).isdecimal()
    }
