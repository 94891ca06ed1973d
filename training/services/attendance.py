"""Marks of attendance: stored once, settled by one rule whichever way and in whichever order they came.

The rule (docs/attendance.md): of a learner's marks in a session the one with the greatest (corrected time, device,
device's time, client id) holds. Corrected time is the device's time plus the difference between the server's clock and
the device's own, measured when the mark is sent, and never later than its arrival. The first copy of a mark to arrive
is the one that is kept.
"""

import datetime
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from training import conf
from training.errors import Refused
from training.models import Attendance, AttendanceMark, Enrolment, Learner, MarkState, Session, TrainingClass, WalkIn
from training.services import enrolment

Source = AttendanceMark.Source
SLOWEST = datetime.timedelta(seconds=60)
"""The longest that a request is thought to be under way."""
ROUNDING = datetime.timedelta(milliseconds=50)
SERVER = "server"
"""The device of marks that are made here and not on a phone."""


@dataclass(frozen=True)
class SentMark:
    """A mark as a device sends it; `learner` is an id, or `new-<client id>` of a walk-in."""

    client_id: uuid.UUID
    learner: str
    state: str
    at: datetime.datetime
    source: str = Source.SHEET


@dataclass(frozen=True)
class SentWalkIn:
    client_id: uuid.UUID
    full_name: str
    phone: str = ""


@dataclass
class Synced:
    """What became of what was sent. Whatever is named here may leave the device's queue."""

    accepted: list[str] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    """Client id → why, in words."""
    learners: dict[str, int] = field(default_factory=dict)
    """`new-<client id>` → the id of the learner she is."""


def greatest(marks: Iterable[AttendanceMark]) -> AttendanceMark:
    """The mark that holds."""
    return max(marks, key=lambda mark: (mark.corrected_at, mark.device, mark.device_time, str(mark.client_id)))


def settle(session_id: int, learner_ids: Iterable[int]) -> None:
    """Write what holds now for these learners, from all their marks; the order of arrival makes no difference."""
    wanted = set(learner_ids)
    marks: dict[int, list[AttendanceMark]] = {}
    for mark in AttendanceMark.objects.filter(session=session_id).select_related("learner"):
        person = mark.learner.merged_into_id or mark.learner_id
        if person in wanted:
            marks.setdefault(person, []).append(mark)
    rows = [
        Attendance(session_id=session_id, learner_id=person, state=winner.state, mark=winner)
        for person, winner in ((person, greatest(found)) for person, found in sorted(marks.items()))
    ]
    Attendance.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["session", "learner"], update_fields=["state", "mark"]
    )


@transaction.atomic
def sync(
    session: Session,
    *,
    by,
    device: str,
    sent_at: datetime.datetime,
    measured: datetime.timedelta | None = None,
    marks: Sequence[SentMark] = (),
    walk_ins: Sequence[SentWalkIn] = (),
) -> Synced:
    """Take what a device queued; the same request again changes nothing and answers the same.

    `sent_at` is the device's clock at the moment of sending, `measured` by how much it found the server's clock ahead
    of its own when it last asked.
    """
    now = timezone.now()
    session = _locked(session)
    done = Synced()
    _admit_walk_ins(session, walk_ins, by, done)
    _store(session, list(_readable(session, marks, device[:36], now, _offset(now - sent_at, measured), by, done)), done)
    return done


@transaction.atomic
def mark_here(session: Session, states: dict[int, str], *, by, source: str = Source.SHEET) -> None:
    """Marks made on the server itself: the form without script, a check-in, a list of participants."""
    now = timezone.now()
    session = _locked(session)
    _refuse_what_needs_a_reason(session, now)
    _write(session, states, by, source, now)


@transaction.atomic
def correct(session: Session, learner: Learner, state: str, *, reason: str, by, is_staff: bool) -> None:
    """Change what holds, with a reason; after the class has closed by staff only.

    Raises:
        Refused: without a reason, or when she may not any more.
    """
    if not reason.strip():
        raise Refused(_("Say why the attendance is corrected."), "reason")
    session = _locked(session)
    if session.training_class.is_closed and not is_staff:
        raise Refused(_("The class is closed. Ask the programme's staff to correct it."), "closed")
    _write(session, {learner.pk: state}, by, Source.CORRECTION, timezone.now(), reason.strip()[:200])


@transaction.atomic
def unmarked_are_present(session: Session, *, by) -> int:
    """“All present”: mark those who have no mark yet; return how many."""
    taking_part = Enrolment.objects.taking_part().filter(training_class=session.training_class_id)
    marked = Attendance.objects.filter(session=session).exclude(state=MarkState.UNMARKED).values("learner")
    open_ones = taking_part.exclude(learner__in=marked).values_list("learner_id", flat=True)
    states = dict.fromkeys(open_ones, MarkState.PRESENT)
    mark_here(session, states, by=by)
    return len(states)


