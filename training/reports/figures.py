"""The figures of a report, in a number of queries that does not grow with the classes, learners and marks."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce

from training import conf
from training.assessment.queries import quiz_averages
from training.certificates.models import Certificate
from training.models import Attendance, Course, Learner, MarkState, TrainingClass
from training.reports.filters import BANDS, THERE, UNKNOWN, ReportFilter, band_label, band_of, districts_of
from training.reports.models import OfficerCount
from training.reports.scope import Scope


@dataclass(frozen=True)
class Line:
    """One row of a breakdown; `query` leads to its list of people."""

    key: object
    label: str
    people: int
    query: str


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


@dataclass
class PlaceLine:
    """One commune: classes held in it, people reached in them, attendance and completion; its officers, wherever they
    learnt."""

    place: object
    query: str
    classes: int = 0
    people: int = 0
    marks: Counter = field(default_factory=Counter)
    enrolled: int = 0
    certificates: int = 0
    officers: Officers | None = None

    @property
    def attendance_percent(self) -> int | None:
        """Present or late, of all who were not excused; None: nothing was marked."""
        return share(sum(self.marks[state] for state in THERE), self.marks.total() - self.marks[MarkState.EXCUSED])


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
    districts: list[Line]
    places: list[PlaceLine]
    officers: Officers
    sellers: int
    first_sales: int
    quizzes: list


def share(part: int, whole: int) -> int | None:
    """Whole percent, rounded down; None of nothing."""
    return 100 * part // whole if whole else None


def overview(scope: Scope, asked: ReportFilter) -> Overview:
    """All figures of what `asked` is about, within what the reader may see."""
    reached = _reached(scope.classes, asked)
    places = _places(scope, asked, reached)
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
        districts=_by_district(reached, asked, {line.place.pk: line.place for line in places}),
        places=places,
        officers=_officers(scope, asked, places),
        sellers=sum(one.seller_since is not None for one in outcomes.values()),
        first_sales=sum(one.first_sale_on is not None for one in outcomes.values()),
        quizzes=list(quiz_averages(asked.classes(scope.classes))),
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


def _by_district(reached: list[Reached], asked: ReportFilter, places: dict) -> list[Line]:
    """A commune made of parts of two districts counts in both: people say where they are by the old names."""
    people = defaultdict(set)
    for row in reached:
        for district in districts_of(places[row.place]):
            people[district].add(row.learner)
    return [Line(name, name, len(people[name]), asked.but(district=name).query) for name in sorted(people)]


def _people_by(reached: list[Reached], key) -> dict:
    people = defaultdict(set)
    for row in reached:
        people[key(row)].add(row.learner)
    return people


def _places(scope: Scope, asked: ReportFilter, reached: list[Reached]) -> list[PlaceLine]:
    """Every commune of the reader, most people first; those without a class too."""
    seen = scope.classes
    lines = {place.pk: PlaceLine(place, asked.but(place=place.pk).query) for place in scope.places(asked)}
    for pk, number in asked.meeting(seen).values_list("place").annotate(Count("pk")).order_by():
        lines[pk].classes = number
    for pk, people in _people_by(reached, lambda row: row.place).items():
        lines[pk].people = len(people)
    marks = asked.attendance(seen).exclude(state=MarkState.UNMARKED).order_by()
    for pk, state, number in marks.values_list("session__training_class__place", "state").annotate(Count("pk")):
        lines[pk].marks[state] = number
    enrolled = asked.enrolments(seen).order_by()
    for pk, number in enrolled.values_list("training_class__place").annotate(Count("pk")):
        lines[pk].enrolled = number
    certified = Certificate.objects.valid().filter(enrolment__in=asked.enrolments(seen)).order_by()
    for pk, number in certified.values_list("enrolment__training_class__place").annotate(Count("pk")):
        lines[pk].certificates = number
    return sorted(lines.values(), key=lambda one: (-one.people, -one.classes, str(one.place.name)))


def officers_of_year(asked: ReportFilter) -> ReportFilter:
    """The same report for the target of 100 percent: officers, in the whole of its last year, by any course."""
    year = asked.end.year
    first, last = date(year, 1, 1), date(year, 12, 31)
    return asked.but(start=first, end=last, role=Learner.Role.OFFICER, course=None, band="")


def trained_officers(scope: Scope, asked: ReportFilter) -> QuerySet[Attendance]:
    """Attendance of officers in the year, with `home`: the commune where she is one, else where she learnt.

    A commune's own officers count wherever they learnt; its target is about them, not about its hall.
    """
    rows = officers_of_year(asked).but(place=None, district="").attendance(TrainingClass.objects.all())
    rows = rows.filter(state__in=THERE).annotate(home=Coalesce("learner__place", "session__training_class__place"))
    if asked.place or asked.district or not scope.everywhere:
        rows = rows.filter(home__in=scope.places(asked))
    if not scope.everywhere:
        rows = rows.filter(Q(session__training_class__in=scope.classes) | Q(learner__place__in=scope.areas))
    return rows.order_by()


def _officers(scope: Scope, asked: ReportFilter, places: list[PlaceLine]) -> Officers:
    """Of the whole report; each line of `places` learns of its own."""
    year, homes = asked.end.year, Counter()
    learners = set()
    for home, learner in trained_officers(scope, asked).values_list("home", "learner").distinct():
        homes[home] += 1
        learners.add(learner)
    counts = dict(OfficerCount.objects.filter(year=year).values_list("place", "number"))
    for line in places:
        pk = line.place.pk
        line.officers = Officers(year, homes[pk], counts.get(pk), line.query)
    targets = [counts[line.place.pk] for line in places if line.place.pk in counts]
    return Officers(year, len(learners), sum(targets) if targets else None, asked.query)


def outcomes_of(learners) -> dict[int, Outcome]:
    """What became of those of these learners (ids) who have accounts; empty where the project tells nothing."""
    tell = conf.load("TRAINING_OUTCOMES")
    if tell is None:
        return {}
    wanted = set(learners)
    users = {
        user: pk for user, pk in Learner.objects.filter(user__isnull=False).values_list("user", "pk") if pk in wanted
    }
    told = tell(list(users))
    return {users[user]: Outcome(*dates) for user, dates in told.items()}
