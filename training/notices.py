"""Notices to learners: each goes out once, by whatever the project sends with (`TRAINING_NOTIFIER`).

Texts: `templates/notifications/training/<template>.subject.txt`, `.txt` (e-mail) and `.sms.txt` (one line).
"""

import logging
from collections.abc import Iterable

from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format

from training import conf
from training.models import Enrolment, Learner, SentNotice, Session

logger = logging.getLogger(__name__)


def send(key: str, template: str, learner: Learner, context: dict) -> bool:
    """Send `learner` a notice unless one with this key went out before; return whether it was sent now.

    It belongs to the transaction of what it tells of. `context` holds strings and numbers only.
    """
    __, new = SentNotice.objects.get_or_create(key=key, defaults={"template": template, "learner": learner})
    if new:
        conf.load("TRAINING_NOTIFIER")(f"training:{key}", f"training/{template}", learner, context)
    return new


def send_to_all(key: str, template: str, enrolments: Iterable[Enrolment], session: Session, **more: str) -> int:
    """The same notice about a session to everyone who takes part; return to how many it went now."""
    sent = 0
    for one in enrolments:
        one.training_class = session.training_class
        context = about(one) | about_session(session, one.learner) | more
        sent += send(f"{key}:{one.learner_id}", template, one.learner, context)
    return sent


def send_by_email(key: str, template: str, learner: Learner, context: dict) -> None:
    """The notifier of a project that has no other: by e-mail where there is an address, else into the log."""
    with translation.override(learner.language):
        subject = render_to_string(f"notifications/{template}.subject.txt", context).strip()
        text = render_to_string(f"notifications/{template}.txt", context)
    address = learner.email or getattr(learner.user, "email", "")
    if address:
        transaction.on_commit(lambda: send_mail(subject, text, None, [address]))
    else:
        logger.info("No address for notice %s", key)


def about(enrolment: Enrolment) -> dict[str, str]:
    """What every notice about an enrolment may say, in her language."""
    training_class, learner = enrolment.training_class, enrolment.learner
    with translation.override(learner.language):
        said = {
            "name": learner.full_name,
            "course": training_class.course.shown_title,
            "venue": training_class.venue,
            "place": training_class.place.name,
            "starts_on": date_format(training_class.starts_on, "d/m/Y"),
            "url": conf.get("SITE_URL") + reverse("training:enrolment", args=[enrolment.token]),
        }
        if enrolment.offer_expires_at:
            said["deadline"] = date_format(timezone.localtime(enrolment.offer_expires_at), "H:i d/m/Y")
    return said


def about_session(session: Session, learner: Learner) -> dict[str, str]:
    with translation.override(learner.language):
        return {
            "when": date_format(timezone.localtime(session.starts_at), "H:i, l d/m/Y"),
            "where": str(session.get_mode_display()) if session.mode == Session.Mode.ONLINE else session.where,
        }
