import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from tests.training.assessment.factories import a_quiz, an_attempt, attended
from tests.training.certificates.conftest import key_file, signing_key  # noqa: F401
from tests.training.certificates.factories import a_finished_class, completed
from tests.training.factories import a_class, a_course, a_learner, a_place, a_trainer, a_user, an_enrolment, an_officer
from training.access import access_of
from training.certificates.services import issue_certificate
from training.models import Learner, TrainingClass
from training.reports.figures import overview
from training.reports.filters import ReportFilter, band_of
from training.reports.lists import LISTS, Asked, Link, at_risk
from training.reports.maps import _cells, draw
from training.reports.models import OfficerCount
from training.reports.scope import Scope, scope_of

pytestmark = pytest.mark.django_db


def everything() -> ReportFilter:
    today = timezone.localdate()
    return ReportFilter(today - datetime.timedelta(days=60), today + datetime.timedelta(days=60))


def all_classes():
    return TrainingClass.objects.all()


def everywhere() -> Scope:
    return Scope(all_classes(), everywhere=True)


def listed(name: str, asked=None, only: str = "", scope=None, quiz=None) -> list[list]:
    """The cells of all rows of a list."""
    found = LISTS[name](Asked(scope or everywhere(), asked or everything(), only, quiz))
    return [[str(cell) if isinstance(cell, Link) else cell for cell in row] for row in found.cells(list(found.all()))]


def there(training_class, state="present", **fields) -> Learner:
    """Someone enrolled and marked in the class's first session."""
    learner = a_learner(**fields)
    an_enrolment(training_class, learner)
    attended(training_class.sessions.first(), learner, state)
    return learner


def test_people_are_counted_once_however_often_they_came():
    training_class = a_class(sessions=2)
    learner = there(training_class)
    attended(training_class.sessions.last(), learner)
    there(training_class, "late")
    there(training_class, "absent")
    report = overview(everywhere(), everything())
    assert (report.people, report.classes) == (2, 1)
    assert report.attendance_percent == 75


def test_breakdowns_count_people_by_course_age_role_and_commune():
    year = timezone.localdate().year
    first = a_class(course=a_course(title="Chụp ảnh", position=1))
    second = a_class(course=a_course(title="Thanh toán", position=2), place=a_place("Kim Sơn", "14620"))
    learner = there(first, birth_year=year - 35, role="officer")
    an_enrolment(second, learner)
    attended(second.sessions.get(), learner)
    there(second, birth_year=None, role="member")
    report = overview(everywhere(), everything())
    assert [(line.label, line.people) for line in report.courses] == [("Chụp ảnh", 1), ("Thanh toán", 2)]
    assert [(line.key, line.people) for line in report.bands] == [("30-44", 1), ("unknown", 1)]
    assert [(line.key, line.people) for line in report.roles] == [("member", 1), ("officer", 1)]
    places = [(line.place.name, line.people) for line in report.places]
    assert places == [("Phường Kim Sơn", 2), ("Phường Nam Hoa Lư", 1)]


def test_each_figure_opens_to_as_many_people_as_it_says(client):
    year = timezone.localdate().year
    training_class = a_class()
    for age, role in ((25, "member"), (50, "officer"), (50, "member")):
        there(training_class, birth_year=year - age, role=role)
    client.force_login(an_officer())
    report = overview(everywhere(), everything())
    for line in (*report.courses, *report.bands, *report.roles, *report.places):
        page = client.get(f"/training/desk/reports/people/?{line.query}")
        assert page.context["page_obj"].paginator.count == line.people, line


def test_an_officer_sees_her_commune_and_a_trainer_her_classes():
    place = a_place("Kim Sơn", "14620")
    here, elsewhere = a_class(place=place), a_class()
    there(here)
    there(elsewhere)
    for user, classes in ((an_officer(place), 1), (an_officer(), 2), (elsewhere.trainer, 1), (a_trainer(), 0)):
        assert overview(scope_of(access_of(user)), everything()).people == classes


