from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.training.assessment.factories import a_question, a_quiz
from tests.training.factories import a_course
from training.assessment.grading import is_right, percent, read_number
from training.assessment.models import Question

Kind = Question.Kind


@pytest.fixture
def quiz(db):
    return a_quiz(a_course().current_curriculum(), questions=0)


def ids(question):
    return [choice.pk for choice in question.choices.all()]


def test_one_right_answer(quiz):
    question = a_question(quiz)
    first, second, __ = ids(question)
    assert is_right(question, first)
    assert not is_right(question, second)


def test_all_right_answers_and_no_other(quiz):
    question = a_question(quiz, Kind.MULTIPLE)
    first, second, third = ids(question)
    question.choices.filter(pk=second).update(is_right=True)
    assert is_right(question, [second, first])
    assert not is_right(question, [first])
    assert not is_right(question, [first, second, third])


def test_true_or_false(quiz):
    question = a_question(quiz, Kind.TRUE_FALSE, texts=(), is_true=False)
    assert is_right(question, False)
    assert not is_right(question, True)


def test_the_order_from_first_to_last(quiz):
    question = a_question(quiz, Kind.ORDER, texts=("Chụp ảnh", "Đặt tên", "Đặt giá"))
    in_order = ids(question)
    assert is_right(question, in_order)
    assert not is_right(question, in_order[::-1])


@pytest.mark.parametrize(("typed", "right"), [("120.000", True), ("120000 ₫", True), ("119.500", True), ("12", False)])
def test_a_number_may_differ_by_the_tolerance(quiz, typed, right):
    question = a_question(quiz, Kind.NUMBER, texts=(), number=120_000, tolerance=500)
    assert is_right(question, typed) is right


def test_nothing_answered_is_wrong(quiz):
    assert not is_right(a_question(quiz), None)


@pytest.mark.parametrize(
    ("typed", "number"),
    [("1,5", "1.5"), ("1.5", "1.5"), ("1.234.567", "1234567"), ("1.234,5", "1234.5"), ("-3", "-3"), ("25%", "25")],
)
def test_numbers_are_read_as_people_type_them(typed, number):
    assert read_number(typed) == Decimal(number)


@pytest.mark.parametrize("typed", ["", "một", "NaN", "Infinity", "1-2", "--1"])
def test_what_is_no_number_is_not_read(typed):
    assert read_number(typed) is None


@given(st.text(max_size=20))
def test_no_text_breaks_the_reading_of_numbers(text):
    number = read_number(text)
    assert number is None or number.is_finite()


@given(st.integers(0, 60), st.integers(1, 60))
def test_a_result_is_never_rounded_up(num_right, num_asked):
    num_right = min(num_right, num_asked)
    assert percent(num_right, num_asked) * num_asked <= 100 * num_right
