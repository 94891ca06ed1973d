import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.payments.references import ALPHABET, check_character, find_references, new_reference

bodies = st.text(ALPHABET, min_size=6, max_size=6)


def code(body: str) -> str:
    return f"SEN{body}{check_character(body)}"


def test_a_new_reference_is_found_in_what_was_written():
    reference = new_reference()
    assert find_references(reference) == [reference]


@pytest.mark.parametrize(
    "around", ["{}", "MBVCB.123. {} .CT tu 0912", "chuyen khoan{}", "{}CHUYEN TIEN", "Trần Thị Hạnh {} trả"]
)
@given(bodies)
def test_a_reference_is_found_anywhere_in_the_line(around, body):
    assert code(body) in find_references(around.format(code(body)))


@given(bodies, st.sampled_from([" ", "-", ".", "/"]))
def test_a_reference_survives_lower_case_and_what_is_put_between(body, between):
    written = between.join([code(body)[:3], code(body)[3:6], code(body)[6:]]).lower()
    assert find_references(written) == [code(body)]


@given(bodies, st.integers(0, 5), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_never_taken_for_another_reference(body, place, wrong):
    changed = body[:place] + wrong + body[place + 1 :]
    if changed != body:
        assert check_character(changed) != check_character(body)


@given(bodies, st.integers(0, 4))
def test_two_characters_that_changed_places_show(body, place):
    swapped = body[:place] + body[place + 1] + body[place] + body[place + 2 :]
    if swapped != body:
        assert check_character(swapped) != check_character(body)


def test_a_line_without_a_reference_has_none():
    assert find_references("SENDING MONEY TO MY SENIOR AUNT") == []


def test_two_references_in_one_line_are_both_found():
    first, second = new_reference(), new_reference()
    assert find_references(f"{first} va {second}") == [first, second]
