import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from marketplace.payments.models import Payment, Receipt, Refund
from marketplace.payments.services import TooMuch, confirm_payment, expire_payment, mark_refund_sent, refund
from marketplace.payments.signals import payment_received, payment_refunded
from tests.factories import a_listing
from tests.payments.factories import a_cash_order, an_order

pytestmark = pytest.mark.django_db


@pytest.fixture
def heard():
    """The names and events of the signals that were sent."""
    events = []

    def hear(signal, name):
        def listener(event_id, **kwargs):
            events.append((name, event_id))

        signal.connect(listener, weak=False, dispatch_uid=f"test-{name}")

    hear(payment_received, "received")
    hear(payment_refunded, "refunded")
    yield events
    payment_received.disconnect(dispatch_uid="test-received")
    payment_refunded.disconnect(dispatch_uid="test-refunded")


def test_an_order_waits_for_its_money():
    payment = an_order().payment
    assert (payment.state, payment.amount, payment.received) == (Payment.State.OPEN, 125_000, 0)
    assert payment.expires_at > timezone.now()
    assert not payment.lets_fulfil


def test_cash_on_delivery_lets_the_shop_send_at_once():
    payment = a_cash_order().payment
    assert payment.lets_fulfil
    assert payment.expires_at is None


def test_the_whole_amount_pays_the_order_once(heard):
    order = an_order()
    assert confirm_payment(order.payment, 125_000, "bank:1")
    assert not confirm_payment(order.payment, 125_000, "bank:1")
    payment = Payment.objects.get()
    assert (payment.state, payment.received) == (Payment.State.PAID, 125_000)
    assert heard == [("received", "paid:bank:1")]


def test_too_little_leaves_the_payment_open_until_the_rest_comes(heard):
    order = an_order()
    confirm_payment(order.payment, 100_000, "bank:1")
    payment = Payment.objects.get()
    assert (payment.state, payment.missing) == (Payment.State.OPEN, 25_000)
    assert heard == []
    confirm_payment(order.payment, 25_000, "bank:2")
    assert Payment.objects.get().state == Payment.State.PAID


def test_too_much_pays_and_is_kept_for_a_decision():
    order = an_order()
    confirm_payment(order.payment, 130_000, "bank:1")
    payment = Payment.objects.get()
    assert (payment.state, payment.missing) == (Payment.State.PAID, -5_000)


def test_money_that_comes_too_late_is_kept_and_pays_nothing(heard):
    order = an_order()
    assert expire_payment(order.payment)
    confirm_payment(order.payment, 125_000, "bank:1")
    payment = Payment.objects.get()
    assert (payment.state, payment.refundable) == (Payment.State.EXPIRED, 125_000)
    assert heard == []


def test_a_paid_payment_does_not_expire():
    order = an_order()
    confirm_payment(order.payment, 125_000, "bank:1")
    assert not expire_payment(order.payment)
    assert Payment.objects.get().state == Payment.State.PAID


def test_overdue_are_those_that_wait_too_long():
    payment = an_order().payment
    a_cash_order()
    assert list(Payment.objects.overdue()) == []
    assert list(Payment.objects.overdue(payment.expires_at)) == [payment]


def test_one_decision_to_give_back_counts_once(heard):
    order = an_order()
    confirm_payment(order.payment, 125_000, "bank:1")
    first = refund(order, 50_000, "return:7", "Broken")
    assert refund(order, 50_000, "return:7", "Broken") == first
    payment = Payment.objects.get()
    assert (payment.refunded, payment.refundable, payment.missing) == (50_000, 75_000, 0)
    assert heard == [("received", "paid:bank:1"), ("refunded", "refund:return:7")]


def test_no_more_goes_back_than_was_paid():
    order = an_order()
    confirm_payment(order.payment, 125_000, "bank:1")
    refund(order, 100_000, "a", "")
    with pytest.raises(TooMuch):
        refund(order, 25_001, "b", "")
    assert Payment.objects.get().refunded == 100_000
    assert Refund.objects.count() == 1


def test_the_database_itself_refuses_to_give_back_too_much():
    order = an_order()
    with pytest.raises(IntegrityError), transaction.atomic():
        Payment.objects.filter(order=order).update(refunded=1)


def test_a_line_gives_back_no_more_money_or_pieces_than_it_had():
    order = an_order((a_listing(price=40_000), 2), a_listing(price=90_000))
    confirm_payment(order.payment, order.total_incl_tax, "bank:1")
    line = order.lines.order_by("pk").first()
    refund(order, 40_000, "a", "", [(line, 1, 40_000)])
    with pytest.raises(TooMuch):
        refund(order, 50_000, "b", "", [(line, 1, 50_000)])
    with pytest.raises(TooMuch):
        refund(order, 40_000, "c", "", [(line, 2, 40_000)])
    assert Payment.objects.get().refunded == 40_000


def test_what_was_not_paid_is_no_longer_asked_for(heard):
    order = an_order()
    entry = refund(order, 25_000, "cancel:1", "")
    payment = Payment.objects.get()
    assert (entry.state, entry.amount, entry.waived) == (Refund.State.WAIVED, 0, 25_000)
    assert (payment.state, payment.missing) == (Payment.State.OPEN, 100_000)
    refund(order, 100_000, "cancel:2", "")
    assert Payment.objects.get().state == Payment.State.CANCELLED
    assert heard == []


def test_of_a_half_paid_order_that_is_cancelled_the_paid_half_goes_back():
    order = an_order()
    confirm_payment(order.payment, 60_000, "bank:1")
    entry = refund(order, 125_000, "cancel", "")
    assert (entry.amount, entry.waived) == (60_000, 65_000)
    assert Payment.objects.get().state == Payment.State.CANCELLED


def test_a_cash_order_is_paid_when_the_last_parcels_cash_is_collected():
    order = a_cash_order(a_listing(price=100_000), a_listing(price=50_000))
    first, second = order.seller_orders.all()
    confirm_payment(order.payment, first.total, "cash:1", Receipt.Source.CARRIER, first.number)
    assert Payment.objects.get().state == Payment.State.ON_DELIVERY
    confirm_payment(order.payment, second.total, "cash:2", Receipt.Source.SHOP, second.number)
    assert Payment.objects.get().state == Payment.State.PAID


def test_of_a_cash_order_a_refused_parcel_is_let_off_and_a_returned_one_given_back():
    order = a_cash_order(a_listing(price=100_000), a_listing(price=50_000))
    first, second = order.seller_orders.all()
    confirm_payment(order.payment, first.total, "cash:1", Receipt.Source.CARRIER, first.number)
    assert refund(order, first.total, "return", "", delivered=True).amount == first.total
    assert refund(order, second.total, "refused", "", delivered=False).waived == second.total
    payment = Payment.objects.get()
    assert (payment.state, payment.amount, payment.refundable) == (Payment.State.CANCELLED, 0, 0)


def test_a_refund_is_sent_once():
    order = an_order()
    confirm_payment(order.payment, 125_000, "bank:1")
    entry = refund(order, 125_000, "a", "")
    assert mark_refund_sent(entry.pk, bank_reference="FT1")
    assert not mark_refund_sent(entry.pk, bank_reference="FT1")
    assert Refund.objects.get().sent_at
