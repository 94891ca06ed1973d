"""The desk: who finds what there, the sheet without script, the endpoint of the phones."""

import datetime
import json
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.training import factories
from training.models import Attendance, AttendanceMark, StaffAssignment, TrainingClass

pytestmark = pytest.mark.django_db

PAGES_OF_A_CLASS = ["", "edit/", "plan/", "copy/", "enrol/", "badges/", "import/"]
PAGES_OF_A_SESSION = ["sheet/", "sync/", "history/", "move/", "cancel/", "qr/", "qr/code/", "participants/"]
READ_ONLY = {"", "badges/", "sheet/", "history/"}


def addresses(training_class):
    """Address → whether reading is enough for it."""
    session = training_class.sessions.first()
    pages = {f"/training/desk/classes/{training_class.code}/{page}": page in READ_ONLY for page in PAGES_OF_A_CLASS}
    pages |= {f"/training/desk/sessions/{session.pk}/{page}": page in READ_ONLY for page in PAGES_OF_A_SESSION}
    return pages


def who_sees(client, user, address):
    client.force_login(user)
    return client.get(address).status_code


def test_every_page_of_a_class_is_there_for_whom_it_concerns_only(client):
    training_class = factories.a_class()
    factories.an_enrolment(training_class)
    manager, auditor = factories.a_user(), factories.a_user()
    StaffAssignment.objects.create(user=manager, role="manager")
    StaffAssignment.objects.create(user=auditor, role="auditor")
    assistant = factories.a_trainer()
    training_class.assistants.add(assistant)
    changing = [
        training_class.trainer,
        assistant,
        factories.an_officer(training_class.place),
        factories.an_officer(),
        manager,
    ]
    strangers = [factories.a_user(), factories.a_trainer(), factories.an_officer(factories.a_place("Kim Sơn", "14638"))]
    for address, reading in addresses(training_class).items():
        client.logout()
        assert client.get(address).status_code == 302, address
        assert [who_sees(client, user, address) for user in changing] == [200] * 5, address
        assert [who_sees(client, user, address) for user in strangers] == [404] * 3, address
        assert who_sees(client, auditor, address) == (200 if reading else 404), address


@pytest.mark.parametrize("page", ["", "classes/", "calendar/", "learners/"])
def test_lists_show_a_trainer_her_own_only(client, page):
    mine = factories.a_class(starts_at=timezone.now() + datetime.timedelta(days=1), venue="Nhà văn hóa của tôi")
    other = factories.a_class(starts_at=timezone.now() + datetime.timedelta(days=1), venue="Nhà văn hóa khác")
    for one, name in [(mine, "Nguyễn Thị Của Tôi"), (other, "Nguyễn Thị Khác")]:
        factories.an_enrolment(one, factories.a_learner(name))
    client.force_login(mine.trainer)
    shown = client.get(f"/training/desk/{page}").content.decode()
    assert ("của tôi" in shown) or ("Của Tôi" in shown)
    assert "Nhà văn hóa khác" not in shown
    assert "Nguyễn Thị Khác" not in shown


def queries(client, address):
    with CaptureQueriesContext(connection) as context:
        assert client.get(address).status_code == 200
    return len(context)


def test_the_sheet_takes_fewer_than_twenty_queries_whatever_the_class(client):
    small, large = factories.a_class(), factories.a_class(capacity=120)
    factories.learners_in(small, 1)
    for learner in factories.learners_in(large, 100):
        session = large.sessions.get()
        mark = AttendanceMark.objects.create(
            client_id=uuid.uuid4(), session=session, learner=learner, state="present", source="sheet", device="a",
            device_time=timezone.now(), corrected_at=timezone.now(), received_at=timezone.now(),
        )  # fmt: skip
        Attendance.objects.create(session=session, learner=learner, state="present", mark=mark)
    counts = []
    for one in (small, large):
        client.force_login(one.trainer)
        counts.append(queries(client, f"/training/desk/sessions/{one.sessions.get().pk}/sheet/"))
    assert counts[0] == counts[1] < 20


@pytest.mark.parametrize("page", ["", "classes/", "calendar/", "learners/"])
def test_lists_take_the_same_queries_for_any_number(client, page):
    trainer = factories.a_trainer()
    client.force_login(trainer)
    counts = []
    for more in (1, 6):
        for _ in range(more):
            one = factories.a_class(trainer=trainer, starts_at=timezone.now() + datetime.timedelta(hours=1))
            factories.an_enrolment(one)
        counts.append(queries(client, f"/training/desk/{page}"))
    assert counts[0] == counts[1]


