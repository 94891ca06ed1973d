"""Who has completed a course: attendance, final quiz, tasks, by the course's rule; in a fixed number of queries."""

from collections import defaultdict
from dataclasses import dataclass

from django.utils import timezone

from training.assessment.models import Attempt, CompletionRule, Quiz, Task, TaskSubmission
from training.models import Course, Enrolment, TrainingClass
from training.queries import attendance_shares

ABSENCES_AT_RISK = 2


@dataclass(frozen=True)
class Completion:
    """How far one enrolment has come. `attendance_percent` is of the sessions held so far."""

    attendance_percent: int
    attendance_needed: int
    absences: int
    quiz_percent: int | None
    """The best result of the final quiz; None: not handed in yet."""
    quiz_passed: bool | None
    """None: the course asks for no final quiz."""
    tasks_accepted: int
    tasks_needed: int

    @property
    def attended_enough(self) -> bool:
        return self.attendance_percent >= self.attendance_needed

    @property
    def is_complete(self) -> bool:
        return self.attended_enough and self.quiz_passed is not False and self.tasks_accepted >= self.tasks_needed

    @property
    def is_at_risk(self) -> bool:
        return self.absences >= ABSENCES_AT_RISK


def rule_of(course: Course) -> CompletionRule:
    """The course's own rule, or the usual one (not saved)."""
    return CompletionRule.objects.filter(course=course).first() or CompletionRule(course=course)


def completions(training_class: TrainingClass, enrolments: list[Enrolment]) -> dict[int, Completion]:
    """Of each of these enrolments of one class, by its id."""
    rule = rule_of(training_class.course)
    shares = attendance_shares(training_class, [one.learner_id for one in enrolments])
    quiz = Quiz.objects.filter(curriculum=training_class.curriculum_id, kind=Quiz.Kind.FINAL).first()
    results = _results(quiz, enrolments) if quiz else {}
    num_tasks = Task.objects.filter(curriculum=training_class.curriculum_id).count()
    accepted = _accepted(enrolments)
    found = {}
    for enrolment in enrolments:
        share = shares[enrolment.learner_id]
        best, passed = results.get(enrolment.pk, (None, False))
        found[enrolment.pk] = Completion(
            attendance_percent=share.percent,
            attendance_needed=rule.attendance_percent,
            absences=share.missed,
            quiz_percent=best,
            quiz_passed=passed if quiz and rule.needs_quiz else None,
            tasks_accepted=accepted[enrolment.pk],
            tasks_needed=num_tasks if rule.needs_tasks else 0,
        )
    return found


def _results(quiz: Quiz, enrolments: list[Enrolment]) -> dict[int, tuple[int, bool]]:
    """The best result of each enrolment that has handed the quiz in, and whether one of them passed."""
    best: dict[int, tuple[int, bool]] = {}
    attempts = Attempt.objects.filter(quiz=quiz, enrolment__in=enrolments, submitted_at__isnull=False)
    for enrolment, percent, passed in attempts.values_list("enrolment", "percent", "passed"):
        before, passed_before = best.get(enrolment, (0, False))
        best[enrolment] = (max(percent, before), passed or passed_before)
    return best


def _accepted(enrolments: list[Enrolment]) -> dict[int, int]:
    accepted: dict[int, int] = defaultdict(int)
    rows = TaskSubmission.objects.filter(enrolment__in=enrolments, state=TaskSubmission.State.ACCEPTED)
    for enrolment in rows.values_list("enrolment", flat=True):
        accepted[enrolment] += 1
    return accepted


def is_over(training_class: TrainingClass) -> bool:
    """Whether the last session has ended: before that nobody has completed the course."""
    last = training_class.sessions.held().order_by("-ends_at").first()
    return last is not None and last.ends_at <= timezone.now()
