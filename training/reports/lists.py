"""What stands behind the figures: lists of people, classes, completion, officers and quiz results.

Each knows all its rows in order (`all`, sliceable) and turns a page of them into cells (`cells`) in a fixed number of
queries, so that a page and a whole spreadsheet are made alike.
"""

from abc import ABC, abstractmethod
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from training.assessment.models import Attempt, Quiz
from training.certificates.models import Certificate
from training.models import Attendance, Enrolment, Learner, MarkState, Session, TrainingClass
from training.places import place_model
from training.reports.figures import Outcome, officers_of_year, outcomes_of, share, trained_officers
from training.reports.filters import THERE, ReportFilter
from training.reports.scope import Scope

MANY = 1000
"""Rows above which a list is read whole."""


@dataclass(frozen=True)
class Link:
    text: str
    url: str

    def __str__(self) -> str:
        return self.text


Cell = str | int | date | Link | None


@dataclass(frozen=True)
class Asked:
    """Of a list: the report that it belongs to, and which part of it."""

    scope: Scope
    filter: ReportFilter
    only: str = ""
    quiz: Quiz | None = None


class ReportList(ABC):
    heads: tuple
    numbers: frozenset[int] = frozenset()
    """Columns of numbers."""
    parts: dict[str, str] = {}
    """What `only` may be, and how it is called."""

    def __init__(self, asked: Asked, *, linked: bool = True):
        """`linked`: names lead to their pages; a spreadsheet of thousands goes without."""
        self.linked = linked
        self.scope, self.filter, self.quiz = asked.scope, asked.filter, asked.quiz
        self.only = asked.only if asked.only in self.parts else ""

    @abstractmethod
    def all(self) -> QuerySet | Sequence: ...

    @abstractmethod
    def cells(self, rows: list) -> list[list[Cell]]: ...

    def title(self, count: int) -> str:
        return ngettext("%(n)d person", "%(n)d people", count) % {"n": count}

    def learner(self, learner: Learner) -> Cell:
        name = learner.full_name
        return Link(name, reverse("training:learner", args=[learner.pk])) if self.linked else name

    def training_class(self, one: TrainingClass) -> Cell:
        title = one.course.shown_title
        return Link(title, reverse("training:desk_class", args=[one.code])) if self.linked else title

    def certificate(self, one: Certificate | None) -> Cell:
        if one is None:
            return ""
        return Link(one.serial, one.get_absolute_url()) if self.linked else one.serial

    @property
    def subtitle(self) -> str:
        return str(self.parts.get(self.only, ""))

    @property
    def period(self) -> tuple[date, date]:
        return self.filter.start, self.filter.end


class People(ReportList):
    """Everyone whom the figure counts, by given name."""

    heads = (
        gettext_lazy("Full name"),
        gettext_lazy("Phone number"),
        gettext_lazy("Year of birth"),
        gettext_lazy("Commune or ward"),
        gettext_lazy("Role"),
        gettext_lazy("Sessions attended"),
        gettext_lazy("Certificates"),
        gettext_lazy("Seller since"),
        gettext_lazy("First sale"),
    )
    numbers = frozenset({2, 5})
    parts = {"sellers": gettext_lazy("became sellers"), "sold": gettext_lazy("made a first sale")}

    def attended(self) -> QuerySet[Attendance]:
        return self.filter.attendance(self.scope.classes).filter(state__in=THERE)

    def all(self) -> QuerySet[Learner]:
        found = Learner.objects.filter(pk__in=self.attended().values("learner"))
        if self.only:
            told = outcomes_of(self.attended().values_list("learner", flat=True))
            found = found.filter(pk__in=[pk for pk, one in told.items() if _part_of(one, self.only)])
        return found.only("full_name", "phone", "birth_year", "place", "role").order_by("sort_key", "pk")

    def cells(self, rows: list[Learner]) -> list[list[Cell]]:
        pks = [one.pk for one in rows]
        mine = self.attended().filter(_among("learner", pks)).order_by()
        sessions = dict(mine.values_list("learner").annotate(Count("pk")))
        outcomes, titles = outcomes_of(pks), self._certificates(pks)
        places = place_model().objects.in_bulk({one.place_id for one in rows if one.place_id})
        roles = {role.value: str(role.label) for role in Learner.Role}
        return [
            [
                self.learner(one),
                one.phone,
                one.birth_year,
                places[one.place_id].name if one.place_id else "",
                roles[one.role],
                sessions[one.pk],
                ", ".join(titles[one.pk]),
                outcomes.get(one.pk, Outcome()).seller_since,
                outcomes.get(one.pk, Outcome()).first_sale_on,
            ]
            for one in rows
        ]

    def _certificates(self, learners: list[int]) -> dict[int, list[str]]:
        titles = defaultdict(list)
        enrolments = self.filter.enrolments(self.scope.classes).filter(_among("learner", learners))
        rows = Certificate.objects.valid().filter(enrolment__in=enrolments)
        for learner, title in rows.values_list("enrolment__learner", "course_title"):
            titles[learner].append(title)
        return titles


