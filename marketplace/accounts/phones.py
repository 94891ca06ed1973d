"""Phone numbers as people in Vietnam write them, kept as E.164 (`+84912345678`)."""

import phonenumbers
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


def normalise_phone(text: str) -> str:
    """The E.164 form of a number written in any usual way: `0912 345 678`, `+84 912.345.678`.

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
    """Refuse what is not already in E.164 form."""
    if normalise_phone(value) != value:
        raise ValidationError(_("Enter a phone number such as 0912 345 678."), code="phone")
