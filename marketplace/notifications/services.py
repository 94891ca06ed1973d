"""Telling people what happened: one call for one piece of news."""

from dataclasses import dataclass
from functools import partial

from django.db import transaction
from django.utils import timezone

from marketplace.notifications import rendering
from marketplace.notifications.carriers import Message, carrier_of, has_carrier
from marketplace.notifications.models import NoticeSettings, Notification
from marketplace.notifications.tasks import send_notices


@dataclass(frozen=True)
class Addressee:
    """Who is told: a user, or only a phone number (E.164) or an e-mail address."""

    user: object | None = None
    phone: str = ""
    email: str = ""
    language: str = "vi"

    @classmethod
    def of(cls, user) -> "Addressee":
        """A person with an account, at the phone number and the e-mail address she has given, in her language."""
        return cls(
            user=user, phone=user.phone or "", email=user.email or "", language=getattr(user, "language", "") or "vi"
        )

    def address(self, channel: str) -> str:
        return self.email if channel == Notification.Channel.EMAIL else self.phone

    def channels(self, wanted: tuple[str, ...]) -> list[str]:
        """Those of the channels by which she can be reached and wants to be; first the inbox of who has an account."""
        refused: set[str] = set()
        reached = []
        if self.user is not None:
            settings_row = NoticeSettings.objects.filter(user=self.user).first()
            refused = settings_row.refused_channels() if settings_row else set()
            reached = [Notification.Channel.APP.value]
        return reached + [
            channel for channel in wanted if has_carrier(channel) and self.address(channel) and channel not in refused
        ]


def notify(key: str, template: str, to: Addressee, context: dict, channels: tuple[str, ...] = ("sms", "email")) -> None:
    """Tell `to` that something happened.

    `key` names the event and, where several people are told of it, the person: the same key is sent once by each
    channel however often this is called. `context` is JSON-serialisable (amounts in đồng as integers, absolute
    addresses; `url` is where the inbox leads). Whoever has an account finds the news in her inbox as well.
    """
    notices = [notice for channel in to.channels(channels) if (notice := _notice(key, template, to, context, channel))]
    Notification.objects.bulk_create(notices, ignore_conflicts=True)
    if any(notice.state == Notification.State.WAITING for notice in notices):
        # A broker that is down does not undo what happened: the minute's sweep sends it.
        transaction.on_commit(partial(send_notices.delay, key), robust=True)


def _notice(key: str, template: str, to: Addressee, context: dict, channel: str) -> Notification | None:
    title, text = rendering.words(template, channel, context, to.language)
    if not title and not text:
        return None
    in_app = channel == Notification.Channel.APP
    return Notification(
        key=key,
        channel=channel,
        user=to.user,
        address="" if in_app else to.address(channel),
        language=to.language,
        template=template,
        context=context,
        title=title[:250],
        text=text,
        state=Notification.State.SENT if in_app else Notification.State.WAITING,
    )


def send_sms_now(phone: str, text: str) -> None:
    """Send a text message in the request, kept nowhere: codes for signing in.

    Raises:
        NotDelivered: when it could not be handed over.
    """
    carrier_of(Notification.Channel.SMS).send(Message(to=phone, text=text))


def mark_read(user) -> None:
    """Whatever is in her inbox has been seen."""
    Notification.objects.for_user(user).unread().update(read_at=timezone.now())
