from decimal import Decimal

import pytest
from django.utils import translation

from marketplace.ui.numbers import format_dong, format_phone, format_weight

NBSP = "\u00a0"


@pytest.mark.parametrize(
    ("amount", "vi", "en"),
    [
        (0, "0 ₫", "0 ₫"),
        (120000, "120.000 ₫", "120,000 ₫"),
        (Decimal("1250000.00"), "1.250.000 ₫", "1,250,000 ₫"),
        (Decimal("-20000"), "-20.000 ₫", "-20,000 ₫"),
        (Decimal("999.5"), "1.000 ₫", "1,000 ₫"),
    ],
)
def test_money_is_grouped_in_the_readers_way_and_never_breaks(amount, vi, en):
    with translation.override("vi"):
        assert format_dong(amount) == vi.replace(" ", NBSP)
    with translation.override("en"):
        assert format_dong(amount) == en.replace(" ", NBSP)


@pytest.mark.parametrize("nothing", [None, "", "miễn phí", "NaN"])
def test_what_is_no_amount_shows_nothing(nothing):
    assert format_dong(nothing) == ""
    assert format_weight(nothing) == ""


@pytest.mark.parametrize(
    ("grams", "vi"),
    [(300, "300 g"), (999, "999 g"), (1000, "1 kg"), (1500, "1,5 kg"), (10000, "10 kg"), (1250, "1,25 kg")],
)
def test_weights_turn_to_kilograms_at_a_thousand_grams(grams, vi):
    with translation.override("vi"):
        assert format_weight(grams) == vi.replace(" ", NBSP)


@pytest.mark.parametrize(
    ("stored", "read"),
    [
        ("+84912345678", "0912 345 678"),
        ("0912345678", "0912 345 678"),
        ("+842293871234", "0229 3871 234"),
        ("+4930123456", "+4930123456"),
        ("", ""),
        (None, ""),
    ],
)
def test_a_phone_number_is_written_as_it_is_read_aloud(stored, read):
    assert format_phone(stored) == read.replace(" ", NBSP)
