"""Whole đồng: Vietnam's currency has no smaller unit in use, so every amount is an integer number of đồng."""

from decimal import ROUND_HALF_UP, Decimal

from django.db import models

DONG = Decimal(1)


def round_dong(amount: Decimal, currency: str | None = None) -> Decimal:
    """`amount` in whole đồng, half a đồng upwards. Oscar's offers round by it (OSCAR_OFFER_ROUNDING_FUNCTION)."""
    return Decimal(amount).quantize(DONG, rounding=ROUND_HALF_UP)


def dong(label: str, **options) -> models.DecimalField:
    """A column of whole đồng."""
    return models.DecimalField(label, max_digits=12, decimal_places=0, **options)
