from celery import shared_task

from marketplace.notifications import delivering


@shared_task
def send_notification(notification_id: int) -> None:
    """Send one notice, once however often this runs; what fails is taken up by `send_due_notifications`."""
    delivering.deliver(notification_id)


@shared_task
def send_due_notifications() -> None:
    """Send what is due: beat runs this every minute."""
    delivering.deliver_due()
