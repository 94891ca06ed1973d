"""Reminders of sessions, the day before and two hours before; the keys of notices keep each from going twice."""

import datetime

from django.utils import timezone

from training import notices
from training.models import Enrolment, Session, TrainingClass

AHEAD = {"tomorrow": datetime.timedelta(hours=24), "soon": datetime.timedelta(hours=2)}


def send_due() -> int:
    """Send what is due now; return how many notices went out. Late runs catch up, until the session begins."""
    now = timezone.now()
    coming = Session.objects.held().filter(starts_at__gt=now, training_class__state=TrainingClass.State.OPEN)
    sessions = coming.filter(starts_at__lte=now + AHEAD["tomorrow"])
    return sum(
        _remind(session, "soon" if session.starts_at - now <= AHEAD["soon"] else "tomorrow")
        for session in sessions.select_related("training_class__course", "training_class__place")
    )


def _remind(session: Session, template: str) -> int:
    enrolments = Enrolment.objects.taking_part().filter(training_class=session.training_class_id)
    key = f"{template}:{session.pk}:{session.starts_at:%Y%m%d%H%M}"
    return notices.send_to_all(key, template, enrolments.select_related("learner__user"), session)
