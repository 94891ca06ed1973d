"""Dividing whole đồng so that the parts sum to the whole."""

from decimal import Decimal


def apportion(total, weights: list) -> list[Decimal]:
    """Divide `total` in proportion to `weights` by largest remainder; equal remainders go to the earlier.

    Without any weight all goes to the first. A negative total is divided like a positive one.
    """
    total = Decimal(total)
    if not weights:
        return []
    whole = sum(weights)
    if whole == 0:
        return [total, *[Decimal(0)] * (len(weights) - 1)]
    sign = -1 if total < 0 else 1
    exact = [abs(total) * Decimal(weight) / Decimal(whole) for weight in weights]
    parts = [share.to_integral_value(rounding="ROUND_FLOOR") for share in exact]
    left = int(abs(total) - sum(parts))
    by_remainder = sorted(range(len(parts)), key=lambda place: (parts[place] - exact[place], place))
    for place in by_remainder[:left]:
        parts[place] += 1
    return [sign * part for part in parts]
