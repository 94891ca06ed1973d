from django import forms

from marketplace.accounts.phones import normalise_phone
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
