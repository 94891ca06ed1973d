"""Numbers as people type them on a phone: “45.000”, “45k”, “1,5 kg”."""

import re
from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

NUMBER = re.compile(r"\d+(?:[.,\s]\d{3})*(?:[.,]\d+)?")
THOUSANDS = re.compile(r"(?<=\d)[.,\s](?=\d{3}(?!\d))")


def read_number(typed: str) -> Decimal | None:
    """The number in `typed`; separators before three digits group thousands, others part decimals."""
    found = NUMBER.search(typed)
    if not found:
        return None
    return Decimal(THOUSANDS.sub("", found[0]).replace(",", "."))


def read_dong(typed: str) -> int | None:
    """Đồng: “45.000”, “45000 ₫”, “45k”, “45 nghìn”, “1,2 triệu”."""
    number = read_number(typed)
    if number is None:
        return None
    unit = re.sub(r"[\d.,\s₫]", "", typed).lower()
    if unit in ("k", "n", "ng", "nghìn", "ngàn", "nghin", "ngan", "nghìnđồng"):
        number *= 1000
    elif unit in ("tr", "triệu", "trieu", "m"):
        number *= 1_000_000
    elif unit not in ("", "đ", "d", "đồng", "dong", "vnd", "vnđ"):
        return None
    return int(number) if number == int(number) else None


def read_grams(typed: str) -> int | None:
    """Grams: “500”, “500 g”, “1,5 kg”, “2 cân”, “3 lạng”."""
    number = read_number(typed)
    if number is None:
        return None
    unit = re.sub(r"[\d.,\s]", "", typed).lower()
    factor = {"": 1, "g": 1, "gr": 1, "gam": 1, "kg": 1000, "kí": 1000, "ký": 1000, "cân": 1000, "lạng": 100}.get(unit)
    if unit in ("kg", "kí", "ký", "cân") and re.search(r"\d\.\d{3}(?!\d)", typed):
        number = Decimal(re.search(r"\d+\.\d+", typed)[0])  # "1.500 kg" is one and a half, not a ton and a half
    return round(number * factor) if factor else None


class TypedField(forms.CharField):
    """An integer within bounds, read from what was typed by `reader`."""

    default_error_messages = {
        "unreadable": _("We cannot read this number."),
        "min_value": _("At least %(limit)s."),
        "max_value": _("At most %(limit)s."),
    }

    def __init__(self, *, reader, shown, min_value: int, max_value: int, **kwargs):
        self.reader, self.shown, self.min_value, self.max_value = reader, shown, min_value, max_value
        super().__init__(max_length=40, **kwargs)

    def clean(self, value):
        typed = super().clean(value)
        if typed in self.empty_values:
            return None
        number = self.reader(typed)
        if number is None:
            raise forms.ValidationError(self.error_messages["unreadable"], code="unreadable")
        for code, bound, wrong in (
            ("min_value", self.min_value, number < self.min_value),
            ("max_value", self.max_value, number > self.max_value),
        ):
            if wrong:
                raise forms.ValidationError(self.error_messages[code], code=code, params={"limit": self.shown(bound)})
        return number
