from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from marketplace.payments import cards, stripe_gateway
from marketplace.payments.models import Payment, Refund

ASK_AFTER = timedelta(minutes=2)
ASK_UNTIL = timedelta(hours=2)
RETRY = {"autoretry_for": (stripe_gateway.GatewayError,), "retry_backoff": 30, "max_retries": 8}


@shared_task(**RETRY)
def send_refund(refund_id: int) -> None:
    """Send a refund back to its card, once however often this runs."""
    cards.send_refund(refund_id)


@shared_task(**RETRY)
def withdraw_card_payment(payment_id: int) -> None:
    """Cancel at Stripe what ran out here."""
    cards.withdraw(Payment.objects.get(pk=payment_id))


@shared_task
def ask_stripe() -> None:
    """Ask Stripe about what stayed open or has just run out, and send what did not get away; every few minutes."""
    if not stripe_gateway.is_configured():
        return
    now = timezone.now()
    card = Payment.objects.filter(method="card", external_id__isnull=False)
    for payment in card.filter(state=Payment.State.OPEN, created_at__lte=now - ASK_AFTER):
        _quietly(cards.ask_about, payment)
    for payment in card.filter(state=Payment.State.EXPIRED, expires_at__gte=now - ASK_UNTIL):
        _quietly(cards.withdraw, payment)
    waiting = Refund.objects.filter(state=Refund.State.WAITING, payment__method="card", created_at__lte=now - ASK_AFTER)
    for refund_id in waiting.values_list("pk", flat=True):
        _quietly(cards.send_refund, refund_id)


def _quietly(act, subject) -> None:
    """One that fails does not keep the others from being asked; the next run asks again."""
    try:
        act(subject)
    except stripe_gateway.GatewayError:
        return
