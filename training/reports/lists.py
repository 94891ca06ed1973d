"""The people behind a figure."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, F, QuerySet

from training.certificates.models import Certificate
from training.models import Attendance, Enrolment, Learner, MarkState, TrainingClass
from training.reports.figures import Outcome, outcomes_of
from training.reports.filters import THERE, ReportFilter


@dataclass(frozen=True)
class Person:
    """Someone who was reached: how many sessions of the report she attended, which courses she completed in it."""

    learner: Learner
    sessions: int
    certificates: list[str]
    outcome: Outcome


def people(seen: QuerySet[TrainingClass], asked: ReportFilter, *, only: str = "") -> list[Person]:
    """Everyone whom the figure of `asked` counts, by given name, in a fixed number of queries.

    `only`: `sellers` – those who opened a shop; `sold` – those who have made a sale.
    """
    there = asked.attendance(seen).filter(state__in=THERE)
    sessions = dict(there.order_by().values_list("learner").annotate(Count("pk")))
    learners = Learner.objects.filter(pk__in=there.values("learner")).select_related("place").order_by("sort_key", "pk")
    outcomes = outcomes_of(sessions)
    titles = _certificates(seen, asked)
    found = [Person(one, sessions[one.pk], titles[one.pk], outcomes.get(one.pk, Outcome())) for one in learners]
    if only == "sellers":
        return [one for one in found if one.outcome.seller_since]
    if only == "sold":
        return [one for one in found if one.outcome.first_sale_on]
    return found


def _certificates(seen: QuerySet[TrainingClass], asked: ReportFilter) -> dict[int, list[str]]:
    titles = defaultdict(list)
    rows = Certificate.objects.valid().filter(enrolment__in=asked.enrolments(seen))
    for learner, title in rows.values_list("enrolment__learner", "course_title"):
        titles[learner].append(title)
    return titles


@dataclass(frozen=True)
class AtRisk:
    learner: Learner
    training_class: TrainingClass
    missed: int


def at_risk(seen: QuerySet[TrainingClass], misses: int = 2) -> list[AtRisk]:
    """Who has missed at least so many sessions of a class that is still open: to be called before she is lost."""
    rows = list(
        Attendance.objects.filter(
            state=MarkState.ABSENT,
            session__training_class__in=seen.filter(state=TrainingClass.State.OPEN),
            learner__enrolments__training_class=F("session__training_class"),
            learner__enrolments__state=Enrolment.State.ENROLLED,
        )
        .order_by()
        .values_list("learner", "session__training_class")
        .annotate(missed=Count("session", distinct=True))
        .filter(missed__gte=misses)
    )
    learners = Learner.objects.in_bulk({row[0] for row in rows})
    classes = TrainingClass.objects.select_related("course", "place").in_bulk({row[1] for row in rows})
    found = [AtRisk(learners[learner], classes[one], missed) for learner, one, missed in rows]
    return sorted(found, key=lambda one: (-one.missed, one.learner.sort_key))
