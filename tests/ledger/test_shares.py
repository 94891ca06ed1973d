from hypothesis import given
from hypothesis import strategies as st

from marketplace.ledger.shares import apportion

amounts = st.integers(-(10**9), 10**9)
weights = st.lists(st.integers(0, 10**7), min_size=1, max_size=12)


@given(amounts, weights)
def test_the_parts_sum_to_the_whole(total, weights):
    assert sum(apportion(total, weights)) == total


@given(st.integers(0, 10**9), weights.filter(any))
def test_no_part_is_further_than_a_dong_from_its_exact_share(total, weights):
    for part, weight in zip(apportion(total, weights), weights, strict=True):
        assert abs(part * sum(weights) - total * weight) < sum(weights)


def test_the_largest_remainders_get_what_is_left():
    assert apportion(100, [1, 1, 1]) == [34, 33, 33]
    assert apportion(10, [6, 3, 1, 1]) == [5, 3, 1, 1]
    assert apportion(-100, [1, 1, 1]) == [-34, -33, -33]
    assert apportion(7, [0, 0]) == [7, 0]
    assert apportion(7, []) == []
