"""Reads of assessment for pages."""

from dataclasses import dataclass

from django.db.models import Avg, Case, Count, Max, Prefetch, Q, When
from django.utils.translation import gettext as _

from training.assessment.completion import Completion, completions
from training.assessment.models import Answer, Attempt, Question, Quiz, Task, TaskSubmission
from training.models import Enrolment, TrainingClass

AS_TAUGHT = (Case(*(When(kind=kind, then=place) for place, kind in enumerate(Quiz.Kind))), "lesson__position", "pk")
"""The order of quizzes: before the course, on its lessons, at the end."""


@dataclass(frozen=True)
class QuizState:
    """A quiz as one learner sees it."""

    quiz: Quiz
    open_attempt: Attempt | None
    last: Attempt | None
    best_percent: int | None
    passed: bool
    attempts_left: int


def quiz_states(enrolment: Enrolment) -> list[QuizState]:
    """The quizzes of her class with her attempts, in two queries."""
    own = Prefetch("attempts", Attempt.objects.filter(enrolment=enrolment).order_by("number"), to_attr="own")
    quizzes = Quiz.objects.filter(curriculum=enrolment.training_class.curriculum_id).prefetch_related(own)
    return [_state(quiz) for quiz in quizzes.select_related("lesson").order_by(*AS_TAUGHT)]


def _state(quiz: Quiz) -> QuizState:
    done = [attempt for attempt in quiz.own if attempt.submitted_at]
    return QuizState(
        quiz=quiz,
        open_attempt=next((attempt for attempt in quiz.own if not attempt.submitted_at), None),
        last=done[-1] if done else None,
        best_percent=max((attempt.percent for attempt in done), default=None),
        passed=any(attempt.passed for attempt in done),
        attempts_left=quiz.max_attempts - len(quiz.own),
    )


def tasks_of(enrolment: Enrolment) -> list[tuple[Task, TaskSubmission | None]]:
    """The tasks of her class, each with what she handed in."""
    tasks = Task.objects.filter(curriculum=enrolment.training_class.curriculum_id).prefetch_related("steps")
    handed_in = {one.task_id: one for one in enrolment.task_submissions.all()}
    return [(task, handed_in.get(task.pk)) for task in tasks]


def answers_of(attempt: Attempt) -> list[Answer]:
    """What was answered in an attempt, in the order it was asked.

    `said` and `right` of each: her answer and the right one, in words.
    """
    answers = attempt.answers.select_related("question").prefetch_related("question__choices")
    place = {pk: number for number, pk in enumerate(attempt.drawn)}
    for answer in answers:
        answer.said = in_words(answer.question, answer.given)
        answer.right = in_words(answer.question, right_answer(answer.question))
    return sorted(answers, key=lambda answer: place.get(answer.question_id, len(place)))


def right_answer(question: Question):
    """What would be right, as `grading` reads it."""
    choices = list(question.choices.all())
    answers = {
        Question.Kind.SINGLE: lambda: next((one.pk for one in choices if one.is_right), None),
        Question.Kind.MULTIPLE: lambda: [one.pk for one in choices if one.is_right],
        Question.Kind.TRUE_FALSE: lambda: question.is_true,
        Question.Kind.ORDER: lambda: [one.pk for one in sorted(choices, key=lambda one: one.position)],
        Question.Kind.NUMBER: lambda: f"{question.number.normalize():f}".replace(".", ","),
    }
    return answers[Question.Kind(question.kind)]()


def in_words(question: Question, given) -> list[str]:
    """An answer as it is read: the texts of what was chosen; nothing when nothing was."""
    texts = {one.pk: one.text for one in question.choices.all()}
    if given is None:
        return []
    if question.kind == Question.Kind.TRUE_FALSE:
        return [_("True") if given else _("False")]
    if question.kind == Question.Kind.NUMBER:
        return [str(given)]
    return [texts[pk] for pk in (given if isinstance(given, list) else [given]) if pk in texts]


@dataclass(frozen=True)
class ClassRow:
    """One learner on the class's page of results."""

    enrolment: Enrolment
    completion: Completion
    before_percent: int | None
    tasks: list[tuple[Task, TaskSubmission | None]]