def test_the_sheet_works_as_a_form(client):
    training_class = factories.a_class()
    first, second, third = factories.learners_in(training_class, 3)
    client.force_login(training_class.trainer)
    address = f"/training/desk/sessions/{training_class.sessions.get().pk}/sheet/"
    assert client.post(address, {"late": str(first.pk)}).url == f"{address}#learner-{first.pk}"
    client.post(address, {"all_present": "1"})
    client.post(address, {"absent": str(second.pk)})
    client.post(address, {"walk_in": "1", "full_name": "Lê Thị Đến", "phone": "0912 000 111"})
    client.post(address, {"absent": "999999"})
    states = dict(Attendance.objects.values_list("learner__full_name", "state"))
    assert states == {
        first.full_name: "late",
        second.full_name: "absent",
        third.full_name: "present",
        "Lê Thị Đến": "present",
    }
    page = client.get(address).content.decode()
    assert f'data-learner="{third.pk}"' in page


def test_a_phone_sends_its_queue_twice_and_is_answered_alike(client):
    training_class = factories.a_class()
    learner = factories.an_enrolment(training_class).learner
    client.force_login(training_class.trainer)
    address = f"/training/desk/sessions/{training_class.sessions.get().pk}/sync/"
    now = timezone.now().isoformat()
    mark = {"client_id": str(uuid.uuid4()), "learner": str(learner.pk), "state": "late", "at": now}
    body = json.dumps({"device": str(uuid.uuid4()), "sent_at": now, "marks": [mark], "walk_ins": []})
    answers = [client.post(address, body, content_type="application/json").json() for _ in range(2)]
    assert answers[0]["accepted"] == answers[1]["accepted"] == [mark["client_id"]]
    assert answers[1]["rows"][0]["state"] == "late"
    assert AttendanceMark.objects.count() == 1


@pytest.mark.parametrize(
    "body", ["", "[]", "{}", '{"device": "x", "sent_at": "2026-01-01T00:00:00Z"}', '{"device": 1, "sent_at": 1}']
)
def test_what_is_no_queue_is_refused_and_breaks_nothing(client, body):
    training_class = factories.a_class()
    client.force_login(training_class.trainer)
    address = f"/training/desk/sessions/{training_class.sessions.get().pk}/sync/"
    assert client.post(address, body, content_type="application/json").status_code == 400


def test_a_class_goes_from_draft_to_closed(client):
    course, place, trainer = factories.a_course(), factories.a_place(), factories.a_trainer()
    client.force_login(trainer)
    said = {
        "course": course.pk,
        "place": str(place),
        "venue": "Nhà văn hóa",
        "trainer": trainer.pk,
        "capacity": 30,
        "language": "vi",
    }
    client.post("/training/desk/classes/new/", said)
    made = TrainingClass.objects.get()
    here = f"/training/desk/classes/{made.code}/"
    client.post(f"{here}open/")
    assert TrainingClass.objects.get().state == "draft"  # no session is planned
    client.post(
        f"{here}plan/",
        {"first_day": "2027-01-04", "weekdays": ["0", "2"], "begins": "08:00", "ends": "10:00", "every_weeks": "1",
         "count": "3", "mode": "hall"},
    )  # fmt: skip
    client.post(f"{here}open/")
    assert TrainingClass.objects.get().state == "open"
    assert made.sessions.count() == 3
    client.post(f"{here}close/")
    assert TrainingClass.objects.get().closed_at


def test_a_correction_from_the_desk_stands_in_the_history(client):
    training_class = factories.a_class(starts_at=timezone.now() - datetime.timedelta(days=9))
    learner = factories.an_enrolment(training_class).learner
    client.force_login(training_class.trainer)
    session = training_class.sessions.get()
    client.post(f"/training/desk/sessions/{session.pk}/correct/{learner.pk}/", {"state": "excused", "reason": "Con ốm"})
    page = client.get(f"/training/desk/sessions/{session.pk}/history/").content.decode()
    assert "Con ốm" in page


def test_two_records_are_merged_from_the_desk(client):
    training_class = factories.a_class()
    one = factories.an_enrolment(training_class, factories.a_learner("Lê Thị Mai", phone="+84912345678")).learner
    two = factories.an_enrolment(training_class, factories.a_learner("Mai", phone="+84912345678")).learner
    client.force_login(training_class.trainer)
    assert f'value="{two.pk}"' in client.get(f"/training/desk/learners/{one.pk}/").content.decode()
    client.post(f"/training/desk/learners/{one.pk}/merge/", {"merged": str(two.pk)})
    assert client.get(f"/training/desk/learners/{two.pk}/").url == f"/training/desk/learners/{one.pk}/"


def test_who_is_taken_off_is_named(client):
    training_class = factories.a_class()
    enrolment = factories.an_enrolment(training_class)
    client.force_login(training_class.trainer)
    address = f"/training/desk/classes/{training_class.code}/withdraw/{enrolment.pk}/"
    assert f"Đã bỏ {enrolment.learner} khỏi lớp." in client.post(address, follow=True).content.decode()
    enrolment.refresh_from_db()
    assert enrolment.state == "withdrawn"
