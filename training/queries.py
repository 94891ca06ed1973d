"""Reads that more than one page or report asks for."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet

from training.models import Attendance, Course, Enrolment, Learner, MarkState, Session, TrainingClass


@dataclass(frozen=True)
class Row:
    """A learner on the attendance sheet."""

    learner: Learner
    state: str
    source: str


@dataclass(frozen=True)
class Share:
    """How much of a class a learner attended, by her course's rules."""

    sessions: int
    """Held sessions that count for her: an excused one may be left out."""
    points: float
    """One for each session attended; late may count less."""
    missed: int

    @property
    def percent(self) -> int:
        """Of the sessions that count, rounded down; 0 while there is none."""
        return int(100 * self.points / self.sessions) if self.sessions else 0


def roster(session: Session) -> list[Row]:
    """Everyone on the sheet, by given name, with what holds: two queries."""
    enrolments = (
        Enrolment.objects.taking_part()
        .filter(training_class=session.training_class_id)
        .select_related("learner")
        .order_by("learner__sort_key", "learner")
    )
    held = {one.learner_id: one for one in Attendance.objects.filter(session=session).select_related("mark")}
    return [
        Row(
            one.learner,
            held[one.learner_id].state if one.learner_id in held else MarkState.UNMARKED,
            held[one.learner_id].mark.source if one.learner_id in held else "",
        )
        for one in enrolments
    ]


def with_free_places(classes: QuerySet[TrainingClass]) -> QuerySet[TrainingClass]:
    """Classes with `free_places`: what can be had at once; 0 or less where one would wait."""
    holding = Count("enrolments", filter=Q(enrolments__state__in=["enrolled", "offered"]))
    waiting = Count("enrolments", filter=Q(enrolments__state="waiting"))
    return classes.annotate(free_places=F("capacity") - holding - waiting)


def attendance_shares(training_class: TrainingClass, learners: Iterable[int] | None = None) -> dict[int, Share]:
    """Learner id → her share of the sessions that have a sheet; everyone who takes part is there: three queries.

    A session counts once someone was marked in it; who has no mark in it was absent.
    """
    course = training_class.course
    taking_part = Enrolment.objects.taking_part().filter(training_class=training_class)
    if learners is not None:
        taking_part = taking_part.filter(learner__in=learners)
    states: dict[int, dict[int, str]] = {}
    held: set[int] = set()
    marked = Attendance.objects.filter(
        session__training_class=training_class, session__state=Session.State.PLANNED
    ).exclude(state=MarkState.UNMARKED)
    for session, learner, state in marked.values_list("session", "learner", "state"):
        held.add(session)
        states.setdefault(learner, {})[session] = state
    return {
        learner: _share([states.get(learner, {}).get(session, MarkState.ABSENT) for session in held], course)
        for learner in taking_part.values_list("learner_id", flat=True)
    }


def _share(states: list[str], course: Course) -> Share:
    excused = {Course.Excused.LEFT_OUT: None, Course.Excused.PRESENT: 1.0, Course.Excused.ABSENT: 0.0}
    worth = {
        MarkState.PRESENT: 1.0,
        MarkState.LATE: course.late_counts_percent / 100,
        MarkState.EXCUSED: excused[course.excused_counts],
        MarkState.ABSENT: 0.0,
    }
    counted = [worth[state] for state in states if worth[state] is not None]
    return Share(len(counted), sum(counted), states.count(MarkState.ABSENT))
