"""Every call to Stripe, and nothing else. Amounts are đồng: VND has no smaller unit, Stripe takes it as it is.

Keys are read from the environment only. Each call that moves money carries an idempotency key, so that a call that is
repeated after a failure moves it once (https://docs.stripe.com/api/idempotent_requests).
"""

from dataclasses import dataclass

import stripe
from django.conf import settings

CURRENCY = "vnd"
SUCCEEDED, ACTION = "succeeded", "requires_action"


class GatewayError(Exception):
    """Stripe could not be reached, or refused what we asked; nothing can be said of the payment."""


class CardDeclined(Exception):
    """The card was turned down. The message is Stripe's, in the language of the page."""


@dataclass(frozen=True)
class Intent:
    """What Stripe knows of one payment."""

    id: str
    status: str
    amount: int
    client_secret: str

    @property
    def is_paid(self) -> bool:
        return self.status == SUCCEEDED


def is_configured() -> bool:
    return bool(settings.STRIPE_SECRET_KEY and settings.STRIPE_PUBLISHABLE_KEY)


def _client() -> stripe.StripeClient:
    return stripe.StripeClient(
        settings.STRIPE_SECRET_KEY,
        base_addresses={"api": settings.STRIPE_API_BASE},
        max_network_retries=2,
        http_client=stripe.RequestsClient(timeout=15),
    )


def _ask(call, *args, **kwargs):
    try:
        return call(*args, **kwargs)
    except stripe.CardError as error:
        raise CardDeclined(error.user_message or str(error)) from error
    except stripe.StripeError as error:
        raise GatewayError(str(error)) from error


def _intent(answer) -> Intent:
    return Intent(answer.id, answer.status, int(answer.amount), answer.client_secret)


def create_intent(amount: int, key: str) -> str:
    """Announce a payment of `amount` đồng by card; return Stripe's number of it."""
    params = {"amount": amount, "currency": CURRENCY, "payment_method_types": ["card"]}
    answer = _ask(_client().v1.payment_intents.create, params, {"idempotency_key": f"intent:{key}:{amount}"})
    return answer.id


def retrieve_intent(intent_id: str) -> Intent:
    return _intent(_ask(_client().v1.payment_intents.retrieve, intent_id))


def confirm_intent(intent_id: str, amount: int, card_token: str) -> Intent:
    """Pay with the card behind `card_token`, which becomes the card of a nameless customer; may ask for 3-D Secure.

    Raises:
        CardDeclined: when the card's bank says no; another card needs another intent.
    """
    client = _client().v1
    intent = retrieve_intent(intent_id)
    if intent.is_paid:
        return intent
    holder = _ask(client.customers.create, {"source": card_token}, {"idempotency_key": f"card:{card_token}"})
    changed = {"customer": holder.id, "payment_method": holder.default_source}
    if intent.amount != amount:
        changed["amount"] = amount
    _ask(client.payment_intents.update, intent_id, changed)
    once = {"idempotency_key": f"confirm:{intent_id}:{card_token}"}
    return _intent(_ask(client.payment_intents.confirm, intent_id, None, once))


def cancel_intent(intent_id: str) -> Intent:
    """Take a payment back that has not happened; one that has is returned as it is."""
    try:
        return _intent(_ask(_client().v1.payment_intents.cancel, intent_id))
    except GatewayError:
        return retrieve_intent(intent_id)


def refund(intent_id: str, amount: int, key: str) -> str:
    """Send `amount` đồng back to the card, once for each `key`; return Stripe's number of the refund.

    Idempotency keys are forgotten after a day: what is there already under `key` is looked for first.
    """
    refunds = _client().v1.refunds
    for found in _ask(refunds.list, {"payment_intent": intent_id, "limit": 100}).data:
        if _key_of(found) == key and found.status not in ("failed", "canceled"):
            return found.id
    params = {"payment_intent": intent_id, "amount": amount, "metadata": {"key": key}}
    return _ask(refunds.create, params, {"idempotency_key": f"refund:{key}"}).id


def _key_of(refund) -> str | None:
    return refund.metadata.to_dict().get("key") if refund.metadata else None


def read_event(payload: bytes, signature: str):
    """The event of a webhook whose signature is Stripe's.

    Raises:
        ValueError: when it is not, or is older than five minutes.
    """
    try:
        return stripe.Webhook.construct_event(payload, signature, settings.STRIPE_WEBHOOK_SECRET)
    except stripe.SignatureVerificationError as error:
        raise ValueError("not signed by Stripe") from error
