import pytest

from marketplace.payments.links import pay_url
from marketplace.payments.methods import method_of
from marketplace.payments.services import confirm_payment, expire_payment, refund
from marketplace.storefront.paying import next_page
from tests.payments.factories import a_cash_order, an_order

pytestmark = pytest.mark.django_db


@pytest.fixture
def bank(settings):
    settings.BANK_BIN, settings.BANK_ACCOUNT, settings.BANK_ACCOUNT_HOLDER = "970405", "3300205112233", "CHO SEN"


@pytest.fixture
def payment(bank):
    return an_order(method=method_of("bank")).payment


def test_after_ordering_the_buyer_goes_to_pay_or_to_her_order(payment):
    assert next_page(payment.order) == pay_url(payment)
    assert next_page(a_cash_order()).endswith("?placed=1")


def test_the_page_shows_code_amount_and_reference_and_is_kept_by_nobody(client, payment):
    answer = client.get(pay_url(payment))
    page = answer.content.decode()
    assert "<svg" in page
    assert "125.000" in page
    assert payment.reference in page
    assert "3300205112233" in page
    assert f'data-order="{payment.order.number}"' in page
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Referrer-Policy"] == "same-origin"


def test_it_asks_for_what_is_still_missing(client, payment):
    confirm_payment(payment, 100_000, "bank:1")
    page = client.get(pay_url(payment)).content.decode()
    assert "25.000" in page
    assert client.get(pay_url(payment, "state")).json() == {"waiting": True, "missing": 25_000, "currency": "VND"}


def test_a_paid_order_leads_on_to_its_page(client, payment):
    confirm_payment(payment, 125_000, "bank:1")
    assert client.get(pay_url(payment, "state")).json()["waiting"] is False
    assert "/orders/" in client.get(pay_url(payment))["Location"]


def test_what_ran_out_says_so(client, payment):
    expire_payment(payment)
    assert "hết thời gian" in client.get(pay_url(payment)).content.decode()
    refund(payment.order, 125_000, "x", "")
    assert client.get(pay_url(payment)).status_code == 200
    assert client.get(pay_url(payment, "qr")).status_code == 404


def test_the_code_can_be_saved_as_a_picture(client, payment):
    answer = client.get(pay_url(payment, "qr"))
    assert answer["Content-Type"] == "image/png"
    assert payment.reference in answer["Content-Disposition"]


def test_a_guessed_address_opens_nothing(client, payment):
    for name in ("show", "state", "qr", "return"):
        address = pay_url(payment, name)
        assert client.get(address.replace(payment.reference, "SENAAAAAAA")).status_code == 404


def test_only_the_cards_page_may_load_stripe_and_only_with_keys(client, payment, settings):
    settings.STRIPE_SECRET_KEY, settings.STRIPE_PUBLISHABLE_KEY = "sk_test_x", "pk_test_x"
    assert "stripe" not in client.get(pay_url(payment))["Content-Security-Policy"]
    card = an_order(method=method_of("card")).payment
    answer = client.get(pay_url(card))
    assert "script-src 'self' https://js.stripe.com" in answer["Content-Security-Policy"]
    assert "connect-src 'self' https://api.stripe.com" in answer["Content-Security-Policy"]
    assert 'src="https://js.stripe.com/v3/"' in answer.content.decode()


def test_the_waiting_page_takes_few_queries(client, payment, django_assert_max_num_queries):
    client.get(pay_url(payment, "state"))
    with django_assert_max_num_queries(2):
        client.get(pay_url(payment, "state"))
