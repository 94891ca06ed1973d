"""One thing, one word (docs/words.md), in what Oscar says too."""

import pytest
from django.utils import translation
from django.utils.translation import gettext


@pytest.mark.parametrize(
    ("source", "vi", "en"),
    [
        ("Basket", "Giỏ hàng", "Basket"),
        ("Add to basket", "Thêm vào giỏ", "Add to basket"),
        ("Basket total", "Tạm tính", "Basket total"),
        ("Voucher code", "Mã giảm giá", "Voucher code"),
        ("Partner", "Gian hàng", "Partner"),
        ("Dashboard", "Trang quản trị", "Dashboard"),
        ("Wish list", "Danh sách yêu thích", "Wish list"),
        ("Sign in", "Đăng nhập", "Sign in"),
        ("Cancel", "Hủy", "Cancel"),
    ],
)
def test_a_thing_has_the_word_that_was_decided(source, vi, en):
    for language, word in (("vi", vi), ("en", en)):
        with translation.override(language):
            assert gettext(source) == word
