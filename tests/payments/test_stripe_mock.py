"""Every call of the gateway against stripe-mock, which refuses what Stripe's published API does not know."""

import pytest
import stripe

from marketplace.payments import stripe_gateway

pytestmark = [pytest.mark.stripe_mock, pytest.mark.xdist_group("stripe-mock")]


@pytest.fixture(autouse=True)
def stripe_mock(stripe_mock_server, settings):
    settings.STRIPE_SECRET_KEY = "sk_test_123"
    settings.STRIPE_PUBLISHABLE_KEY = "pk_test_123"
    settings.STRIPE_API_BASE = stripe_mock_server


def test_creating_an_intent():
    assert stripe_gateway.create_intent(125_000, "basket").startswith("pi_")


def test_asking_for_an_intent():
    intent = stripe_gateway.retrieve_intent("pi_1")
    assert intent.id
    assert intent.client_secret


def test_paying_with_a_token():
    assert stripe_gateway.confirm_intent("pi_1", 125_000, "tok_visa").id


def test_cancelling_an_intent():
    assert stripe_gateway.cancel_intent("pi_1").id


def test_refunding():
    assert stripe_gateway.refund("pi_1", 25_000, "return:1").startswith("re_")


def test_a_call_that_stripe_does_not_know_is_refused():
    with pytest.raises(stripe.InvalidRequestError):
        stripe_gateway._client().v1.payment_intents.create({"amount": 1, "currency": "vnd", "colour": "green"})
