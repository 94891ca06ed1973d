from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.phones import normalise_phone
from marketplace.places.fields import CommuneField
from marketplace.ui.numbers import format_phone


class PhoneField(forms.CharField):
    """A phone number in any usual spelling; cleans to E.164 (`+84912345678`)."""

    widget = forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel"})

    def __init__(self, **kwargs):
        super().__init__(max_length=30, **kwargs)

    def prepare_value(self, value):
        """A number from here is shown as people write it: 0912 345 678."""
        return format_phone(value).replace("\N{NO-BREAK SPACE}", " ") if str(value).startswith("+84") else value

    def clean(self, value):
        value = super().clean(value)
        return normalise_phone(value) if value else value


class WhereForm(forms.Form):
    """Who receives a parcel and where: the first fields of the checkout, and of an entry in an address book."""

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
