"""Card payments: what Stripe says, however and how often it says it, becomes what our rows say."""

from django.db import transaction

from marketplace.payments import stripe_gateway
from marketplace.payments.models import Payment, Receipt, Refund, StripeEvent
from marketplace.payments.services import confirm_payment, mark_refund_failed, mark_refund_sent, return_excess


def pay_by_card(payment: Payment, card_token: str) -> stripe_gateway.Intent:
    """Charge the card behind `card_token`. Stripe is asked outside of any transaction; its answer is then written.

    Raises:
        CardDeclined: when the card is turned down; the next card gets an intent of its own.
        GatewayError: when Stripe does not answer; the job will ask what became of it.
    """
    if payment.external_id is None:
        _announce(payment, payment.reference)
    try:
        intent = stripe_gateway.confirm_intent(payment.external_id, int(payment.missing), card_token)
    except stripe_gateway.CardDeclined:
        _announce(payment, f"after:{payment.external_id}")
        raise
    take_note(payment, intent)
    return intent


def _announce(payment: Payment, key: str) -> None:
    """A new intent for a payment; the one before is cancelled, and one that was paid meanwhile counts."""
    if payment.external_id:
        withdraw(payment)
    payment.external_id = stripe_gateway.create_intent(int(payment.missing), key)
    payment.save(update_fields=["external_id"])


def ask_about(payment: Payment) -> stripe_gateway.Intent:
    """Ask Stripe what became of a payment, and write it down: by return URL, by job."""
    intent = stripe_gateway.retrieve_intent(payment.external_id)
    take_note(payment, intent)
    return intent


def take_note(payment: Payment, intent: stripe_gateway.Intent) -> None:
    """A paid intent pays the order, once for each intent; what comes when nothing is owed goes back by itself."""
    if intent.is_paid:
        _receive(payment, intent.id, intent.amount)


@transaction.atomic
def _receive(payment: Payment, intent_id: str, amount: int) -> None:
    confirm_payment(payment, amount, f"stripe:{intent_id}", Receipt.Source.STRIPE)
    return_excess(payment, f"excess:{intent_id}", "Paid when nothing was owed any more")


@transaction.atomic
def handle_event(event) -> bool:
    """Act on a webhook, once for each event's number; return whether it was new.

    The order in which events come does not matter: only what is final is acted on, and paid stays paid.
    """
    __, is_new = StripeEvent.objects.get_or_create(event_id=event.id, defaults={"type": event.type})
    if not is_new:
        return False
    told = event.data.object
    if event.type == "payment_intent.succeeded":
        if payment := Payment.objects.filter(external_id=told.id).first():
            _receive(payment, told.id, told.amount_received if "amount_received" in told else told.amount)
    elif event.type in ("refund.updated", "refund.failed", "charge.refund.updated"):
        _note_refund(told)
    return True


def _note_refund(told) -> None:
    refund = Refund.objects.filter(external_id=told.id).first()
    if refund and told.status in ("failed", "canceled"):
        mark_refund_failed(refund.pk)


def send_refund(refund_id: int) -> None:
    """Send a waiting refund back to its card. Killed at any point and run again, it sends it once."""
    refund = Refund.objects.select_related("payment").get(pk=refund_id)
    if refund.state != Refund.State.WAITING or not refund.goes_to_card:
        return
    number = stripe_gateway.refund(refund.payment.external_id, int(refund.amount), refund.key)
    mark_refund_sent(refund.pk, external_id=number)


def withdraw(payment: Payment) -> None:
    """The reservation has run out: the card can no longer be charged, unless it was charged already."""
    take_note(payment, stripe_gateway.cancel_intent(payment.external_id))
