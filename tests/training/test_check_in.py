"""Checking in oneself: what a code is good for, and what it is not."""

import datetime
import re
import time

import pytest
from django.utils import timezone

from tests.training import factories
from training.errors import Refused
from training.models import Attendance, AttendanceMark
from training.services import check_in, participants

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    return factories.a_class(starts_at=timezone.now() - datetime.timedelta(minutes=5)).sessions.get()


@pytest.fixture
def learner(session):
    return factories.an_enrolment(session.training_class).learner


def scan(client, code, who, **more):
    """Scan a code and say who one is; the answer to it."""
    page = client.get(f"/training/check-in/{code}/")
    if page.status_code != 200:
        return page
    ticket = re.search(r'name="ticket" value="([^"]+)"', page.content.decode()).group(1)
    return client.post(f"/training/check-in/{code}/", {"ticket": ticket, "who": who, **more})


def test_a_fresh_code_and_a_phone_number_mark_her_present(client, session, learner):
    answer = scan(client, check_in.code_now(session), learner.phone)
    assert "Có mặt" in answer.content.decode()
    mark = AttendanceMark.objects.get()
    assert (mark.learner, mark.state, mark.source) == (learner, "present", "qr")


def test_a_badge_code_does_as_well(client, session, learner):
    scan(client, check_in.code_now(session), learner.badge.lower())
    assert Attendance.objects.get().learner == learner


def test_opening_the_page_alone_marks_no_one(client, session, learner):
    client.get(f"/training/check-in/{check_in.code_now(session)}/")
    assert not AttendanceMark.objects.exists()


def test_a_code_that_is_replayed_after_a_minute_is_refused_with_words(client, session, learner):
    answer = scan(client, check_in.code_now(session, time.time() - 75), learner.phone)
    assert answer.status_code == 403
    assert "Mã này đã cũ" in answer.content.decode()
    assert not AttendanceMark.objects.exists()


def test_a_code_of_another_session_checks_into_that_one_only(client, session, learner):
    other = factories.a_class().sessions.get()
    answer = scan(client, check_in.code_now(other), learner.phone)
    assert "Không có ai trong lớp này" in answer.content.decode()
    parts = check_in.code_now(other).split(".")
    with pytest.raises(Refused) as refusal:
        check_in.read_code(".".join([str(session.pk), *parts[1:]]))
    assert refusal.value.code == "forged"


@pytest.mark.parametrize("part", [0, 1, 2, 3])
def test_a_code_with_any_part_changed_is_refused(client, session, learner, part):
    parts = check_in.code_now(session).split(".")
    parts[part] = {0: str(session.pk + 1), 1: str(int(parts[1]) + 1), 2: "AAAAAAAA", 3: "A" * 16}[part]
    answer = scan(client, ".".join(parts), learner.phone)
    assert answer.status_code == 403
    assert "không phải mã của chúng tôi" in answer.content.decode()


@pytest.mark.parametrize("junk", ["x", "1.2.3.4", "0...", "é.1.1.1", "9" * 400, "1.٣.a.b"])
def test_junk_is_refused_and_breaks_nothing(client, session, junk):
    assert client.get(f"/training/check-in/{junk}/").status_code == 403


def test_a_ticket_runs_out(client, session, learner, monkeypatch):
    monkeypatch.setattr(check_in, "TICKET_LIFE", -1)
    assert scan(client, check_in.code_now(session), learner.phone).status_code == 403


def test_one_phone_checks_in_one_person(client, session, learner):
    friend = factories.an_enrolment(session.training_class).learner
    scan(client, check_in.code_now(session), learner.phone)
    assert scan(client, check_in.code_now(session), friend.phone).status_code == 403
    assert not Attendance.objects.filter(learner=friend).exists()


