"""Places in a class, and the line for them."""

import datetime
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Event

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone

from tests.training import factories
from training.errors import Refused
from training.models import Enrolment, Learner, SentNotice
from training.services import enrolment, people
from training.tasks import let_offers_run_out

pytestmark = pytest.mark.django_db
State = Enrolment.State


@pytest.fixture
def full_class():
    training_class = factories.a_class(capacity=1, starts_at=timezone.now() + datetime.timedelta(days=5))
    enrolment.enrol(training_class, factories.a_learner(), source="self")
    return training_class


def enrol(training_class, **fields):
    return enrolment.enrol(training_class, factories.a_learner(**fields), source="self")


def test_who_comes_after_the_last_place_waits(full_class):
    assert enrol(full_class).state == State.WAITING


def test_enrolling_twice_changes_nothing(full_class):
    learner = full_class.enrolments.get().learner
    assert enrolment.enrol(full_class, learner, source="self").pk == full_class.enrolments.get().pk


def test_a_place_that_is_given_back_is_offered_to_the_first_in_the_line(full_class):
    first, second = enrol(full_class), enrol(full_class)
    enrolment.withdraw(full_class.enrolments.order_by("pk").first())
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == (State.OFFERED, State.WAITING)
    assert first.offer_expires_at > timezone.now() + datetime.timedelta(hours=23)
    assert SentNotice.objects.filter(template="offer").count() == 1
    enrolment.accept_offer(first)
    first.refresh_from_db()
    assert first.state == State.ENROLLED


def test_an_offer_that_runs_out_goes_to_the_next_once(full_class):
    first, second = enrol(full_class), enrol(full_class)
    enrolment.withdraw(full_class.enrolments.order_by("pk").first())
    Enrolment.objects.filter(pk=first.pk).update(offer_expires_at=timezone.now() - datetime.timedelta(minutes=1))
    let_offers_run_out()
    let_offers_run_out()
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == (State.WITHDRAWN, State.OFFERED)
    with pytest.raises(Refused):
        enrolment.accept_offer(first)
    assert SentNotice.objects.filter(template="offer").count() == 2


def test_no_one_jumps_the_line(full_class):
    enrol(full_class)
    enrolment.change_capacity(full_class, 2)
    assert enrol(full_class).state == State.WAITING


def test_who_stands_at_the_door_gets_in(full_class):
    session = full_class.sessions.get()
    learner = enrolment.walk_in(session, "Lê Thị Đến", "không nhớ số", by=full_class.trainer)
    assert learner.enrolments.get().state == State.ENROLLED
    assert learner.phone == ""


@pytest.mark.parametrize(
    ("audience", "role", "fits"),
    [
        ("everyone", "other", True),
        ("officer", "member", False),
        ("member", "officer", True),
        ("cooperative", "member", False),
    ],
)
def test_a_course_is_for_whom_it_says(audience, role, fits):
    training_class = factories.a_class(course=factories.a_course(audience=audience))
    if fits:
        assert enrol(training_class, role=role).state == State.ENROLLED
    else:
        with pytest.raises(Refused):
            enrol(training_class, role=role)


def test_a_class_of_one_commune_takes_its_people_only():
    training_class = factories.a_class(only_own_commune=True)
    with pytest.raises(Refused):
        enrol(training_class, place=factories.a_place("Kim Sơn", "14638"))
    assert enrol(training_class, place=training_class.place).state == State.ENROLLED


def test_enrolling_takes_two_fields_and_leads_to_her_own_page(client):
    training_class = factories.a_class(starts_at=timezone.now() + datetime.timedelta(days=3))
    answer = client.post(training_class.get_absolute_url(), {"full_name": "Phạm Thị Hoa", "phone": "0912 345 678"})
    made = Enrolment.objects.get()
    assert answer.url == f"/training/e/{made.token}/"
    assert made.learner.phone == "+84912345678"
    assert made.learner.consent_at
    assert "Đã ghi danh" in client.get(answer.url).content.decode()


def test_who_knows_only_a_name_and_a_number_is_not_given_that_persons_page(client):
    training_class = factories.a_class(starts_at=timezone.now() + datetime.timedelta(days=3))
    typed = {"full_name": "Phạm Thị Hoa", "phone": "0912345678"}
    client.post(training_class.get_absolute_url(), typed)
    answer = client.post(training_class.get_absolute_url(), typed)
    assert answer.status_code == 200
    assert Enrolment.objects.get().token not in answer.content.decode()


def test_a_bad_number_is_said_beside_its_field_and_what_was_typed_stays(client):
    training_class = factories.a_class(starts_at=timezone.now() + datetime.timedelta(days=3))
    page = client.post(
        training_class.get_absolute_url(), {"full_name": "Phạm Thị Hoa", "phone": "123"}
    ).content.decode()
    assert "Phạm Thị Hoa" in page
    assert not Enrolment.objects.exists()


def test_the_link_of_a_meeting_is_shown_to_the_enrolled_only(client):
    training_class = factories.a_class(capacity=1, starts_at=timezone.now() + datetime.timedelta(minutes=10))
    training_class.sessions.update(mode="online", online_url="https://zoom.example/j/1")
    assert "zoom.example" not in client.get(training_class.get_absolute_url()).content.decode()
    inside, outside = enrol(training_class), enrol(training_class)
    session = training_class.sessions.get()
    answer = client.get(f"/training/e/{inside.token}/join/{session.pk}/")
    assert answer.url == "https://zoom.example/j/1"
    assert session.arrivals.get().learner == inside.learner
    assert client.get(f"/training/e/{outside.token}/join/{session.pk}/").status_code == 404
    assert "zoom.example" not in client.get(f"/training/e/{outside.token}/").content.decode()


def test_a_notice_reaches_who_has_an_address(django_capture_on_commit_callbacks, settings):
    settings.TRAINING_NOTIFIER = "training.notices.send_by_email"
    training_class = factories.a_class(starts_at=timezone.now() + datetime.timedelta(days=3))
    with django_capture_on_commit_callbacks(execute=True):
        enrol(training_class, email="hoa@example.com")
    assert mail.outbox[0].to == ["hoa@example.com"]
    assert training_class.course.title in mail.outbox[0].subject


def test_a_learner_is_found_again_by_her_phone_and_her_name_without_marks():
    learner = factories.a_learner("Nguyễn Thị Đào", phone="+84912345678")
    assert people.find_or_make("nguyen thi dao", "+84912345678") == learner
    assert people.find_or_make("Nguyễn Thị Mận", "+84912345678") != learner
    assert list(Learner.objects.matching("thi dao")) == [learner]
    assert learner in Learner.objects.matching("0912 345")


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_form_that_is_sent_twice_at_once_makes_one_record_of_her(monkeypatch):
    """The first waits, before she gives the class free, until the second has come as far as it can."""
    training_class = factories.a_class(starts_at=timezone.now() + datetime.timedelta(days=5))
    second_came, look = Event(), people.find_or_make
    enrol_person = partial(enrolment.enrol_person, training_class, "Đinh Thị Sen", "+84912345678", source="trainer")

    def look_and_wait(*args, **kwargs):
        found = look(*args, **kwargs)
        second_came.wait(timeout=2)
        return found

    def send(number):
        try:
            return enrol_person().pk
        finally:
            second_came.set()
            connection.close()

    monkeypatch.setattr(people, "find_or_make", look_and_wait)
    with ThreadPoolExecutor(2) as pool:
        made = set(pool.map(send, range(2)))
    assert len(made) == Learner.objects.count() == training_class.enrolments.count() == 1
