"""Sessions planned, moved, cancelled, copied, reminded of, and read by calendars."""

import datetime

import pytest
from django.utils import timezone
from icalendar import Calendar

from tests.training import factories
from training import calendars
from training.errors import Refused
from training.models import SentNotice
from training.services import attendance, sessions
from training.tasks import send_reminders

pytestmark = pytest.mark.django_db

SOON = datetime.timedelta(days=3)


def a_pattern(**fields):
    defaults = {
        "first_day": datetime.date(2026, 12, 2),  # a Wednesday
        "begins": datetime.time(8),
        "ends": datetime.time(10, 30),
        "weekdays": frozenset({1, 4}),
        "count": 4,
    }
    return sessions.Pattern(**defaults | fields)


def test_a_pattern_begins_at_its_first_day_and_keeps_to_its_weekdays():
    assert [day.isoformat() for day in a_pattern().days()] == ["2026-12-04", "2026-12-08", "2026-12-11", "2026-12-15"]


def test_every_second_week_and_without_a_holiday():
    days = a_pattern(
        weekdays=frozenset({4}), every_weeks=2, count=2, left_out=frozenset({datetime.date(2026, 12, 4)})
    ).days()
    assert [day.isoformat() for day in days] == ["2026-12-18", "2027-01-01"]


def test_planning_adds_sessions_and_the_class_follows_them():
    training_class = factories.a_class(sessions=0)
    made = sessions.plan(training_class, a_pattern(), mode="hall", hall="Phòng 2")
    training_class.refresh_from_db()
    assert [timezone.localtime(one.starts_at).hour for one in made] == [8, 8, 8, 8]
    assert (training_class.starts_on.isoformat(), training_class.ends_on.isoformat()) == ("2026-12-04", "2026-12-15")


@pytest.mark.parametrize("fields", [{"weekdays": frozenset()}, {"count": 61}, {"ends": datetime.time(7)}])
def test_a_pattern_that_makes_no_sense_is_refused(fields):
    with pytest.raises(Refused):
        sessions.plan(factories.a_class(sessions=0), a_pattern(**fields))


def test_everyone_is_told_once_of_a_session_that_moves():
    training_class = factories.a_class(starts_at=timezone.now() + SOON)
    session = training_class.sessions.get()
    factories.learners_in(training_class, 2)
    later = session.starts_at + datetime.timedelta(days=1)
    sessions.move(
        session,
        starts_at=later,
        ends_at=later + datetime.timedelta(hours=2),
        hall="",
        reason="Bão",
        by=training_class.trainer,
    )
    training_class.refresh_from_db()
    session.refresh_from_db()
    assert (session.starts_at, session.revision) == (later, 1)
    assert training_class.starts_on == timezone.localdate(later)
    assert SentNotice.objects.filter(template="moved").count() == 2
    assert session.changes.get().reason == "Bão"


def test_a_session_with_attendance_does_not_move_and_a_cancelled_one_takes_no_marks():
    training_class = factories.a_class()
    session = training_class.sessions.get()
    learner = factories.an_enrolment(training_class).learner
    attendance.mark_here(session, {learner.pk: "present"}, by=None)
    move = {"starts_at": timezone.now(), "ends_at": timezone.now() + SOON, "hall": "", "by": training_class.trainer}
    with pytest.raises(Refused):
        sessions.move(session, reason="Bão", **move)
    sessions.cancel(session, reason="Bão", by=training_class.trainer)
    with pytest.raises(Refused):
        attendance.mark_here(session, {learner.pk: "absent"}, by=None)


def test_a_copy_begins_with_the_curriculum_of_today_and_without_learners():
    training_class = factories.a_class(sessions=2, starts_at=timezone.now() - datetime.timedelta(days=40))
    factories.an_enrolment(training_class)
    training_class.sessions.update(online_url="https://zoom.example/j/1", mode="online")
    newer = factories.a_curriculum(training_class.course)
    copy = sessions.copy_class(training_class, starts_on=training_class.starts_on + datetime.timedelta(days=42))
    assert copy.curriculum == newer
    assert copy.state == "draft"
    assert copy.enrolments.count() == 0
    gaps = [
        new.starts_at - old.starts_at
        for new, old in zip(copy.sessions.order_by("starts_at"), training_class.sessions.order_by("starts_at"))
    ]
    assert gaps == [datetime.timedelta(days=42)] * 2
    assert not copy.sessions.exclude(online_url="").exists()


def test_reminders_go_the_day_before_and_two_hours_before_once_each():
    training_class = factories.a_class(starts_at=timezone.now() + datetime.timedelta(hours=20))
    factories.an_enrolment(training_class)
    factories.an_enrolment(training_class, state="withdrawn")
    for _ in range(2):
        send_reminders()
    assert list(SentNotice.objects.values_list("template", flat=True)) == ["tomorrow"]
    training_class.sessions.update(starts_at=timezone.now() + datetime.timedelta(minutes=100))
    for _ in range(2):
        send_reminders()
    assert list(SentNotice.objects.order_by("pk").values_list("template", flat=True)) == ["tomorrow", "soon"]


def test_reminders_take_the_same_queries_for_any_number_of_classes_without_learners(django_assert_max_num_queries):
    for _ in range(5):
        factories.a_class(starts_at=timezone.now() + datetime.timedelta(hours=20))
    with django_assert_max_num_queries(7):
        send_reminders()


def test_feeds_can_be_read_and_hold_no_link_of_a_meeting(client):
    training_class = factories.a_class(starts_at=timezone.now() + SOON)
    training_class.sessions.update(mode="online", online_url="https://zoom.example/j/1")
    sessions.cancel(training_class.sessions.get(), reason="Bão", by=training_class.trainer)
    for address in [
        f"/training/classes/{training_class.code}/calendar.ics",
        f"/training/places/{training_class.place_id}/calendar.ics",
        calendars.trainer_feed_url(training_class.trainer).removeprefix("http://testserver"),
    ]:
        answer = client.get(address)
        event = Calendar.from_ical(answer.content).walk("VEVENT")[0]
        assert (event["STATUS"], event["SEQUENCE"]) == ("CANCELLED", 1)
        assert b"zoom.example" not in answer.content


def test_a_trainers_feed_has_an_address_that_cannot_be_made_up(client):
    assert client.get("/training/trainers/1/calendar.ics").status_code == 404
