from hypothesis import given
from hypothesis import strategies as st

from marketplace.orders.numbers import ALPHABET, PREFIX, RANDOM_LENGTH, check_character, is_number, new_number

bodies = st.text(ALPHABET, min_size=RANDOM_LENGTH, max_size=RANDOM_LENGTH)


def test_a_new_number_is_well_formed():
    assert all(is_number(new_number()) for _ in range(200))


@given(bodies, st.integers(0, RANDOM_LENGTH - 1), st.sampled_from(ALPHABET))
def test_one_wrong_character_always_shows(body, place, other):
    number = f"{PREFIX}{body}{check_character(body)}"
    wrong = f"{PREFIX}{body[:place]}{other}{body[place + 1 :]}{check_character(body)}"
    assert is_number(wrong) == (wrong == number)


@given(st.text(max_size=20))
def test_other_text_is_refused_without_an_error(text):
    assert is_number(text) in (True, False)
