import pytest

from marketplace.orders.masking import mask


@pytest.mark.parametrize(
    "written",
    [
        "0912345678",
        "0912 345 678",
        "0912.345.678",
        "091-234-56-78",
        "+84912345678",
        "+84 912 345 678",
        "0084 912 345 678",
        "84912345678",
        "0 9 1 2 3 4 5 6 7 8",
        "0228 3 888 999",
        "hanh@example.com",
        "hanh.tran @ example.com",
    ],
)
def test_numbers_to_call_and_addresses_are_masked(written):
    masked = mask(f"Gọi mình {written} nhé")
    assert written not in masked
    assert "•••" in masked
    assert masked.startswith("Gọi mình •••")
    assert masked.endswith(" nhé")
    assert sum(char.isdigit() for char in masked) <= 2


@pytest.mark.parametrize(
    "written",
    ["Giá 120.000 ₫", "Đơn CS7K2P9QXA", "Ngày 23/11/2026", "Lấy 2 gói 500 g", "Giao 8 giờ 30", "Tổng 1.250.000", ""],
)
def test_prices_dates_and_order_numbers_stay(written):
    assert mask(written) == written
