import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue_ext.typed import read_dong, read_grams
from marketplace.ui.numbers import format_dong


@pytest.mark.parametrize(
    ("typed", "dong"),
    [
        ("45000", 45_000),
        ("45.000", 45_000),
        ("45,000 ₫", 45_000),
        ("45 000đ", 45_000),
        ("45k", 45_000),
        ("45 nghìn", 45_000),
        ("1,2 triệu", 1_200_000),
        ("1.250.000", 1_250_000),
        ("0,5 đồng", None),
        ("miễn phí", None),
        ("45 đô", None),
    ],
)
def test_prices_are_read_as_people_type_them(typed, dong):
    assert read_dong(typed) == dong


@pytest.mark.parametrize(
    ("typed", "grams"),
    [
        ("500", 500),
        ("500 g", 500),
        ("1,5 kg", 1500),
        ("1.5kg", 1500),
        ("1.500 g", 1500),
        ("1.500 kg", 1500),
        ("2 cân", 2000),
        ("3 lạng", 300),
        ("nặng", None),
    ],
)
def test_weights_are_read_as_people_type_them(typed, grams):
    assert read_grams(typed) == grams


@given(st.integers(1000, 500_000_000))
def test_what_we_show_is_read_back(amount):
    assert read_dong(format_dong(amount)) == amount
