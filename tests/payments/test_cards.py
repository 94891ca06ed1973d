import pytest
from django.urls import reverse

from marketplace.payments import cards, stripe_gateway, tasks
from marketplace.payments.links import pay_url
from marketplace.payments.methods import Card, Unavailable, method_of, offered_methods
from marketplace.payments.models import Payment, Receipt, Refund, StripeEvent
from marketplace.payments.services import expire_payment, mark_refund_failed, refund
from tests.ledger.factories import balances
from tests.payments.factories import an_order
from tests.payments.stripes import ASKS_FOR_3DS, DECLINED, an_event, signed

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("localstripe")]


@pytest.fixture
def card_order(localstripe):
    return an_order(method=Card().prepare("basket-1", 125_000))


def webhook(client, settings, event, secret=None, at=None):
    body, signature = signed(event, secret or settings.STRIPE_WEBHOOK_SECRET, at)
    return client.post(
        reverse("stripe-webhook"), body, content_type="application/json", headers={"Stripe-Signature": signature}
    )


def a_success(payment, number="evt_1") -> dict:
    intent = {"id": payment.external_id, "object": "payment_intent", "amount": 125_000, "amount_received": 125_000}
    return an_event("payment_intent.succeeded", intent, number)


def test_without_keys_cards_are_not_offered(settings):
    settings.STRIPE_SECRET_KEY = ""
    assert "card" not in [method.code for method in offered_methods(None)]


def test_the_intent_is_there_before_the_order_and_once_for_a_basket(localstripe):
    first = Card().prepare("basket-1", 125_000)
    assert first.external_id.startswith("pi_")
    (intent,) = localstripe.intents()
    assert (intent["amount"], intent["currency"]) == (125_000, "vnd")


def test_when_stripe_is_down_nothing_is_ordered_and_the_buyer_reads_why(localstripe, settings):
    settings.STRIPE_API_BASE = "http://127.0.0.1:9"
    with pytest.raises(Unavailable, match="thẻ"):
        method_of("card").prepare("basket-1", 125_000)


def test_a_card_pays_the_order(card_order, localstripe):
    assert cards.pay_by_card(card_order.payment, localstripe.token()).is_paid
    payment = Payment.objects.get()
    assert (payment.state, payment.received) == (Payment.State.PAID, 125_000)
    assert balances() == {"stripe": 125_000, "buyer": -125_000}


def test_a_declined_card_pays_nothing_and_another_can_be_tried(card_order, localstripe):
    with pytest.raises(stripe_gateway.CardDeclined):
        cards.pay_by_card(card_order.payment, localstripe.token(DECLINED))
    assert Payment.objects.get().state == Payment.State.OPEN
    assert cards.pay_by_card(Payment.objects.get(), localstripe.token()).is_paid


def test_with_3d_secure_the_order_is_paid_when_the_buyer_has_confirmed(card_order, localstripe):
    intent = cards.pay_by_card(card_order.payment, localstripe.token(ASKS_FOR_3DS))
    assert intent.status == stripe_gateway.ACTION
    assert Payment.objects.get().state == Payment.State.OPEN
    localstripe.authenticate({"id": intent.id, "client_secret": intent.client_secret})
    cards.ask_about(Payment.objects.get())
    assert Payment.objects.get().state == Payment.State.PAID


def test_a_webhook_that_comes_twice_pays_once(card_order, client, settings):
    for _ in range(2):
        assert webhook(client, settings, a_success(card_order.payment)).status_code == 200
    assert Receipt.objects.count() == StripeEvent.objects.count() == 1
    assert Payment.objects.get().state == Payment.State.PAID


def test_webhook_return_url_and_job_together_pay_once(card_order, localstripe, client, settings):
    cards.pay_by_card(card_order.payment, localstripe.token())
    webhook(client, settings, a_success(card_order.payment))
    client.get(pay_url(card_order.payment, "return"))
    tasks.ask_stripe()
    assert Receipt.objects.count() == 1


def test_a_failure_that_is_told_after_the_success_changes_nothing(card_order, client, settings):
    webhook(client, settings, a_success(card_order.payment, "evt_2"))
    failed = an_event("payment_intent.payment_failed", {"id": card_order.payment.external_id}, "evt_1")
    assert webhook(client, settings, failed).status_code == 200
    assert Payment.objects.get().state == Payment.State.PAID


