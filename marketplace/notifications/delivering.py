"""Handing notices to their carriers: each is taken once, and tried again at longer and longer intervals."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from marketplace.notifications import rendering
from marketplace.notifications.carriers import Message, NotDelivered, carrier_of
from marketplace.notifications.models import Notification

# Minutes until the second, third … attempt; after the last the notice has failed.
INTERVALS = (1, 5, 15, 60, 6 * 60, 24 * 60)
BATCH = 200


@transaction.atomic
def deliver(notification_id: int) -> bool:
    """Try once to send a notice that waits; return whether it was sent now.

    The row stays locked while the carrier answers: of two jobs for one notice the second finds nothing to do.
    """
    found = Notification.objects.select_for_update(skip_locked=True)
    notification = found.filter(pk=notification_id, state=Notification.State.WAITING).first()
    if notification is None:
        return False
    notification.attempts += 1
    try:
        carrier_of(notification.channel).send(_message(notification))
    except NotDelivered as error:
        _put_off(notification, error)
    else:
        notification.state = Notification.State.SENT
        notification.sent_at = timezone.now()
        notification.last_error = ""
    notification.save(update_fields=["attempts", "state", "sent_at", "next_try_at", "last_error"])
    return notification.state == Notification.State.SENT


def deliver_news(key: str) -> int:
    """Try once to send what waits of this piece of news, each by its channel; return how many were sent now."""
    waiting = Notification.objects.filter(key=key, state=Notification.State.WAITING)
    return sum(deliver(pk) for pk in list(waiting.order_by("pk").values_list("pk", flat=True)))


def deliver_due() -> int:
    """Try whatever waits and is due: what failed before, and what a broker that was down never heard of."""
    keys = Notification.objects.due().values_list("pk", flat=True)[:BATCH]
    return sum(deliver(key) for key in list(keys))


def _message(notification: Notification) -> Message:
    is_mail = notification.channel == Notification.Channel.EMAIL
    return Message(
        to=notification.address,
        text=notification.text,
        subject=notification.title,
        html=rendering.html_of(notification) if is_mail else "",
        reference=f"notice-{notification.pk}",
    )


def _put_off(notification: Notification, error: NotDelivered) -> None:
    notification.last_error = str(error)[:250]
    if notification.attempts > len(INTERVALS):
        notification.state = Notification.State.FAILED
    else:
        wait = timedelta(minutes=INTERVALS[notification.attempts - 1])
        notification.next_try_at = timezone.now() + wait
