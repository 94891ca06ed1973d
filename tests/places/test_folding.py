import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.places.folding import fold, sort_key, words

VIETNAMESE = st.text("aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ ĐÀ")


@given(st.text())
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_composed_and_decomposed_text_fold_alike(text):
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@given(VIETNAMESE)
def test_folded_vietnamese_is_plain_lower_case(text):
    assert fold(text).isascii()
    assert fold(text) == fold(text.upper())


@pytest.mark.parametrize(
    ("one", "other"), [("Hòa", "Hoà"), ("Thủy", "Thuỷ"), ("Úy", "Uý"), ("Đồng  Thái", "dong thai"), (" Xã\tA ", "xa a")]
)
def test_spellings_of_one_name_fold_alike(one, other):
    assert fold(one) == fold(other)


def test_words_leave_punctuation_and_leading_zeros_behind():
    assert words("P.05, Q10") == ["p", "5", "q", "10"]
    assert words("Ea H'Leo – Văn Miếu") == ["ea", "hleo", "van", "mieu"]


@given(st.text())
def test_words_of_folded_text_are_the_same_words(text):
    assert words(fold(text)) == words(text)


def test_names_sort_in_vietnamese_order_with_the_tone_last():
    mixed = ["Êm", "Bạ", "Ba", "Ân", "Đa", "Bá", "Bà", "Cà Mau", "Ăn", "Bã", "An Giang", "Da", "Bắc", "Em", "Bả"]
    ordered = ["An Giang", "Ăn", "Ân", "Ba", "Bà", "Bả", "Bã", "Bá", "Bạ", "Bắc", "Cà Mau", "Da", "Đa", "Em", "Êm"]

    assert sorted(mixed, key=sort_key) == ordered


@given(VIETNAMESE)
def test_the_sort_key_does_not_depend_on_how_marks_are_stored(text):
    assert sort_key(unicodedata.normalize("NFD", text)) == sort_key(unicodedata.normalize("NFC", text))
