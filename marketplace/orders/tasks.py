from celery import shared_task

from marketplace.orders import mail


@shared_task(autoretry_for=(OSError,), retry_backoff=30, max_retries=8)
def send_confirmation(order_id: int) -> None:
    """Send the buyer who gave an e-mail address the confirmation of her order, once however often this runs."""
    mail.send_confirmation(order_id)
