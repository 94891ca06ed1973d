"""Phone numbers as people in Vietnam write them, kept as E.164 (`+84912345678`)."""

import phonenumbers
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


def normalise_phone(text: str) -> str:
    """The E.164 form of a number in any usual spelling.

    Raises:
        ValidationError: when it is no possible number.
    """
    try:
        number = phonenumbers.parse(text, "VN")
    except phonenumbers.NumberParseException as error:
        raise ValidationError(_("Enter a phone number such as 0912 345 678."), code="phone") from error
    if not phonenumbers.is_valid_number(number):
        raise ValidationError(_("Enter a phone number such as 0912 345 678."), code="phone")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def validate_e164(value: str) -> None:
    if normalise_phone(value) != value:
        raise ValidationError(_("Enter a phone number such as 0912 345 678."), code="phone")


def hidden_phone(phone: str) -> str:
    """Enough to know one's own number, too little to learn another's: `09•• ••• 678`."""
    return f"0{phone[3:4]}•• ••• {phone[-3:]}" if phone else ""


def shown_phone(phone: str) -> str:
    """A number of Vietnam as it is read aloud, `0912 345 678`; anything else is left as it is."""
    national = f"0{phone[3:]}" if phone.startswith("+84") and len(phone) == 12 else ""
    return f"{national[:4]} {national[4:7]} {national[7:]}" if national else phone


class PhoneField(forms.CharField):
    """Cleans to E.164."""

    widget = forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel"})

    def __init__(self, **kwargs):
        super().__init__(**{"label": _("Phone number"), "max_length": 30, **kwargs})

    def clean(self, value):
        value = super().clean(value)
        return normalise_phone(value) if value else value
