import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.training.assessment.factories import a_quiz, a_task, an_attempt, attended, right_answers
from tests.training.factories import a_class, a_course, a_session, a_trainer, an_enrolment
from training.assessment.completion import Completion, completions
from training.assessment.models import Attempt, CompletionRule, TaskSubmission
from training.assessment.queries import before_and_after, class_rows, quiz_results, quiz_states
from training.assessment.services import (
    accept_at_the_desk,
    check_task,
    hand_in_task,
    start_attempt,
    submit_attempt,
)
from training.errors import Refused
from training.services.merging import merge

pytestmark = pytest.mark.django_db


@pytest.fixture
def training_class():
    return a_class()


@pytest.fixture
def enrolment(training_class):
    return an_enrolment(training_class)


def completion_of(enrolment) -> Completion:
    return completions(enrolment.training_class, [enrolment])[enrolment.pk]


def test_a_learner_who_knows_everything_passes(training_class, enrolment):
    quiz = a_quiz(training_class.curriculum)
    attempt = submit_attempt(start_attempt(quiz, enrolment), right_answers(quiz))
    assert (attempt.percent, attempt.passed) == (100, True)


def test_a_quiz_is_failed_below_its_mark(training_class, enrolment):
    quiz = a_quiz(training_class.curriculum, questions=3, pass_percent=67)
    assert not an_attempt(quiz, enrolment, num_right=2).passed


def test_starting_twice_goes_on_with_the_open_attempt(training_class, enrolment):
    quiz = a_quiz(training_class.curriculum)
    assert start_attempt(quiz, enrolment) == start_attempt(quiz, enrolment)


def test_handing_in_twice_keeps_the_first_answers(training_class, enrolment):
    quiz = a_quiz(training_class.curriculum)
    attempt = start_attempt(quiz, enrolment)
    submit_attempt(attempt, right_answers(quiz))
    assert submit_attempt(attempt, {}).percent == 100


def test_attempts_run_out(training_class, enrolment):
    quiz = a_quiz(training_class.curriculum, max_attempts=2)
    for _ in range(2):
        an_attempt(quiz, enrolment, num_right=0)
    with pytest.raises(Refused):
        start_attempt(quiz, enrolment)
    assert Attempt.objects.count() == 2


def test_a_bank_draws_as_many_as_asked(training_class, enrolment):
    quiz = a_quiz(training_class.curriculum, questions=10, num_drawn=4)
    attempt = start_attempt(quiz, enrolment)
    assert len(set(attempt.drawn)) == 4
    assert submit_attempt(attempt, right_answers(quiz)).percent == 100
    assert attempt.answers.count() == 4


def test_a_quiz_of_another_course_is_not_hers(enrolment):
    with pytest.raises(Refused):
        start_attempt(a_quiz(a_course().current_curriculum()), enrolment)


def test_a_task_comes_back_with_a_remark_and_is_handed_in_again(training_class, enrolment):
    task, trainer = a_task(training_class.curriculum), a_trainer()
    submission = hand_in_task(task, enrolment, list(task.steps.all()[:1]))
    with pytest.raises(Refused):
        check_task(submission, accept=False, by=trainer, remark=" ")
    assert check_task(submission, accept=False, by=trainer, remark="Ảnh hơi tối.").state == "returned"
    again = hand_in_task(task, enrolment, list(task.steps.all()))
    assert (again.pk, again.state, again.steps_done.count()) == (submission.pk, "handed_in", 2)
    assert check_task(again, accept=True, by=trainer).state == "accepted"
    with pytest.raises(Refused):
        hand_in_task(task, enrolment, [])


def test_a_task_with_a_photo_is_not_handed_in_without(training_class, enrolment):
    task = a_task(training_class.curriculum, needs_photo=True)
    with pytest.raises(Refused):
        hand_in_task(task, enrolment, [])
    assert not TaskSubmission.objects.exists()


def test_completion_takes_attendance_the_quiz_and_the_tasks(training_class, enrolment):
    quiz, task = a_quiz(training_class.curriculum), a_task(training_class.curriculum)
    assert not completion_of(enrolment).is_complete
    attended(training_class.sessions.get(), enrolment.learner)
    an_attempt(quiz, enrolment, num_right=4)
    assert not completion_of(enrolment).is_complete
    accept_at_the_desk(task, enrolment, by=a_trainer())
    assert completion_of(enrolment).is_complete