def _among(path: str, pks: list[int]) -> Q:
    """Limits a read to the rows of a page; a whole list of thousands is read without so long a list of keys."""
    return Q(**{f"{path}__in": pks}) if len(pks) <= MANY else Q()


def _part_of(outcome: Outcome, only: str) -> bool:
    return bool(outcome.seller_since if only == "sellers" else outcome.first_sale_on)


class TrainedOfficers(People):
    """Officers trained in the year that the target is about, by given name."""

    def attended(self) -> QuerySet[Attendance]:
        return trained_officers(self.scope, self.filter)

    parts = {}

    @property
    def subtitle(self) -> str:
        return _("officers trained in %(year)s") % {"year": self.filter.end.year}

    @property
    def period(self) -> tuple[date, date]:
        year = officers_of_year(self.filter)
        return year.start, year.end


class Classes(ReportList):
    """The classes that meet in the period, the latest first."""

    heads = (
        gettext_lazy("Class"),
        gettext_lazy("Code"),
        gettext_lazy("Commune or ward"),
        gettext_lazy("First day"),
        gettext_lazy("Last day"),
        gettext_lazy("Enrolled"),
        gettext_lazy("Present"),
        gettext_lazy("Late"),
        gettext_lazy("Excused"),
        gettext_lazy("Absent"),
        gettext_lazy("Attendance, percent"),
        gettext_lazy("Certificates"),
    )
    numbers = frozenset(range(5, 12))

    def title(self, count: int) -> str:
        return ngettext("%(n)d class", "%(n)d classes", count) % {"n": count}

    def all(self) -> QuerySet[TrainingClass]:
        found = self.filter.meeting(self.scope.classes)
        return found.select_related("course", "place").order_by("-starts_on", "-pk")

    def cells(self, rows: list[TrainingClass]) -> list[list[Cell]]:
        marks: dict[int, Counter] = defaultdict(Counter)
        held = self.filter.attendance(self.scope.classes).filter(session__training_class__in=rows).order_by()
        for pk, state, number in held.values_list("session__training_class", "state").annotate(Count("pk")):
            marks[pk][state] = number
        enrolled = self.filter.enrolments(self.scope.classes).filter(training_class__in=rows).order_by()
        numbers = dict(enrolled.values_list("training_class").annotate(Count("pk")))
        valid = Certificate.objects.valid().filter(enrolment__in=enrolled).order_by()
        certificates = dict(valid.values_list("enrolment__training_class").annotate(Count("pk")))
        return [
            [
                self.training_class(one),
                one.code,
                one.place.name,
                one.starts_on,
                one.ends_on,
                numbers.get(one.pk, 0),
                *_shares(marks[one.pk]),
                certificates.get(one.pk, 0),
            ]
            for one in rows
        ]


def _shares(marks: Counter) -> list[Cell]:
    states = [MarkState.PRESENT, MarkState.LATE, MarkState.EXCUSED, MarkState.ABSENT]
    counted = sum(marks[one] for one in states) - marks[MarkState.EXCUSED]
    return [*(marks[one] for one in states), share(sum(marks[one] for one in THERE), counted)]


