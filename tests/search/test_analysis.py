import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue_ext.search.analysis import code_word, folded, indexed_words, toneless, words
from catalogue_ext.search.keyboards import retyped
from catalogue_ext.search.vocabulary import Vocabulary, distance, sound


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Hoà Lạc, ST-25!", ["hòa", "lạc", "st", "25"]),
        ("THUỶ, khoẻ, quý", ["thủy", "khỏe", "quý"]),
        ("co\u031bm cha\u0301y", ["cơm", "cháy"]),
        ("  … ?! ", []),
    ],
)
def test_words_are_parted_and_spelled_in_one_way(text, found):
    assert words(text) == found


def test_what_mixes_letters_and_digits_is_found_in_parts_too():
    assert indexed_words("Gạo ST25") == ["gạo", "st25", "st", "25"]


def test_folding_knows_dyet_and_keeps_what_has_no_marks():
    assert [folded(word) for word in ("đũa", "CƠM", "st25")] == ["dua", "com", "st25"]


def test_a_word_keeps_its_other_marks_without_its_tone():
    assert [toneless(word) for word in ("dứa", "đũa", "cháy")] == ["dưa", "đua", "chay"]


@pytest.mark.parametrize("text", ["MẪU-001/2025", "mau 001 2025", "Mẫu 001.2025"])
def test_a_number_is_one_word_however_it_is_parted(text):
    assert code_word(text) == code_word("MẪU-001/2025")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("cowm", "cơm"), ("chays", "cháy"), ("dduax", "đũa"), ("nuwowcs", "nước"), ("nuowcs", "nước"),
        ("ruowuj", "rượu"), ("chieesu", "chiếu"), ("sown", "sơn"), ("gaoj", "gạo"), ("muoosi", "muối"),
        ("dduowngf", "đường"), ("thuyr", "thủy"), ("quys", "quý"), ("giof", "giò"), ("hoaf", "hòa"),
        ("co7m", "cơm"), ("cha1y", "cháy"), ("d9u4a", "đũa"), ("nu7o7c1", "nước"), ("ga5o", "gạo"), ("d9a1", "đá"),
    ],
)  # fmt: skip
def test_left_overs_of_the_keyboard_are_read(typed, meant):
    assert retyped(typed) == meant


@pytest.mark.parametrize("word", ["rice", "tea", "class", "st25", "coi", "kim", "5kg", "cơm", "honey", "a", "comchay"])
def test_what_is_no_left_over_is_left_alone(word):
    assert retyped(word) == ""


@given(st.text(max_size=30))
def test_any_text_becomes_words_that_stay_the_same(text):
    found = words(text)
    assert words(" ".join(found)) == found
    for word in found:
        retyped(word)


@pytest.mark.parametrize(
    ("one", "other", "slips"), [("mam", "man", 1), ("tep", "tpe", 1), ("chieu", "cheu", 1), ("a", "", 1)]
)
def test_slips_are_counted(one, other, slips):
    assert distance(one, other) == distance(other, one) == slips


@pytest.mark.parametrize(
    ("one", "other"), [("trai", "chai"), ("sen", "xen"), ("gio", "do"), ("nuoc", "luoc"), ("ly", "li")]
)
def test_what_is_heard_alike_sounds_the_same(one, other):
    assert sound(one) == sound(other)


def test_near_words_come_from_the_vocabulary():
    known = Vocabulary(["mam", "tep", "chieu", "giong", "com", "chay"])
    assert "mam" in known.near("man")
    assert list(known.near("cieu")) == ["chieu"]
    assert known.near("xyzzy") == {}


def test_words_written_together_are_parted():
    known = Vocabulary(["com", "chay", "cha", "co"])
    assert known.splits("comchay") == [["com", "chay"]]
    assert known.splits("com") == known.splits("comxyz") == []
