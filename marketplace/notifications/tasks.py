from celery import shared_task

from marketplace.notifications import delivering


@shared_task
def send_notices(key: str) -> None:
    """Send one piece of news, once by each channel however often this runs; `send_due_notifications` tries again."""
    delivering.deliver_news(key)


@shared_task
def send_due_notifications() -> None:
    """Send what is due: beat runs this every minute."""
    delivering.deliver_due()