def needs_a_reason(session: Session, at: datetime.datetime | None = None) -> bool:
    """Whether a mark made `at` (now) is a correction: the sheet is open until some hours after the session's end."""
    closes = session.ends_at + datetime.timedelta(hours=conf.get("TRAINING_SHEET_OPEN_HOURS"))
    closed_at = session.training_class.closed_at
    at = at or timezone.now()
    return at > closes or (closed_at is not None and at > closed_at)


def _offset(upper: datetime.timedelta, measured: datetime.timedelta | None) -> datetime.timedelta:
    """How far the server's clock is ahead of the device's: what it measured, unless this request shows otherwise.

    A request takes time, so `upper` is too much by that time; a measurement outside of it is of another clock.
    """
    if measured is not None and upper - SLOWEST <= measured <= upper + ROUNDING:
        return measured
    return upper


def _locked(session: Session) -> Session:
    """The session, with its row locked, so that marks of one session are settled one request after the other."""
    return Session.objects.select_for_update(of=("self",)).select_related("training_class__course").get(pk=session.pk)


def _refuse_what_needs_a_reason(session: Session, at: datetime.datetime) -> None:
    if session.is_cancelled:
        raise Refused(_("This session was cancelled."), "cancelled")
    if session.training_class.state == TrainingClass.State.CANCELLED:
        raise Refused(_("This class was cancelled."), "cancelled")
    if needs_a_reason(session, at):
        raise Refused(_("The sheet of this session is closed. Correct it with a reason."), "closed")


def _admit_walk_ins(session: Session, walk_ins: Sequence[SentWalkIn], by, done: Synced) -> None:
    known = dict(
        WalkIn.objects.filter(client_id__in=[one.client_id for one in walk_ins]).values_list("client_id", "learner")
    )
    for one in walk_ins:
        try:
            if one.client_id not in known:
                known[one.client_id] = enrolment.walk_in(
                    session, one.full_name, one.phone, by=by, client_id=one.client_id
                ).pk
        except Refused as refusal:
            done.refused[str(one.client_id)] = str(refusal)
        else:
            done.accepted.append(str(one.client_id))
            done.learners[f"new-{one.client_id}"] = known[one.client_id]


def _readable(session, marks, device, now, offset, by, done: Synced):
    """The marks that may be stored; the others are refused in words."""
    people = _people(session, marks, done)
    for sent in marks:
        corrected = min(sent.at + offset, now)
        try:
            if sent.learner not in people:
                raise Refused(_("She is not enrolled in this class."), "not_enrolled")
            if sent.state not in MarkState.values:
                raise Refused(_("This state is not known."), "state")
            _refuse_what_needs_a_reason(session, corrected)
        except Refused as refusal:
            done.refused[str(sent.client_id)] = str(refusal)
            continue
        yield AttendanceMark(
            client_id=sent.client_id,
            session=session,
            learner_id=people[sent.learner],
            state=sent.state,
            source=sent.source,
            device=device,
            device_time=sent.at,
            corrected_at=corrected,
            received_at=now,
            by=by,
        )


def _people(session: Session, marks: Sequence[SentMark], done: Synced) -> dict[str, int]:
    """How a device names the people of the class → who they are now, after merges."""
    people = {
        str(pk): pk
        for pk in Enrolment.objects.filter(training_class=session.training_class_id).values_list("learner", flat=True)
    }
    merged = Learner.objects.filter(merged_into__in=people.values()).values_list("pk", "merged_into")
    people |= {str(pk): kept for pk, kept in merged} | done.learners
    if any(sent.learner.startswith("new-") and sent.learner not in people for sent in marks):
        came = WalkIn.objects.filter(session=session).select_related("learner")
        people |= {f"new-{one.client_id}": one.learner.merged_into_id or one.learner_id for one in came}
    return people


def _store(session: Session, marks: list[AttendanceMark], done: Synced) -> None:
    """Store those that are new and settle their learners."""
    AttendanceMark.objects.bulk_create(marks, ignore_conflicts=True)
    settle(session.pk, {mark.learner_id for mark in marks})
    done.accepted += [str(mark.client_id) for mark in marks]


def _write(session: Session, states: dict[int, str], by, source: str, now, reason: str = "") -> None:
    marks = [
        AttendanceMark(
            client_id=uuid.uuid4(),
            session=session,
            learner_id=learner,
            state=state,
            source=source,
            reason=reason,
            device=SERVER,
            device_time=now,
            corrected_at=now,
            received_at=now,
            by=by,
        )
        for learner, state in sorted(states.items())
    ]
    _store(session, marks, Synced())