def test_the_courses_rule_says_what_is_needed(training_class, enrolment):
    a_quiz(training_class.curriculum)
    a_task(training_class.curriculum)
    CompletionRule.objects.create(
        course=training_class.course, attendance_percent=0, needs_quiz=False, needs_tasks=False
    )
    assert completion_of(enrolment).is_complete


@pytest.mark.parametrize(
    ("excused_counts", "late_counts", "expected"),
    [("left_out", 100, 66), ("present", 100, 75), ("absent", 100, 50), ("left_out", 50, 50)],
)
def test_late_and_excused_count_as_the_course_says(excused_counts, late_counts, expected):
    course = a_course(excused_counts=excused_counts, late_counts_percent=late_counts)
    training_class = a_class(course=course, sessions=4)
    enrolment = an_enrolment(training_class)
    states = ["present", "late", "excused", "absent"]
    for session, state in zip(training_class.sessions.order_by("number"), states, strict=True):
        attended(session, enrolment.learner, state)
    assert completion_of(enrolment).attendance_percent == expected


def test_a_session_counts_once_someone_was_marked_in_it_and_a_cancelled_one_never(training_class, enrolment):
    attended(training_class.sessions.get(), enrolment.learner)
    second = a_session(training_class, starts_at=timezone.now() + datetime.timedelta(days=7))
    assert completion_of(enrolment).attendance_percent == 100
    attended(second, an_enrolment(training_class).learner)
    assert completion_of(enrolment).attendance_percent == 50
    training_class.sessions.filter(number=2).update(state="cancelled")
    assert completion_of(enrolment).attendance_percent == 100


def test_two_absences_are_a_risk():
    training_class = a_class(sessions=3)
    enrolment = an_enrolment(training_class)
    for session in training_class.sessions.all()[:2]:
        attended(session, enrolment.learner, "absent")
    assert completion_of(enrolment).is_at_risk


def test_before_and_after_are_compared_for_those_who_did_both(training_class):
    before = a_quiz(training_class.curriculum, kind="before")
    after = a_quiz(training_class.curriculum)
    first, second = an_enrolment(training_class), an_enrolment(training_class)
    an_attempt(before, first, num_right=1)
    an_attempt(after, first, num_right=3)
    an_attempt(before, second, num_right=4)
    comparison = before_and_after(class_rows(training_class))
    assert (comparison.number, comparison.before, comparison.after) == (1, 25, 75)


def test_the_rows_of_a_class_take_the_same_queries_for_one_as_for_ten(training_class):
    a_quiz(training_class.curriculum)
    a_task(training_class.curriculum)

    def queries_with(number: int) -> int:
        while training_class.enrolments.count() < number:
            an_enrolment(training_class)
        with CaptureQueriesContext(connection) as queries:
            class_rows(training_class)
        return len(queries)

    assert queries_with(1) == queries_with(10)


def test_nobody_enrolled_is_no_error(training_class):
    assert completions(training_class, []) == {}


def test_when_two_records_become_one_their_quizzes_and_tasks_follow(training_class, enrolment):
    quiz, task, trainer = a_quiz(training_class.curriculum), a_task(training_class.curriculum), a_trainer()
    double = an_enrolment(training_class)
    an_attempt(quiz, enrolment, num_right=1)
    an_attempt(quiz, double, num_right=4)
    start_attempt(quiz, double)
    hand_in_task(task, enrolment, [])
    accept_at_the_desk(task, double, by=trainer)
    merge(enrolment.learner, double.learner, by=trainer)
    attempts = Attempt.objects.filter(enrolment=enrolment).order_by("number")
    assert [(one.number, one.percent) for one in attempts] == [(1, 25), (2, 100), (3, None)]
    assert TaskSubmission.objects.get().state == "accepted"


def test_quizzes_stand_in_the_order_in_which_they_are_done(training_class, enrolment):
    curriculum = training_class.curriculum
    final = a_quiz(curriculum)
    lesson = a_quiz(curriculum, kind="lesson", lesson=curriculum.lessons.first())
    before = a_quiz(curriculum, kind="before")
    assert [state.quiz for state in quiz_states(enrolment)] == [before, lesson, final]
    assert list(quiz_results(training_class)) == [before, lesson, final]
