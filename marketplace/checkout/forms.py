from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.forms import PhoneField
from marketplace.orders.services import Recipient
from marketplace.places.fields import CommuneField


class CheckoutForm(forms.Form):
    """Who receives the order, where, and how it is paid; the names of its fields are a contract."""

    full_name = forms.CharField(
        label=_("Full name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    phone = PhoneField(label=_("Phone number"))
    ward = CommuneField(
        label=_("Commune or ward"), help_text=_("Type its name, with or without accents; old names too.")
    )
    address = forms.CharField(
        label=_("House number, street, hamlet"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "address-line1"}),
    )
    note = forms.CharField(
        label=_("Note to the seller"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    email = forms.EmailField(
        label=_("E-mail (if you want a confirmation by e-mail)"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    payment_method = forms.ChoiceField(label=_("Payment method"), widget=forms.RadioSelect)

    def __init__(self, *args, methods, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["payment_method"].choices = [(method.code, method.name) for method in methods]
        self.fields["payment_method"].initial = methods[0].code

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

    def chosen_province(self) -> str | None:
        """The code of the province of a valid commune, None while there is none."""
        if not self.is_bound:
            return None
        commune = getattr(self, "cleaned_data", {}).get("ward")
        return commune.province.code if commune else None
