"""The figures of a report, in a number of queries that does not grow with the classes, learners and marks."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, QuerySet

from training import conf
from training.assessment.queries import quiz_averages
from training.certificates.models import Certificate
from training.models import Course, Learner, MarkState, TrainingClass
from training.places import place_model
from training.reports.filters import BANDS, THERE, UNKNOWN, ReportFilter, band_label, band_of
from training.reports.models import OfficerCount


@dataclass(frozen=True)
class Line:
    """One row of a breakdown; `query` leads to its list of people."""

    key: object
    label: str
    people: int
    query: str


@dataclass
class PlaceLine:
    """One commune: classes held in it, people reached, attendance and completion."""

    place: object
    query: str
    classes: int = 0
    people: int = 0
    marks: Counter = field(default_factory=Counter)
    enrolled: int = 0
    certificates: int = 0

    @property
    def attendance_percent(self) -> int | None:
        """Present or late, of all who were not excused; None: nothing was marked."""
        return share(sum(self.marks[state] for state in THERE), self.marks.total() - self.marks[MarkState.EXCUSED])

    @property
    def completion_percent(self) -> int | None:
        return share(self.certificates, self.enrolled)


@dataclass(frozen=True)
class Officers:
    """Officers trained in the report's last year against all of them. `target` None: nobody has counted them yet."""

    year: int
    trained: int
    target: int | None
    query: str

    @property
    def percent(self) -> int | None:
        return share(self.trained, self.target) if self.target else None


@dataclass(frozen=True)
class Outcome:
    """What became of a learner with an account, as the project tells (`TRAINING_OUTCOMES`)."""

    seller_since: date | None = None
    first_sale_on: date | None = None


@dataclass(frozen=True)
class Overview:
    people: int
    classes: int
    attendance_percent: int | None
    certificates: int
    courses: list[Line]
    bands: list[Line]
    roles: list[Line]
    places: list[PlaceLine]
    officers: Officers
    sellers: int
    first_sales: int
    quizzes: list


def share(part: int, whole: int) -> int | None:
    """Whole percent, rounded down; None of nothing."""
    return 100 * part // whole if whole else None


def overview(seen: QuerySet[TrainingClass], asked: ReportFilter) -> Overview:
    """All figures of what `asked` is about, within the classes that the reader may see."""
    reached = _reached(seen, asked)
    places = _places(seen, asked, reached)
    outcomes = outcomes_of({row.learner for row in reached})
    marks = sum((line.marks for line in places), Counter())
    return Overview(
        people=len({row.learner for row in reached}),
        classes=sum(line.classes for line in places),
        attendance_percent=share(sum(marks[one] for one in THERE), marks.total() - marks[MarkState.EXCUSED]),
        certificates=sum(line.certificates for line in places),
        courses=_by_course(reached, asked),
        bands=_by_band(reached, asked),
        roles=_by_role(reached, asked),
        places=places,
        officers=_officers(seen, asked),
        sellers=sum(one.seller_since is not None for one in outcomes.values()),
        first_sales=sum(one.first_sale_on is not None for one in outcomes.values()),
        quizzes=list(quiz_averages(asked.classes(seen))),
    )


@dataclass(frozen=True)
class Reached:
    """Someone who was there at least once in a course, in a commune."""

    learner: int
    course: int
    place: int
    birth_year: int | None
    role: str


def _reached(seen: QuerySet[TrainingClass], asked: ReportFilter) -> list[Reached]:
    rows = asked.attendance(seen).filter(state__in=THERE)
    names = (
        "learner",
        "session__training_class__course",
        "session__training_class__place",
        "learner__birth_year",
        "learner__role",
    )
    return [Reached(*row) for row in rows.values_list(*names).distinct()]


def _by_course(reached: list[Reached], asked: ReportFilter) -> list[Line]:
    people = _people_by(reached, lambda row: row.course)
    courses = Course.objects.in_bulk(people)
    return [
        Line(pk, courses[pk].shown_title, len(people[pk]), asked.but(course=pk).query)
        for pk in sorted(people, key=lambda pk: (courses[pk].position, courses[pk].title))
    ]


def _by_band(reached: list[Reached], asked: ReportFilter) -> list[Line]:
    people = _people_by(reached, lambda row: band_of(row.birth_year, asked.end.year))
    return [
        Line(band, band_label(band), len(people[band]), asked.but(band=band).query)
        for band in (*BANDS, UNKNOWN)
        if band in people
    ]


def _by_role(reached: list[Reached], asked: ReportFilter) -> list[Line]:
    people = _people_by(reached, lambda row: row.role)
    return [
        Line(role.value, str(role.label), len(people[role.value]), asked.but(role=role.value).query)
        for role in Learner.Role
        if role.value in people
    ]


def _people_by(reached: list[Reached], key) -> dict:
    people = defaultdict(set)
    for row in reached:
        people[key(row)].add(row.learner)
    return people


def _places(seen: QuerySet[TrainingClass], asked: ReportFilter, reached: list[Reached]) -> list[PlaceLine]:
    lines: dict[int, PlaceLine] = {}

    def line(pk: int) -> PlaceLine:
        return lines.setdefault(pk, PlaceLine(None, asked.but(place=pk).query))

    classes = asked.classes(seen).filter(starts_on__lte=asked.end, ends_on__gte=asked.start)
    for pk, number in classes.values_list("place").annotate(Count("pk")).order_by():
        line(pk).classes = number
    for pk, people in _people_by(reached, lambda row: row.place).items():
        line(pk).people = len(people)
    marks = asked.attendance(seen).exclude(state=MarkState.UNMARKED).order_by()
    for pk, state, number in marks.values_list("session__training_class__place", "state").annotate(Count("pk")):
        line(pk).marks[state] = number
    enrolled = asked.enrolments(seen).order_by()
    for pk, number in enrolled.values_list("training_class__place").annotate(Count("pk")):
        line(pk).enrolled = number
    certified = Certificate.objects.valid().filter(enrolment__in=asked.enrolments(seen)).order_by()
    for pk, number in certified.values_list("enrolment__training_class__place").annotate(Count("pk")):
        line(pk).certificates = number
    places = place_model().objects.in_bulk(lines)
    for pk, one in lines.items():
        one.place = places[pk]
    return sorted(lines.values(), key=lambda one: (-one.people, str(one.place.name)))


def _officers(seen: QuerySet[TrainingClass], asked: ReportFilter) -> Officers:
    year = asked.end.year
    whole_year = asked.but(
        start=date(year, 1, 1), end=date(year, 12, 31), role=Learner.Role.OFFICER, course=None, band=""
    )
    trained = whole_year.attendance(seen).filter(state__in=THERE).values("learner").distinct().count()
    counts = OfficerCount.objects.filter(year=year, place__in=whole_year.classes(seen).values("place"))
    numbers = list(counts.values_list("number", flat=True))
    return Officers(year, trained, sum(numbers) if numbers else None, whole_year.query)


def outcomes_of(learners) -> dict[int, Outcome]:
    """What became of those of these learners (ids) who have accounts; empty where the project tells nothing."""
    tell = conf.load("TRAINING_OUTCOMES")
    if tell is None:
        return {}
    users = dict(Learner.objects.filter(user__isnull=False).values_list("user", "pk"))
    wanted = set(learners)
    told = tell([user for user, learner in users.items() if learner in wanted])
    return {users[user]: Outcome(*dates) for user, dates in told.items()}