def test_a_period_counts_its_sessions_only():
    there(a_class())
    today = timezone.localdate()
    before = ReportFilter(today - datetime.timedelta(days=400), today - datetime.timedelta(days=300))
    assert overview(everywhere(), before).people == 0


def test_old_districts_find_their_communes():
    place = a_place("Kim Sơn", "14620")
    type(place).objects.filter(pk=place.pk).update(former_districts="Kim Sơn, Yên Khánh")
    there(a_class(place=place))
    there(a_class())
    type(place).objects.exclude(pk=place.pk).update(former_districts="Yên Khánh Hạ")
    report = overview(everywhere(), everything())
    assert [(line.label, line.people) for line in report.districts] == [
        ("Kim Sơn", 1),
        ("Yên Khánh", 1),
        ("Yên Khánh Hạ", 1),
    ]
    report = overview(everywhere(), everything().but(district="Yên Khánh"))
    assert (report.people, len(report.places)) == (1, 1)


def whole_year() -> ReportFilter:
    year = timezone.localdate().year
    return ReportFilter(datetime.date(year, 1, 1), datetime.date(year, 12, 31))


def test_officers_are_held_against_their_number():
    place = a_place()
    training_class = a_class(place=place)
    there(training_class, role="officer")
    there(training_class, role="member")
    assert overview(everywhere(), whole_year()).officers.target is None
    OfficerCount.objects.create(place=place, year=whole_year().end.year, number=4)
    officers = overview(everywhere(), whole_year()).officers
    assert (officers.trained, officers.target, officers.percent) == (1, 4, 25)


def test_a_commune_without_a_class_counts_in_the_target():
    there(a_class(), role="officer")
    for place, number in ((a_place(), 4), (a_place("Kim Sơn", "14620"), 6)):
        OfficerCount.objects.create(place=place, year=whole_year().end.year, number=number)
    report = overview(everywhere(), whole_year())
    assert (report.officers.trained, report.officers.target) == (1, 10)
    assert [(line.place.code, line.officers.trained, line.officers.target) for line in report.places] == [
        ("14359", 1, 4),
        ("14620", 0, 6),
    ]


def test_an_officer_counts_for_the_commune_where_she_is_one():
    home = a_place("Kim Sơn", "14620")
    OfficerCount.objects.create(place=home, year=whole_year().end.year, number=2)
    learner = there(a_class(), role="officer", place=home)
    for scope in (everywhere(), scope_of(access_of(an_officer(home)))):
        lines = {line.place.pk: line for line in overview(scope, whole_year()).places}
        assert lines[home.pk].officers.percent == 50
        assert [row[0] for row in listed("officers", whole_year().but(place=home.pk), scope=scope)] == [
            learner.full_name
        ]
    elsewhere = scope_of(access_of(an_officer(a_place("Gia Viễn", "14465"))))
    assert overview(elsewhere, whole_year()).officers.trained == 0


def test_drafts_and_what_was_cancelled_count_nowhere():
    for state in ("draft", "cancelled"):
        there(a_class(state=state))
    training_class = a_class()
    there(training_class)
    training_class.sessions.update(state="cancelled")
    report = overview(everywhere(), everything())
    assert (report.people, report.classes) == (0, 1)


def test_quiz_results_open_to_who_handed_in():
    training_class = a_class()
    quiz = a_quiz(training_class.curriculum, questions=2, pass_percent=100)
    good, weak = an_enrolment(training_class), an_enrolment(training_class)
    an_attempt(quiz, good, num_right=1)
    an_attempt(quiz, good, num_right=2)
    an_attempt(quiz, weak, num_right=1)
    (line,) = overview(everywhere(), everything()).quizzes
    assert (line.num_learners, line.num_passed) == (2, 1)
    assert sorted(row[3] for row in listed("quiz", quiz=quiz)) == [50, 100]
    assert [row[0] for row in listed("quiz", quiz=quiz, only="passed")] == [good.learner.full_name]


def tell(users):
    """What the project says of learners: each opened a shop, the first of them has sold."""
    day = datetime.date(2026, 11, 1)
    return {user: (day, day if user == min(users) else None) for user in users}