class Completion(ReportList):
    """Who takes part in the classes of the period, and the certificates given."""

    heads = (
        gettext_lazy("Full name"),
        gettext_lazy("Class"),
        gettext_lazy("Commune or ward"),
        gettext_lazy("Last day"),
        gettext_lazy("Sessions attended"),
        gettext_lazy("Certificate"),
        gettext_lazy("Issued on"),
    )
    numbers = frozenset({4})
    parts = {"certified": gettext_lazy("with a certificate"), "open": gettext_lazy("without a certificate")}

    def title(self, count: int) -> str:
        return ngettext("%(n)d enrolment", "%(n)d enrolments", count) % {"n": count}

    def all(self) -> QuerySet[Enrolment]:
        found = self.filter.enrolments(self.scope.classes)
        valid = Certificate.objects.valid().values("enrolment")
        if self.only == "certified":
            found = found.filter(pk__in=valid)
        elif self.only:
            found = found.exclude(pk__in=valid)
        names = found.select_related("learner").only("training_class", "learner__full_name")
        return names.order_by("learner__sort_key", "pk")

    def cells(self, rows: list[Enrolment]) -> list[list[Cell]]:
        valid = Certificate.objects.valid().filter(_among("enrolment", [one.pk for one in rows]))
        held = {one.enrolment_id: one for one in valid.only("enrolment", "serial", "issued_on")}
        pks = {one.training_class_id for one in rows}
        classes = TrainingClass.objects.select_related("course", "place").in_bulk(pks)
        there = Attendance.objects.filter(
            _among("learner", [one.learner_id for one in rows]), session__training_class__in=pks, state__in=THERE
        )
        counted = there.order_by().values_list("learner", "session__training_class").annotate(Count("pk"))
        sessions = {(learner, pk): number for learner, pk, number in counted}
        return [
            [
                self.learner(one.learner),
                self.training_class(classes[one.training_class_id]),
                classes[one.training_class_id].place.name,
                classes[one.training_class_id].ends_on,
                sessions.get((one.learner_id, one.training_class_id), 0),
                self.certificate(held.get(one.pk)),
                held[one.pk].issued_on if one.pk in held else None,
            ]
            for one in rows
        ]


class QuizResults(ReportList):
    """Who has handed in a quiz, with her best result."""

    heads = (
        gettext_lazy("Full name"),
        gettext_lazy("Class"),
        gettext_lazy("Commune or ward"),
        gettext_lazy("Best result, percent"),
        gettext_lazy("Passed"),
    )
    numbers = frozenset({3})
    parts = {"passed": gettext_lazy("passed")}

    @property
    def subtitle(self) -> str:
        words = (str(self.quiz), super().subtitle)
        return " · ".join(one for one in words if one)

    def all(self) -> QuerySet[Attempt]:
        classes = self.filter.classes(self.scope.classes)
        found = Attempt.objects.filter(
            quiz=self.quiz, submitted_at__isnull=False, enrolment__training_class__in=classes
        ).filter(self.filter.people("enrolment__learner__"))
        if self.only:
            found = found.filter(passed=True)
        best = found.order_by().values("enrolment").annotate(best=Max("percent"))
        return best.order_by("enrolment__learner__sort_key", "enrolment").values_list("enrolment", "best")

    def cells(self, rows: list[tuple[int, int]]) -> list[list[Cell]]:
        enrolments = Enrolment.objects.select_related(
            "learner", "training_class__course", "training_class__place"
        ).in_bulk([pk for pk, __ in rows])
        return [
            [
                self.learner(enrolments[pk].learner),
                self.training_class(enrolments[pk].training_class),
                enrolments[pk].training_class.place.name,
                best,
                _("yes") if best >= self.quiz.pass_percent else _("no"),
            ]
            for pk, best in rows
        ]


LISTS: dict[str, type[ReportList]] = {
    "people": People,
    "officers": TrainedOfficers,
    "classes": Classes,
    "completion": Completion,
    "quiz": QuizResults,
}


@dataclass(frozen=True)
class AtRisk:
    learner: Learner
    training_class: TrainingClass
    missed: int


def at_risk(seen: QuerySet[TrainingClass], misses: int = 2) -> list[AtRisk]:
    """Who has missed at least so many sessions of a class that is still open: to be called before she is lost.

    As everywhere (`queries.attendance_shares`): a session counts once someone was marked in it, and who has no mark in
    it was absent.
    """
    is_open = seen.filter(state=TrainingClass.State.OPEN)
    marked = (
        Attendance.objects.filter(session__training_class__in=is_open, session__state=Session.State.PLANNED)
        .exclude(state=MarkState.UNMARKED)
        .order_by()
    )
    held = dict(marked.values_list("session__training_class").annotate(Count("session", distinct=True)))
    came = marked.exclude(state=MarkState.ABSENT).values_list("learner", "session__training_class")
    excused_or_there = {(learner, pk): number for learner, pk, number in came.annotate(Count("session"))}
    found = []
    for one in Enrolment.objects.taking_part().filter(training_class__in=list(held)).order_by():
        missed = held[one.training_class_id] - excused_or_there.get((one.learner_id, one.training_class_id), 0)
        if missed >= misses:
            found.append((one.learner_id, one.training_class_id, missed))
    learners = Learner.objects.in_bulk({row[0] for row in found})
    classes = TrainingClass.objects.select_related("course", "place").in_bulk({row[1] for row in found})
    rows = [AtRisk(learners[learner], classes[pk], missed) for learner, pk, missed in found]
    return sorted(rows, key=lambda one: (-one.missed, one.learner.sort_key))