def class_rows(training_class: TrainingClass) -> list[ClassRow]:
    """Everyone who takes part with her attendance, results and tasks, in a fixed number of queries."""
    enrolments = list(
        training_class.enrolments.taking_part()
        .select_related("learner", "training_class")
        .order_by("learner__sort_key")
    )
    found = completions(training_class, enrolments)
    tasks = list(Task.objects.filter(curriculum=training_class.curriculum_id))
    submissions = {
        (one.task_id, one.enrolment_id): one for one in TaskSubmission.objects.filter(enrolment__in=enrolments)
    }
    before = dict(
        Attempt.objects.filter(
            quiz__curriculum=training_class.curriculum_id,
            quiz__kind=Quiz.Kind.BEFORE,
            enrolment__in=enrolments,
            submitted_at__isnull=False,
        )
        .values("enrolment")
        .annotate(best=Max("percent"))
        .values_list("enrolment", "best")
    )
    return [
        ClassRow(
            enrolment=one,
            completion=found[one.pk],
            before_percent=before.get(one.pk),
            tasks=[(task, submissions.get((task.pk, one.pk))) for task in tasks],
        )
        for one in enrolments
    ]


@dataclass(frozen=True)
class PaperRow:
    """A learner whose paper may be filled in: her best result so far, and how often she may still try."""

    enrolment: Enrolment
    best_percent: int | None
    attempts_left: int


def paper_rows(training_class: TrainingClass, quiz: Quiz) -> list[PaperRow]:
    """Everyone who takes part, those without a result first."""
    handed_in = Q(quiz_attempts__quiz=quiz, quiz_attempts__submitted_at__isnull=False)
    enrolments = (
        training_class.enrolments.taking_part()
        .select_related("learner")
        .annotate(
            num_attempts=Count("quiz_attempts", filter=handed_in), best=Max("quiz_attempts__percent", filter=handed_in)
        )
        .order_by("learner__sort_key", "pk")
    )
    rows = [PaperRow(one, one.best, quiz.max_attempts - one.num_attempts) for one in enrolments]
    return sorted(rows, key=lambda row: row.best_percent is not None)


@dataclass(frozen=True)
class Comparison:
    """Averages of those who did both quizzes, in percent; None where nobody did."""

    number: int
    before: int | None
    after: int | None


def before_and_after(rows: list[ClassRow]) -> Comparison:
    both = [
        (row.before_percent, row.completion.quiz_percent)
        for row in rows
        if row.before_percent is not None and row.completion.quiz_percent is not None
    ]
    if not both:
        return Comparison(0, None, None)
    return Comparison(
        len(both), sum(before for before, __ in both) // len(both), sum(after for __, after in both) // len(both)
    )


def quiz_results(training_class: TrainingClass):
    """The quizzes of a class with how many handed in, passed, and the average result."""
    attempts = Q(attempts__enrolment__training_class=training_class, attempts__submitted_at__isnull=False)
    return (
        Quiz.objects.filter(curriculum=training_class.curriculum_id)
        .annotate(
            num_learners=Count("attempts__enrolment", filter=attempts, distinct=True),
            num_passed=Count("attempts__enrolment", filter=attempts & Q(attempts__passed=True), distinct=True),
            average=Avg("attempts__percent", filter=attempts),
        )
        .order_by(*AS_TAUGHT)
    )


def quiz_averages(classes):
    """Quizzes of these classes with how many learners handed them in, how many passed, and the average percent."""
    attempts = Q(attempts__enrolment__training_class__in=classes, attempts__submitted_at__isnull=False)
    return (
        Quiz.objects.filter(curriculum__in=classes.values("curriculum"))
        .select_related("curriculum__course")
        .annotate(
            num_learners=Count("attempts__enrolment", filter=attempts, distinct=True),
            num_passed=Count("attempts__enrolment", filter=attempts & Q(attempts__passed=True), distinct=True),
            average=Avg("attempts__percent", filter=attempts),
        )
        .filter(num_learners__gt=0)
        .order_by("curriculum__course__position", "pk")
    )
