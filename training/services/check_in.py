"""Checking in oneself: codes that live a minute, badges, and the link of an online meeting.

A code is `<session>.<slot>.<nonce>.<signature>`, made anew every ten seconds and signed with the site's key and the
session's own. It shows that someone sees the trainer's screen now; who she is, she says in the next step.
"""

import hashlib
import hmac
import math
import secrets
import time
from base64 import urlsafe_b64encode

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from training.codes import clean_code
from training.errors import Refused
from training.models import Attendance, AttendanceMark, Enrolment, Learner, MarkState, OnlineArrival, Session
from training.phones import normalise_phone
from training.services import attendance

PERIOD = 10
"""Seconds after which the screen shows another code."""
LIFE = 60
"""Seconds that a code is good for."""
TICKET_LIFE = 300
"""Seconds to say who one is after the scan."""

_PRESENT = (MarkState.PRESENT, MarkState.LATE)


def code_now(session: Session, at: float | None = None) -> str:
    """The code to show for the next `PERIOD` seconds."""
    slot = int((time.time() if at is None else at) // PERIOD)
    body = f"{session.pk}.{slot}.{secrets.token_urlsafe(6)}"
    return f"{body}.{_signature(session, body)}"


def read_code(code: str) -> Session:
    """The session whose screen shows `code`.

    Raises:
        Refused: it is forged, too old, or its session does not take check-ins now; with words for the screen.
    """
    parts = code.split(".")
    number = parts[0] if len(parts) == 4 and parts[0].isascii() and parts[0].isdecimal() and len(parts[0]) < 16 else "0"
    session = Session.objects.select_related("training_class__course").filter(pk=number).first()
    if session is None or not hmac.compare_digest(
        parts[3].encode(), _signature(session, code.rpartition(".")[0]).encode()
    ):
        raise Refused(_("This code is not one of ours. Scan the code on the trainer's screen."), "forged")
    age = time.time() - int(parts[1]) * PERIOD
    if not -PERIOD <= age <= LIFE:
        raise Refused(_("This code is too old. Scan the one that is on the screen now."), "too_old")
    refuse_outside_the_window(session)
    return session


def refuse_outside_the_window(session: Session) -> None:
    """
    Raises:
        Refused: the session was cancelled, or takes no check-ins now.
    """
    if session.is_cancelled or session.training_class.is_closed or not session.self_check_in:
        raise Refused(_("This session takes no check-ins. Speak to the trainer."), "closed")
    minutes = (timezone.now() - session.starts_at).total_seconds() / 60
    if minutes < -session.opens_before_minutes:
        raise Refused(_("Check-in has not begun yet."), "early")
    if minutes > session.closes_after_minutes:
        raise Refused(_("Check-in is over. Speak to the trainer."), "over")


def refuse_from_afar(session: Session, latitude: float | None, longitude: float | None) -> None:
    """
    Raises:
        Refused: the session asks for nearness, and she is not near or her phone does not say.
    """
    if session.max_distance_m is None or session.latitude is None or session.longitude is None:
        return
    if latitude is None or longitude is None:
        raise Refused(_("Let the phone say where it is, or speak to the trainer."), "no_place")
    if metres_between(session.latitude, session.longitude, latitude, longitude) > session.max_distance_m:
        raise Refused(_("The phone is too far from the hall. Speak to the trainer."), "far")


def who_is(session: Session, typed: str) -> QuerySet[Learner]:
    """The enrolled learners that a phone number or a badge code may mean: none, one, or a family."""
    enrolled = Enrolment.objects.taking_part().filter(training_class=session.training_class_id).values("learner")
    learners = Learner.objects.filter(pk__in=enrolled)
    if badge := clean_code(typed):
        found = learners.filter(badge=badge)
        if found.exists():
            return found
    try:
        return learners.filter(phone=normalise_phone(typed))
    except ValidationError:
        return learners.none()


@transaction.atomic
def check_in(session: Session, learner: Learner, *, source: str, by=None) -> str:
    """Mark her present, or late by the course's rule; return the state. A state that she has stays.

    Raises:
        Refused: she is not enrolled.
    """
    if not Enrolment.objects.taking_part().filter(training_class=session.training_class_id, learner=learner).exists():
        raise Refused(_("She is not enrolled in this class."), "not_enrolled")
    held = Attendance.objects.filter(session=session, learner=learner).first()
    if held and held.state in _PRESENT:
        return held.state
    late = (timezone.now() - session.starts_at).total_seconds() / 60 > session.training_class.course.late_after_minutes
    state = MarkState.LATE if late else MarkState.PRESENT
    attendance.mark_here(session, {learner.pk: state}, by=by, source=source)
    return state


def arrive_online(session: Session, learner: Learner) -> None:
    """She opened the link; the trainer sees it and confirms."""
    OnlineArrival.objects.get_or_create(session=session, learner=learner)


def confirm_arrivals(session: Session, *, by) -> int:
    """Mark who opened the link and has no mark yet; late by when she did. Return how many."""
    late_after = session.training_class.course.late_after_minutes
    marked = set(
        Attendance.objects.filter(session=session).exclude(state=MarkState.UNMARKED).values_list("learner", flat=True)
    )
    states = {
        one.learner_id: MarkState.LATE
        if (one.at - session.starts_at).total_seconds() / 60 > late_after
        else MarkState.PRESENT
        for one in session.arrivals.all()
        if one.learner_id not in marked
    }
    attendance.mark_here(session, states, by=by, source=AttendanceMark.Source.ONLINE)
    return len(states)


def metres_between(latitude_a: float, longitude_a: float, latitude_b: float, longitude_b: float) -> float:
    """Along the great circle (haversine)."""
    a, b = math.radians(latitude_a), math.radians(latitude_b)
    half = math.sin((b - a) / 2) ** 2
    half += math.cos(a) * math.cos(b) * math.sin(math.radians(longitude_b - longitude_a) / 2) ** 2
    return 2 * 6_371_000 * math.asin(math.sqrt(half))


def _signature(session: Session, body: str) -> str:
    key = f"{settings.SECRET_KEY}:training.check_in:{session.secret}".encode()
    return urlsafe_b64encode(hmac.new(key, body.encode(), hashlib.sha256).digest()[:12]).decode()
