"""One person, one record; and her account."""

import uuid

import pytest
from django.utils import timezone

from tests.training import factories
from training.codes import numbered_code
from training.errors import Refused
from training.models import Attendance, AttendanceMark, Enrolment, learners
from training.services import attendance, merging, people

pytestmark = pytest.mark.django_db


def test_merging_keeps_the_history_and_counts_it_for_one():
    training_class = factories.a_class(sessions=1)
    session = training_class.sessions.get()
    kept, double = factories.learners_in(training_class, 2)
    attendance.mark_here(session, {kept.pk: "absent"}, by=None)
    attendance.mark_here(session, {double.pk: "present"}, by=None)
    before = list(AttendanceMark.objects.order_by("pk").values_list("pk", "learner", "state"))
    merge = merging.merge(kept, double, by=training_class.trainer)
    assert list(AttendanceMark.objects.order_by("pk").values_list("pk", "learner", "state")) == before
    assert Attendance.objects.get().state == "present"
    assert Attendance.objects.get().learner == kept
    assert Enrolment.objects.get().learner == kept
    assert merge.moved["sessions"] == [session.pk]
    with pytest.raises(Refused):
        merging.merge(kept, double, by=None)


def test_a_phone_that_still_names_the_merged_record_marks_the_kept_one():
    training_class = factories.a_class()
    session = training_class.sessions.get()
    kept, double = factories.learners_in(training_class, 2)
    merging.merge(kept, double, by=None)
    mark = attendance.SentMark(uuid.uuid4(), str(double.pk), "late", timezone.now())
    attendance.sync(session, by=None, device="a", sent_at=timezone.now(), marks=[mark])
    assert Attendance.objects.get().learner == kept


def test_two_accounts_are_not_merged():
    one, two = factories.a_learner(user=factories.a_user()), factories.a_learner(user=factories.a_user())
    with pytest.raises(Refused):
        merging.merge(one, two, by=None)


def test_duplicates_are_suggested_by_phone_or_by_name_and_nothing_against_it():
    learner = factories.a_learner("Nguyễn Thị Hòa", phone="+84912345678", birth_year=1970)
    same_phone = factories.a_learner("Hòa", phone="+84912345678")
    same_name = factories.a_learner("Nguyen Thi Hoà", phone="")
    factories.a_learner("Nguyễn Thị Hòa", phone="", birth_year=1999)
    factories.a_learner("Trần Văn Bình", phone="+84912345678")
    assert set(merging.likely_duplicates(learner)) == {same_phone, same_name}


def test_she_claims_her_record_with_her_proved_phone_only():
    learner = factories.a_learner(phone="+84912345678")
    user = factories.a_user()
    with pytest.raises(Refused):
        people.claim(user, "+84999999999", learner.pk)
    people.claim(user, "+84912345678", learner.pk)
    learner.refresh_from_db()
    assert learner.user == user
    with pytest.raises(Refused):
        people.claim(factories.a_user(), "+84912345678", learner.pk)


def test_names_are_ordered_by_the_given_name():
    for name in ["Trần Thị Ánh", "Lê Thị Đào", "Bùi Thị Dung", "Vũ Thị An", "Phạm Thị Ân"]:
        factories.a_learner(name)
    names = [learner.full_name.split()[-1] for learner in factories.Learner.objects.order_by("sort_key")]
    assert names == ["An", "Ánh", "Ân", "Dung", "Đào"]


def test_no_two_badges_are_alike(monkeypatch):
    codes = iter(["AAAAAAA", "AAAAAAA", "CCCCCCC"])
    monkeypatch.setattr(learners, "badge_code", lambda: next(codes))
    first = factories.a_learner(badge="AAAAAAA")
    assert factories.a_learner(badge="AAAAAAA").badge == "CCCCCCC"
    assert first.badge == "AAAAAAA"
    assert len({numbered_code(number, 6) for number in range(2000)}) == 2000
