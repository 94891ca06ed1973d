"""Numbers in the reader's way: `120.000 ₫`, `1,5 kg`, `0912 345 678`."""

import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from django.utils.formats import number_format

NBSP = "\u00a0"


def _decimal(value) -> Decimal | None:
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def format_dong(amount) -> str:
    """Whole đồng with the sign after it, in one unbreakable piece; nothing for nothing."""
    number = _decimal(amount)
    if number is None:
        return ""
    whole = number.quantize(Decimal(1), rounding=ROUND_HALF_UP)
    return f"{number_format(whole, 0, use_l10n=True, force_grouping=True)}{NBSP}₫"


def format_weight(grams) -> str:
    """`300 g` below a kilogram, `1,5 kg` from there on."""
    number = _decimal(grams)
    if number is None:
        return ""
    if number < 1000:
        return f"{number_format(number.quantize(Decimal(1)), 0)}{NBSP}g"
    kilograms = (number / 1000).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    digits = f"{kilograms:f}".rstrip("0").rstrip(".")
    return f"{number_format(digits, use_l10n=True, force_grouping=True)}{NBSP}kg"


def format_percent(rate) -> str:
    """`1,5%`, `10%`: no more digits than it has."""
    number = _decimal(rate)
    if number is None:
        return ""
    digits = f"{number:f}"
    digits = digits.rstrip("0").rstrip(".") if "." in digits else digits
    return f"{number_format(digits, use_l10n=True)}%"


def format_phone(phone) -> str:
    """A Vietnamese number as it is read aloud: `0912 345 678`. Anything else is left as it is."""
    text = str(phone or "").strip()
    digits = re.sub(r"[^\d+]", "", text)
    national = re.sub(r"^(?:\+84|0084)", "0", digits)
    if re.fullmatch(r"0\d{9}", national):
        return f"{national[:4]}{NBSP}{national[4:7]}{NBSP}{national[7:]}"
    if re.fullmatch(r"02\d{9}", national):
        return f"{national[:4]}{NBSP}{national[4:8]}{NBSP}{national[8:]}"
    return text
