"""The meetings of a class: planned in patterns, moved, cancelled, copied; who takes part is told."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from training import notices
from training.errors import Refused
from training.models import Session, SessionChange, TrainingClass

LONGEST_PLAN = 60
"""Sessions that one pattern may make."""


@dataclass(frozen=True)
class Pattern:
    """“Every Tuesday and Friday, 8:00 to 10:30, eight times”; weekdays from Monday, 0."""

    first_day: datetime.date
    begins: datetime.time
    ends: datetime.time
    weekdays: frozenset[int]
    count: int
    every_weeks: int = 1
    left_out: frozenset[datetime.date] = frozenset()
    """Holidays: the session is held one place later in the pattern instead."""

    def days(self) -> Iterator[datetime.date]:
        """The `count` days, in order."""
        week = self.first_day - datetime.timedelta(days=self.first_day.weekday())
        found = 0
        while found < self.count:
            for weekday in sorted(self.weekdays):
                day = week + datetime.timedelta(days=weekday)
                if day >= self.first_day and day not in self.left_out and found < self.count:
                    found += 1
                    yield day
            week += datetime.timedelta(weeks=self.every_weeks)


@transaction.atomic
def plan(training_class: TrainingClass, pattern: Pattern, **fields) -> list[Session]:
    """Add the sessions of a pattern to a class; `fields` (mode, hall, online_url …) hold for each.

    Raises:
        Refused: the pattern makes none, too many, or a session that ends before it begins.
    """
    if not pattern.weekdays or not 1 <= pattern.count <= LONGEST_PLAN:
        raise Refused(_("Choose at least one weekday, and between 1 and %(most)s sessions.") % {"most": LONGEST_PLAN})
    if pattern.ends <= pattern.begins:
        raise Refused(_("A session ends after it begins."))
    training_class = TrainingClass.objects.select_for_update().get(pk=training_class.pk)
    number = max(training_class.sessions.values_list("number", flat=True), default=0)
    made = []
    for day in pattern.days():
        number += 1
        made.append(
            Session(
                training_class=training_class,
                number=number,
                starts_at=_at(day, pattern.begins),
                ends_at=_at(day, pattern.ends),
                **fields,
            )
        )
    Session.objects.bulk_create(made)
    follow_sessions(training_class)
    return made


@transaction.atomic
def move(
    session: Session, *, starts_at: datetime.datetime, ends_at: datetime.datetime, hall: str, reason: str, by
) -> None:
    """Hold a session at another time or place; everyone who takes part is told once.

    Raises:
        Refused: it was cancelled, has attendance already, or ends before it begins.
    """
    session = _changeable(session, reason)
    if ends_at <= starts_at:
        raise Refused(_("A session ends after it begins."))
    if session.attendance.exists():
        raise Refused(_("This session was held already: it has attendance."))
    before, session.starts_at, session.ends_at = session.starts_at, starts_at, ends_at
    session.hall = hall
    _record(session, before, starts_at, reason, by)
    _tell_all(session, "moved", reason)


@transaction.atomic
def cancel(session: Session, *, reason: str, by) -> None:
    """Hold a session not at all; everyone who takes part is told once."""
    session = _changeable(session, reason)
    session.state = Session.State.CANCELLED
    _record(session, session.starts_at, None, reason, by)
    _tell_all(session, "cancelled", reason)


@transaction.atomic
def copy_class(training_class: TrainingClass, *, starts_on: datetime.date) -> TrainingClass:
    """A draft of the same course at the same place, its sessions as many days later as the first day is.

    It begins with the curriculum that is current now; learners are not copied.
    """
    later = starts_on - training_class.starts_on
    sessions = list(training_class.sessions.held().order_by("starts_at"))
    assistants = list(training_class.assistants.all())
    copy = TrainingClass(
        course=training_class.course,
        curriculum=training_class.course.current_curriculum() or training_class.curriculum,
        starts_on=starts_on,
        ends_on=training_class.ends_on + later,
        **{name: getattr(training_class, name) for name in _KEPT_OF_CLASS},
    )
    copy.save()
    copy.assistants.set(assistants)
    Session.objects.bulk_create(
        Session(
            training_class=copy,
            number=number,
            starts_at=session.starts_at + later,
            ends_at=session.ends_at + later,
            **{name: getattr(session, name) for name in _KEPT_OF_SESSION},
        )
        for number, session in enumerate(sessions, start=1)
    )
    return copy


@transaction.atomic
def close(training_class: TrainingClass) -> None:
    """The course is over: from now on only staff correct attendance."""
    training_class.state, training_class.closed_at = TrainingClass.State.CLOSED, timezone.now()
    training_class.save(update_fields=["state", "closed_at"])


@transaction.atomic
def open_for_enrolment(training_class: TrainingClass) -> None:
    """Show a draft to the public.

    Raises:
        Refused: it has no session yet.
    """
    if not training_class.sessions.held().exists():
        raise Refused(_("Plan its sessions first."))
    training_class.state = TrainingClass.State.OPEN
    training_class.save(update_fields=["state"])


def follow_sessions(training_class: TrainingClass) -> None:
    """First and last day of a class are those of its sessions."""
    days = [timezone.localdate(at) for at in training_class.sessions.held().values_list("starts_at", flat=True)]
    if days:
        training_class.starts_on, training_class.ends_on = min(days), max(days)
        training_class.save(update_fields=["starts_on", "ends_on"])


_KEPT_OF_CLASS = ["place_id", "venue", "trainer_id", "capacity", "language", "only_own_commune"]
_KEPT_OF_SESSION = [
    "title",
    "mode",
    "hall",
    "map_url",
    "latitude",
    "longitude",
    "self_check_in",
    "opens_before_minutes",
    "closes_after_minutes",
    "max_distance_m",
]


def _at(day: datetime.date, time: datetime.time) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, time))


def _changeable(session: Session, reason: str) -> Session:
    session = (
        Session.objects.select_for_update(of=("self",)).select_related("training_class__course").get(pk=session.pk)
    )
    if session.is_cancelled:
        raise Refused(_("This session was cancelled."), "cancelled")
    if session.training_class.is_closed:
        raise Refused(_("This class is closed."), "closed")
    if not reason.strip():
        raise Refused(_("Say why, it is told to everyone."), "reason")
    return session


def _record(session: Session, before, after, reason: str, by) -> None:
    session.revision += 1
    session.save()
    SessionChange.objects.create(session=session, starts_before=before, starts_after=after, reason=reason, by=by)
    follow_sessions(session.training_class)


def _tell_all(session: Session, template: str, reason: str) -> None:
    enrolments: Iterable = session.training_class.enrolments.holding_a_place().select_related("learner__user")
    notices.send_to_all(f"{template}:{session.pk}:{session.revision}", template, enrolments, session, reason=reason)