@pytest.mark.parametrize(("secret", "age"), [("whsec_wrong", 0), (None, 3600)])
def test_a_webhook_that_stripe_has_not_signed_just_now_changes_nothing(card_order, client, settings, secret, age):
    import time

    answer = webhook(client, settings, a_success(card_order.payment), secret, at=time.time() - age)
    assert answer.status_code == 400
    assert not StripeEvent.objects.exists()
    assert Payment.objects.get().state == Payment.State.OPEN


def test_a_webhook_about_a_payment_that_is_not_ours_is_taken_and_ignored(card_order, client, settings):
    told = an_event("payment_intent.succeeded", {"id": "pi_of_another", "amount": 1})
    assert webhook(client, settings, told).status_code == 200
    assert not Receipt.objects.exists()


def test_a_worker_killed_between_stripes_answer_and_our_commit_loses_nothing(card_order, localstripe, monkeypatch):
    """The process dies after Stripe has taken the money: the job asks, and the order is paid once."""

    class Killed(BaseException):
        pass

    def die(*args, **kwargs):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(cards, "take_note", die)
        with pytest.raises(Killed):
            cards.pay_by_card(card_order.payment, localstripe.token())
    assert Payment.objects.get().state == Payment.State.OPEN
    Payment.objects.update(created_at="2026-01-01T00:00:00Z")
    tasks.ask_stripe()
    tasks.ask_stripe()
    assert Payment.objects.get().state == Payment.State.PAID
    assert Receipt.objects.count() == 1


@pytest.fixture
def paid_order(card_order, localstripe):
    cards.pay_by_card(card_order.payment, localstripe.token())
    return card_order


def test_a_refund_goes_back_to_the_card_by_itself(paid_order, localstripe, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        refund(paid_order, 25_000, "return:1", "Broken")
    assert [entry["amount"] for entry in localstripe.refunds()] == [25_000]
    assert Refund.objects.get().state == Refund.State.SENT
    assert balances() == {"stripe": 100_000, "buyer": -100_000}


def test_a_worker_killed_after_stripe_has_sent_the_refund_sends_it_once(paid_order, localstripe, monkeypatch):
    class Killed(BaseException):
        pass

    def die(*args, **kwargs):
        raise Killed

    entry = refund(paid_order, 25_000, "return:1", "Broken")
    with monkeypatch.context() as patch:
        patch.setattr(cards, "mark_refund_sent", die)
        with pytest.raises(Killed):
            tasks.send_refund(entry.pk)
    assert Refund.objects.get().state == Refund.State.WAITING
    tasks.send_refund(entry.pk)
    tasks.send_refund(entry.pk)
    assert len(localstripe.refunds()) == 1
    assert Refund.objects.get().state == Refund.State.SENT


def test_a_refund_that_the_cards_bank_turns_down_is_owed_again(
    paid_order, client, settings, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        refund(paid_order, 125_000, "cancel", "")
    number = Refund.objects.get().external_id
    for event_id in ("evt_7", "evt_8"):
        webhook(client, settings, an_event("refund.failed", {"id": number, "status": "failed"}, event_id))
    entry = Refund.objects.get()
    assert (entry.state, entry.goes_to_card) == (Refund.State.WAITING, False)
    assert balances() == {"stripe": 125_000, "refund": -125_000}
    assert not mark_refund_failed(entry.pk)


def test_a_payment_that_ran_out_cannot_be_charged_any_more(card_order, localstripe, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        expire_payment(card_order.payment)
    assert [intent["status"] for intent in localstripe.intents()] == ["canceled"]


def test_what_is_paid_when_nothing_is_owed_goes_back_by_itself(
    card_order, localstripe, django_capture_on_commit_callbacks
):
    """The order is cancelled while the buyer confirms at her bank."""
    intent = cards.pay_by_card(card_order.payment, localstripe.token(ASKS_FOR_3DS))
    refund(card_order, 125_000, "cancel", "")
    localstripe.authenticate({"id": intent.id, "client_secret": intent.client_secret})
    with django_capture_on_commit_callbacks(execute=True):
        cards.ask_about(Payment.objects.get())
    assert Payment.objects.get().state == Payment.State.CANCELLED
    assert [entry["amount"] for entry in localstripe.refunds()] == [125_000]
    assert balances() == {}
