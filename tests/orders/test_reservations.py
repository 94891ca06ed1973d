"""Goods promised for money that has not come: how long, and what happens when it comes too late."""

from datetime import timedelta

import pytest
from django.utils import timezone
from oscar.core.loading import get_model

from marketplace.orders import reservations, tasks, transitions
from marketplace.orders.models import SellerOrder
from marketplace.orders.reservations import settle_late_payment
from marketplace.orders.transitions import NotAllowed
from marketplace.payments.models import Payment
from tests.factories import a_listing
from tests.orders.factories import an_order, pay
from tests.orders.test_offers import a_voucher
from tests.orders.test_transitions import stock_of

pytestmark = pytest.mark.django_db

State = SellerOrder.State
Voucher = get_model("voucher", "Voucher")


def let_time_pass(order, **delta):
    Payment.objects.filter(order=order).update(expires_at=timezone.now() - timedelta(**delta))


def an_expired_order(*contents, **kwargs):
    order = an_order(*contents, payment="prepaid", **kwargs)
    let_time_pass(order, minutes=1)
    assert tasks.expire_reservations() == 1
    order.payment.refresh_from_db()
    return order


def states_of(order) -> list[str]:
    return [part.state for part in order.seller_orders.order_by("pk")]


def test_what_is_not_paid_in_time_is_given_back_once():
    first, second = a_listing(stock=5), a_listing(stock=5)
    order = an_expired_order((first, 2), second)
    assert states_of(order) == [State.CANCELLED, State.CANCELLED]
    assert (stock_of(first), stock_of(second)) == ((5, 0), (5, 0))
    assert order.payment.state == Payment.State.EXPIRED
    assert tasks.expire_reservations() == 0


def test_an_order_that_cannot_be_given_back_keeps_no_other_waiting(monkeypatch, caplog):
    broken, sound = an_order(payment="prepaid"), an_order(payment="prepaid")
    let_time_pass(broken, minutes=2)
    let_time_pass(sound, minutes=1)
    expire = reservations.expire_reservation

    def expire_reservation(payment):
        if payment.order_id == broken.pk:
            raise ValueError("broken")
        return expire(payment)

    with monkeypatch.context() as patch:
        patch.setattr(reservations, "expire_reservation", expire_reservation)
        assert tasks.expire_reservations() == 1
    assert (states_of(broken), states_of(sound)) == ([State.NEW], [State.CANCELLED])
    assert "left for the next run" in caplog.text
    assert tasks.expire_reservations() == 1


def test_what_is_paid_in_time_or_on_delivery_is_kept():
    paid, cash = an_order(payment="prepaid"), an_order()
    pay(paid)
    let_time_pass(paid, minutes=1)
    assert tasks.expire_reservations() == 0
    assert states_of(paid) == states_of(cash) == [State.NEW]


def test_a_shop_confirms_only_what_is_paid_and_her_time_runs_from_then():
    order = an_order(payment="prepaid")
    part = order.seller_orders.get()
    assert part.confirm_by is None
    with pytest.raises(NotAllowed):
        transitions.confirm(part, None)
    pay(order)
    part.refresh_from_db()
    assert part.confirm_by > timezone.now()
    assert transitions.confirm(part, None).state == State.CONFIRMED


def test_money_that_comes_too_late_takes_the_order_up_again_while_all_is_there(django_capture_on_commit_callbacks):
    listing = a_listing(stock=5)
    order = an_expired_order((listing, 2))
    with django_capture_on_commit_callbacks(execute=True):
        pay(order)
    order.payment.refresh_from_db()
    assert order.payment.state == Payment.State.PAID
    assert states_of(order) == [State.NEW]
    assert stock_of(listing) == (5, 2)
    part = order.seller_orders.get()
    assert part.confirm_by is not None
    for step in (transitions.confirm, transitions.pack, transitions.hand_over):
        part = step(part, None)
    assert stock_of(listing) == (3, 0)


def test_money_that_comes_too_late_goes_back_when_something_is_gone():
    first, second = a_listing(stock=5), a_listing(stock=1)
    order = an_expired_order(first, second)
    an_order(second)
    pay(order)
    assert settle_late_payment(order.payment.pk) == "refunded"
    assert settle_late_payment(order.payment.pk) == "nothing"
    assert states_of(order) == [State.CANCELLED, State.CANCELLED]
    assert (stock_of(first), stock_of(second)) == ((5, 0), (1, 1))
    refund = order.payment.refunds.get()
    assert (refund.amount, refund.state) == (order.total_incl_tax, "waiting")


def test_too_little_that_comes_too_late_goes_back():
    order = an_expired_order()
    pay(order, amount=10_000)
    assert settle_late_payment(order.payment.pk) == "refunded"
    assert order.payment.refunds.get().amount == 10_000


def test_a_lost_job_is_made_up_for():
    order = an_expired_order()
    pay(order)
    assert tasks.settle_late_payments() == 1
    assert tasks.settle_late_payments() == 0
    assert states_of(order) == [State.NEW]


def test_a_voucher_of_an_order_that_ran_out_can_be_used_again():
    from django.contrib.auth.models import AnonymousUser

    from marketplace.orders.services import place_order
    from tests.factories import a_basket, a_recipient
    from tests.orders.factories import Prepaid
    from tests.orders.test_offers import Applicator

    voucher = a_voucher(usage=Voucher.SINGLE_USE)
    basket = a_basket(a_listing())
    basket.vouchers.add(voucher)
    Applicator().apply(basket, AnonymousUser())
    order = place_order(basket, a_recipient(), Prepaid())
    let_time_pass(order, minutes=1)
    assert not voucher.is_available_to_user(AnonymousUser())[0]
    tasks.expire_reservations()
    assert voucher.is_available_to_user(AnonymousUser())[0]


def test_a_paid_order_that_is_cancelled_is_given_back_part_by_part():
    first, second = a_listing(price=100_000), a_listing(price=50_000)
    order = pay(an_order(first, second, payment="prepaid"))
    one, other = order.seller_orders.all()
    transitions.refuse(one, None, "Hết hàng")
    order.payment.refresh_from_db()
    assert order.payment.refunded == one.total
    transitions.cancel(other, None, "Đổi ý")
    order.payment.refresh_from_db()
    assert order.payment.refunded == order.total_incl_tax


def test_cash_that_was_never_paid_is_only_asked_for_less():
    order = an_order(a_listing(price=100_000), a_listing(price=50_000))
    one, other = order.seller_orders.all()
    transitions.cancel(one, None, "Đổi ý")
    order.payment.refresh_from_db()
    assert (order.payment.refunded, order.payment.amount) == (0, other.total)


def test_a_parcel_refused_at_the_door_asks_for_no_cash_and_gives_prepaid_goods_back():
    cash = an_order().seller_orders.get()
    prepaid = pay(an_order(payment="prepaid")).seller_orders.get()
    for part in (cash, prepaid):
        for step in (transitions.confirm, transitions.pack, transitions.hand_over):
            part = step(part, None)
        transitions.return_(part, None, "Khách không nhận")
    cash.order.payment.refresh_from_db()
    prepaid.order.payment.refresh_from_db()
    assert (cash.order.payment.amount, cash.order.payment.refunded) == (0, 0)
    assert prepaid.order.payment.refunded == prepaid.goods_total
