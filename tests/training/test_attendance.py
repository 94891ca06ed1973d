"""Marks: kept once, settled by one rule, whatever the network and the clocks do."""

import datetime
import random
import uuid

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.training import factories
from training.errors import Refused
from training.models import Attendance, AttendanceMark, Enrolment, WalkIn
from training.queries import attendance_shares
from training.services import attendance
from training.services.attendance import SentMark, SentWalkIn, sync

pytestmark = pytest.mark.django_db

DEVICES = [str(uuid.UUID(int=number)) for number in (1, 2, 3)]
minutes = lambda n: datetime.timedelta(minutes=n)  # noqa: E731


@pytest.fixture
def session():
    return factories.a_class().sessions.get()


@pytest.fixture
def learner(session):
    return factories.an_enrolment(session.training_class).learner


def a_mark(learner, state="present", at=None, **fields):
    return SentMark(fields.pop("client_id", uuid.uuid4()), str(learner.pk), state, at or timezone.now(), **fields)


def send(session, *marks, device=DEVICES[0], clock=None, **more):
    """A device whose clock shows `clock` sends its marks."""
    by = session.training_class.trainer
    return sync(session, by=by, device=device, sent_at=clock or timezone.now(), marks=marks, **more)


def state_of(session, learner):
    return Attendance.objects.get(session=session, learner=learner).state


def test_a_mark_that_is_sent_twice_is_kept_once(session, learner):
    mark = a_mark(learner)
    assert send(session, mark).accepted == send(session, mark).accepted == [str(mark.client_id)]
    assert AttendanceMark.objects.count() == Attendance.objects.count() == 1


def test_the_later_mark_holds_even_when_it_arrives_first(session, learner):
    now = timezone.now()
    send(session, a_mark(learner, "late", now - minutes(1)))
    send(session, a_mark(learner, "present", now - minutes(5)), device=DEVICES[1])
    assert state_of(session, learner) == "late"
    assert AttendanceMark.objects.count() == 2


def test_a_clock_that_is_a_day_fast_does_not_win(session, learner):
    now = timezone.now()
    fast = now + datetime.timedelta(days=1)
    send(session, a_mark(learner, "absent", fast - minutes(10)), clock=fast)
    send(session, a_mark(learner, "present", now - minutes(5)), device=DEVICES[1])
    assert state_of(session, learner) == "present"


def test_a_slow_request_does_not_make_its_marks_later_than_they_were(session, learner):
    now = timezone.now()
    nothing = datetime.timedelta(0)
    send(session, a_mark(learner, "late", now - minutes(1)), measured=nothing)
    slow = now - datetime.timedelta(seconds=50)  # the request was under way for fifty seconds
    send(session, a_mark(learner, "present", now - minutes(1.5)), device=DEVICES[1], clock=slow, measured=nothing)
    assert state_of(session, learner) == "late"


@pytest.mark.parametrize("hours", [-30, 5])
def test_a_measurement_that_the_request_belies_is_not_believed(session, learner, hours):
    send(session, a_mark(learner), measured=datetime.timedelta(hours=hours))
    mark = AttendanceMark.objects.get()
    assert abs(mark.corrected_at - mark.received_at) < minutes(1)


def test_a_time_in_the_future_counts_as_the_moment_it_arrived(session, learner):
    send(session, a_mark(learner, at=timezone.now() + datetime.timedelta(days=300)))
    assert AttendanceMark.objects.get().corrected_at <= timezone.now()


def test_of_two_marks_of_one_device_at_one_moment_the_second_tap_holds(session, learner):
    far = timezone.now() + datetime.timedelta(days=2)
    for _ in range(6):
        send(
            session,
            a_mark(learner, "present", far),
            a_mark(learner, "absent", far + datetime.timedelta(milliseconds=1)),
        )
    assert state_of(session, learner) == "absent"


def test_who_is_not_enrolled_is_not_marked(session):
    done = send(session, mark := a_mark(factories.a_learner()))
    assert done.accepted == []
    assert str(mark.client_id) in done.refused
    assert not AttendanceMark.objects.exists()


def test_a_walk_in_and_her_mark_come_in_one_request_and_count_once(session):
    person = SentWalkIn(uuid.uuid4(), "Trần Thị Mới", "0912 000 999")
    mark = SentMark(uuid.uuid4(), f"new-{person.client_id}", "present", timezone.now(), "walk_in")
    for _ in range(2):
        send(session, mark, walk_ins=[person])
    later = SentMark(uuid.uuid4(), f"new-{person.client_id}", "late", timezone.now())
    send(session, later)
    enrolment = Enrolment.objects.get(training_class=session.training_class)
    assert (enrolment.learner.full_name, enrolment.learner.phone) == ("Trần Thị Mới", "+84912000999")
    assert enrolment.source == Enrolment.Source.WALK_IN
    assert WalkIn.objects.count() == 1
    assert state_of(session, enrolment.learner) == "late"


def test_a_walk_in_with_the_name_and_phone_of_an_enrolled_learner_is_she(session, learner):
    person = SentWalkIn(uuid.uuid4(), learner.full_name.upper(), learner.phone)
    assert send(session, walk_ins=[person]).learners == {f"new-{person.client_id}": learner.pk}
    assert Enrolment.objects.count() == 1