def test_a_family_with_one_phone_is_asked_who(client, session, learner):
    sister = factories.an_enrolment(session.training_class, factories.a_learner(phone=learner.phone)).learner
    code = check_in.code_now(session)
    assert sister.full_name in scan(client, code, learner.phone).content.decode()
    scan(client, code, learner.phone, learner=str(sister.pk))
    assert Attendance.objects.get().learner == sister


@pytest.mark.parametrize(("minutes", "words"), [(-45, "chưa mở"), (90, "đã đóng")])
def test_a_session_takes_check_ins_in_its_window_only(client, session, learner, minutes, words):
    session.starts_at = timezone.now() - datetime.timedelta(minutes=minutes)
    session.ends_at = session.starts_at + datetime.timedelta(hours=3)
    session.save()
    answer = scan(client, check_in.code_now(session), learner.phone)
    assert answer.status_code == 403
    assert words in answer.content.decode()


def test_who_comes_later_than_the_course_allows_is_late(client, session, learner):
    session.starts_at = timezone.now() - datetime.timedelta(minutes=20)
    session.save()
    scan(client, check_in.code_now(session), learner.phone)
    assert Attendance.objects.get().state == "late"


def test_distance_is_checked_where_the_trainer_asks_for_it(client, session, learner):
    session.max_distance_m, session.latitude, session.longitude = 300, 20.25, 105.97
    session.save()
    code = check_in.code_now(session)
    assert scan(client, code, learner.phone).status_code == 403
    assert scan(client, code, learner.phone, latitude="20.40", longitude="105.97").status_code == 403
    assert scan(client, code, learner.phone, latitude="20.2501", longitude="105.9701").status_code == 200


def test_what_the_trainer_marked_as_late_stays_late(session, learner):
    from training.services import attendance

    attendance.mark_here(session, {learner.pk: "late"}, by=None)
    assert check_in.check_in(session, learner, source="qr") == "late"
    assert AttendanceMark.objects.count() == 1


def test_the_trainer_confirms_who_opened_the_link(session, learner):
    check_in.arrive_online(session, learner)
    check_in.arrive_online(session, learner)
    assert check_in.confirm_arrivals(session, by=session.training_class.trainer) == 1
    assert Attendance.objects.get().state == "present"


ZOOM = """Meeting ID,Topic
123,Bán hàng

Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest
Nguyen Thi Sen (iPhone),,{early},x,30,Yes
Nguyễn Thị Sen,,{late},x,20,Yes
ĐÀO LAN,,{late},x,50,Yes
Galaxy A12,,{early},x,55,Yes
"""


def test_zooms_list_is_matched_shown_and_written_once(session):
    session.starts_at = timezone.now() - datetime.timedelta(minutes=90)
    session.save()
    sen, lan, third = (
        factories.an_enrolment(session.training_class, factories.a_learner(name)).learner
        for name in ["Nguyễn Thị Sen", "Trần Thị Đào Lan", "Lê Thị Cúc"]
    )
    begins = timezone.localtime(session.starts_at)
    layout = "%m/%d/%Y %I:%M:%S %p"
    early, late = (begins + datetime.timedelta(minutes=n) for n in (2, 40))
    content = ZOOM.format(early=early.strftime(layout), late=late.strftime(layout)).encode()
    draft = participants.read(session, "zoom.csv", content, by=session.training_class.trainer)
    assert [(row["name"], row["learner"], row["minutes"]) for row in draft.rows] == [
        ("Nguyen Thi Sen", sen.pk, 50),
        ("ĐÀO LAN", lan.pk, 50),
        ("Galaxy A12", None, 55),
    ]
    assert not AttendanceMark.objects.exists()
    chosen = {0: sen.pk, 1: lan.pk, 2: third.pk}
    assert participants.apply(draft, chosen, by=None) == 3
    assert dict(Attendance.objects.values_list("learner", "state")) == {
        sen.pk: "present",
        lan.pk: "late",
        third.pk: "present",
    }
    with pytest.raises(Refused):
        participants.apply(draft, chosen, by=None)
