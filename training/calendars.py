"""iCalendar feeds (RFC 5545) of a commune, a class, a trainer. Links of online meetings are in none of them."""

import datetime
from collections.abc import Iterable

from django.core import signing
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar, Event

from training import conf
from training.models import Session

_SALT = "training.trainer-feed"
PAST = datetime.timedelta(days=60)
"""How far back a feed reaches."""


def calendar(name: str, sessions: Iterable[Session]) -> bytes:
    """The feed of these sessions; cancelled ones are in it as such, so that phones strike them out."""
    feed = Calendar()
    feed.add("prodid", "-//training//vi")
    feed.add("version", "2.0")
    feed.add("method", "PUBLISH")
    feed.add("x-wr-calname", name)
    for session in sessions:
        feed.add_component(_event(session))
    return feed.to_ical()


def _event(session: Session) -> Event:
    training_class = session.training_class
    event = Event()
    event.add("uid", f"session-{session.pk}@{conf.get('SITE_URL').partition('//')[2] or 'training'}")
    event.add("sequence", session.revision)
    event.add("dtstamp", timezone.now())
    event.add("dtstart", session.starts_at.astimezone(datetime.UTC))
    event.add("dtend", session.ends_at.astimezone(datetime.UTC))
    event.add("summary", ": ".join(filter(None, [training_class.course.shown_title, session.title])))
    online = session.mode == Session.Mode.ONLINE
    where = str(session.get_mode_display()) if online else f"{session.where}, {training_class.place.name}"
    event.add("location", where)
    event.add("url", conf.get("SITE_URL") + reverse("training:class", args=[training_class.code]))
    event.add("status", "CANCELLED" if session.is_cancelled else "CONFIRMED")
    return event


def in_feeds(sessions):
    """The sessions of a feed, with what an event says of them."""
    return (
        sessions.filter(starts_at__gte=timezone.now() - PAST)
        .select_related("training_class__course", "training_class__place")
        .order_by("starts_at")
    )


def trainer_feed_url(user) -> str:
    """The address of her feed: who has it reads it, so it is signed and not guessed."""
    token = signing.dumps(user.pk, salt=_SALT)
    return conf.get("SITE_URL") + reverse("training:trainer_feed", args=[token])


def trainer_of(token: str) -> int | None:
    """The trainer whose feed this is; None when the address was made up."""
    try:
        return signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        return None