def test_learners_who_became_sellers_are_asked_of_the_project(settings):
    settings.TRAINING_OUTCOMES = "tests.training.reports.test_figures.tell"
    training_class = a_class()
    there(training_class, user=a_user())
    there(training_class, user=a_user())
    there(training_class)
    report = overview(everywhere(), everything())
    assert (report.sellers, report.first_sales) == (2, 1)
    assert len(listed("people", only="sellers")) == 2
    assert len(listed("people", only="sold")) == 1


def test_certificates_count_for_the_commune_and_stand_in_the_list():
    training_class = a_finished_class(learners=0)
    enrolment = completed(training_class)
    an_enrolment(training_class)
    issue_certificate(enrolment, training_class.trainer)
    report = overview(everywhere(), everything())
    assert (report.certificates, report.places[0].enrolled) == (1, 2)
    assert listed("people")[0][6] == training_class.course.title
    title, name = training_class.course.title, enrolment.learner.full_name
    assert [row[:2] for row in listed("completion", only="certified")] == [[name, title]]
    assert len(listed("completion", only="open")) == 1
    assert listed("classes")[0][5:] == [2, 1, 0, 0, 0, 100, 1]


def test_who_missed_two_sessions_of_an_open_class_is_to_be_called():
    training_class = a_class(sessions=3)
    learner = there(training_class, "absent")
    assert at_risk(all_classes()) == []
    attended(training_class.sessions.all()[1], learner, "absent")
    assert [(row.learner, row.missed) for row in at_risk(all_classes())] == [(learner, 2)]
    TrainingClass.objects.update(state="closed")
    assert at_risk(all_classes()) == []


def test_who_has_no_mark_where_others_have_was_absent():
    training_class = a_class(sessions=3)
    silent = an_enrolment(training_class).learner
    excused = there(training_class, "excused")
    attended(training_class.sessions.all()[1], excused, "late")
    assert [(row.learner, row.missed) for row in at_risk(all_classes())] == [(silent, 2)]


def test_the_map_puts_the_north_up_and_the_east_right():
    north, east = a_place("Gia Viễn", "14465"), a_place("Kim Sơn", "14620")
    model = type(north)
    model.objects.filter(pk=north.pk).update(latitude=20.4, longitude=105.8)
    model.objects.filter(pk=east.pk).update(latitude=20.0, longitude=106.1)
    there(a_class(place=north))
    for _ in range(2):
        there(a_class(place=east))
    drawn = draw(overview(everywhere(), everything()).places)
    tiles = {tile.line.place.code: tile for tile in drawn.tiles}
    assert tiles["14465"].y < tiles["14620"].y
    assert tiles["14465"].x < tiles["14620"].x
    assert (tiles["14465"].shade, tiles["14620"].shade) == (3, 5)
    assert drawn.legend[-1] == (5, 2, 2)


@given(st.lists(st.tuples(st.floats(19.9, 20.7), st.floats(105.5, 106.6)), min_size=1, max_size=130))
def test_every_commune_has_a_tile_of_its_own(points):
    cells = _cells(points)
    assert len(set(cells)) == len(points)
    assert min(column for column, __ in cells) == min(row for __, row in cells) == 0


@pytest.mark.parametrize(
    ("age", "band"), [(18, "-29"), (29, "-29"), (30, "30-44"), (59, "45-59"), (60, "60-"), (99, "60-")]
)
def test_age_bands_hold_both_their_ends(age, band):
    assert band_of(2026 - age, 2026) == band


def test_the_figures_take_as_many_queries_for_one_class_as_for_ten():
    def queries_with(number: int) -> int:
        while TrainingClass.objects.count() < number:
            number_so_far = TrainingClass.objects.count()
            there(a_class(place=a_place(f"Kim Sơn {number_so_far}", f"146{number_so_far:02d}")))
        with CaptureQueriesContext(connection) as queries:
            overview(everywhere(), everything())
            for name in ("people", "officers", "classes", "completion"):
                listed(name)
        return len(queries)

    assert queries_with(1) == queries_with(10)