def test_a_late_mark_needs_a_reason_but_one_that_only_arrives_late_does_not(session, learner):
    session.starts_at = timezone.now() - datetime.timedelta(days=5)
    session.ends_at = session.starts_at + minutes(120)
    session.save()
    refused = send(session, a_mark(learner)).refused
    assert len(refused) == 1
    send(session, a_mark(learner, "present", session.starts_at + minutes(10)))
    assert state_of(session, learner) == "present"


def test_a_correction_needs_a_reason_and_after_closing_staff(session, learner):
    trainer = session.training_class.trainer
    with pytest.raises(Refused):
        attendance.correct(session, learner, "excused", reason=" ", by=trainer, is_staff=False)
    attendance.correct(session, learner, "excused", reason="Con ốm", by=trainer, is_staff=False)
    session.training_class.state = "closed"
    session.training_class.closed_at = timezone.now()
    session.training_class.save()
    with pytest.raises(Refused):
        attendance.correct(session, learner, "present", reason="Nhầm", by=trainer, is_staff=False)
    attendance.correct(session, learner, "present", reason="Nhầm", by=factories.an_officer(), is_staff=True)
    assert state_of(session, learner) == "present"
    assert list(AttendanceMark.objects.values_list("reason", flat=True)) == ["Con ốm", "Nhầm"]


def test_all_present_leaves_the_exceptions_alone(session):
    first, second = factories.learners_in(session.training_class, 2)
    attendance.mark_here(session, {first.pk: "absent"}, by=None)
    assert attendance.unmarked_are_present(session, by=None) == 1
    assert (state_of(session, first), state_of(session, second)) == ("absent", "present")


@pytest.mark.parametrize(
    ("excused_counts", "late_counts", "expected"), [("left_out", 100, 100), ("present", 50, 83), ("absent", 50, 50)]
)
def test_the_share_follows_the_rules_of_the_course(excused_counts, late_counts, expected):
    course = factories.a_course(excused_counts=excused_counts, late_counts_percent=late_counts)
    training_class = factories.a_class(
        course=course, sessions=3, starts_at=timezone.now() - datetime.timedelta(days=20)
    )
    learner = factories.an_enrolment(training_class).learner
    for session, state in zip(training_class.sessions.all(), ["present", "late", "excused"]):
        attendance.correct(session, learner, state, reason="Đủ", by=None, is_staff=True)
    assert attendance_shares(training_class)[learner.pk].percent == expected


# ---- any interleaving -----------------------------------------------------------------------------------------------

taps = st.lists(
    st.tuples(
        st.integers(0, 2),  # device
        st.integers(0, 1),  # learner
        st.sampled_from(["present", "late", "excused", "absent", "unmarked"]),
        st.integers(20, 200),  # seconds after the tap before it: more than a request takes on a busy machine
    ),
    min_size=1,
    max_size=12,
)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(taps=taps, skews=st.tuples(*[st.integers(-10_000_000, 10_000_000)] * 3), seed=st.integers(0, 2**32))
def test_replicas_end_equal_whatever_arrives_how_often_and_in_which_order(taps, skews, seed):
    """Each device marks offline by its own clock; its requests are split, repeated, lost on the way back, shuffled."""
    rng = random.Random(seed)
    training_class = factories.a_class(starts_at=timezone.now() - minutes(60))
    session = training_class.sessions.get()
    learners = factories.learners_in(training_class, 2)
    true_time = timezone.now() - minutes(50)
    skew = [datetime.timedelta(seconds=seconds) for seconds in skews]
    made, tapped = [], []
    for device, learner, state, seconds in taps:
        true_time += datetime.timedelta(seconds=seconds)
        mark = a_mark(learners[learner], state, true_time + skew[device])
        made.append((device, mark))
        tapped.append((true_time, DEVICES[device], learner, state))
    requests = []
    for device in range(3):
        own = [mark for which, mark in made if which == device]
        while own:
            cut = rng.randint(1, len(own))
            requests += [(device, own[:cut])] * rng.randint(1, 3)  # an answer that is lost is a request sent again
            own = own[cut:]
    rng.shuffle(requests)
    for device, marks in requests:
        rng.shuffle(marks)
        send(session, *marks, device=DEVICES[device], clock=timezone.now() + skew[device])

    for which, learner in enumerate(learners):
        own = [tap for tap in tapped if tap[2] == which]
        if own:
            assert state_of(session, learner) == max(own)[3]
        else:
            assert not Attendance.objects.filter(session=session, learner=learner).exists()
    history = AttendanceMark.objects.filter(session=session)
    assert {mark.client_id for mark in history} == {mark.client_id for __, mark in made}
    assert history.count() == len(made)
    held = set(Attendance.objects.filter(session=session).values_list("learner", "state"))
    Attendance.objects.filter(session=session).delete()
    attendance.settle(session.pk, [learner.pk for learner in learners])
    assert set(Attendance.objects.filter(session=session).values_list("learner", "state")) == held
