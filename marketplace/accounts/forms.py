from django import forms

from marketplace.accounts.phones import normalise_phone


class PhoneField(forms.CharField):
    """A phone number in any usual spelling; cleans to E.164 (`+84912345678`)."""

    widget = forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel"})

    def __init__(self, **kwargs):
        super().__init__(max_length=30, **kwargs)

    def clean(self, value):
        value = super().clean(value)
        return normalise_phone(value) if value else value
