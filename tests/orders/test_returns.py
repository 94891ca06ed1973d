"""Sending back: who may, until when, who decides, and what goes back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from marketplace.orders import returns, tasks
from marketplace.orders.models import ReturnRequest, SellerOrder
from marketplace.orders.refunds import share_of
from marketplace.orders.signals import return_decided
from marketplace.orders.transitions import NotAllowed
from marketplace.payments.models import RefundLine
from tests.factories import a_listing, a_user
from tests.orders.factories import a_photo, a_return, a_seller_order, a_shop_order_paid

pytestmark = pytest.mark.django_db

State = ReturnRequest.State


def test_a_return_that_the_shop_accepts_gives_the_money_of_those_pieces_back():
    part = a_shop_order_paid((a_listing(price=30_000), 3), state="delivered")
    request = a_return(part, pieces=2)
    returns.accept(request, None)
    part.refresh_from_db()
    payment = part.order.payment
    payment.refresh_from_db()
    assert payment.refunded == 60_000
    assert part.state == SellerOrder.State.DELIVERED
    assert [(line.quantity, line.amount) for line in RefundLine.objects.all()] == [(2, 60_000)]


def test_with_the_last_piece_the_delivery_fee_goes_back_and_the_order_is_returned():
    part = a_shop_order_paid((a_listing(price=30_000), 3), state="delivered")
    returns.accept(a_return(part, pieces=2), None)
    returns.accept(a_return(part, pieces=1), None)
    part.refresh_from_db()
    part.order.payment.refresh_from_db()
    assert part.state == SellerOrder.State.RETURNED
    assert part.order.payment.refunded == part.total


def test_pieces_of_a_line_given_back_one_by_one_sum_to_its_price():
    line = a_seller_order((a_listing(price=33_333), 3)).order.lines.get()
    line.line_price_incl_tax = 100_000
    assert sum(share_of(line, 1, before) for before in range(3)) == 100_000


def test_who_keeps_the_books_hears_of_the_lines_once():
    heard = []

    def listen(sender, seller_order, lines, event_id, **kwargs):
        heard.append((event_id, [(quantity, amount) for __, quantity, amount in lines]))

    return_decided.connect(listen)
    try:
        request = a_return(a_shop_order_paid((a_listing(price=30_000), 3), state="delivered"), pieces=2)
        returns.accept(request, None)
        with pytest.raises(NotAllowed):
            returns.accept(request, None)
    finally:
        return_decided.disconnect(listen)
    assert heard == [(f"return:{request.pk}", [(2, 60_000)])]


def test_an_officer_decides_where_they_disagree_and_gives_grounds():
    officer = a_user()
    part = a_shop_order_paid(state="delivered")
    request = returns.decline(a_return(part), None, "Hàng vẫn tốt")
    request = returns.dispute(request, part.order.user, "Ảnh chụp rõ là vỡ")
    with pytest.raises(NotAllowed):
        returns.decide(request, officer, for_buyer=True, grounds=" ")
    request = returns.decide(request, officer, for_buyer=True, grounds="Ảnh cho thấy hàng vỡ.")
    assert (request.state, request.decided_by) == (State.FOR_BUYER, officer)
    part.order.payment.refresh_from_db()
    assert part.order.payment.refunded == part.total


def test_a_decision_for_the_shop_gives_nothing_back_and_lets_the_order_be_completed():
    part = a_shop_order_paid(state="delivered")
    request = returns.dispute(returns.decline(a_return(part), None, "Hàng vẫn tốt"))
    SellerOrder.objects.update(delivered_at=timezone.now() - timedelta(days=8))
    assert tasks.act_on_late_orders()["completed"] == 0
    returns.decide(request, a_user(), for_buyer=False, grounds="Không thấy hư hỏng.")
    part.order.payment.refresh_from_db()
    assert part.order.payment.refunded == 0
    assert tasks.act_on_late_orders()["completed"] == 1


def test_the_time_for_a_return_is_seven_days_and_for_fresh_food_a_day_with_a_picture():
    dry, fresh = a_listing(), a_listing(keep_cold=True)
    part = a_seller_order(dry, state="delivered")
    cold = a_seller_order(fresh, state="delivered")
    with pytest.raises(NotAllowed):
        a_return(cold)
    assert returns.ask(cold, all_of(cold), "spoiled", "Có mùi lạ", [a_photo()]).pictures.count() == 1
    later = timezone.now() + timedelta(hours=25)
    assert returns.returnable(part, later)
    assert not returns.returnable(a_seller_order(fresh, state="delivered"), later)
    assert not returns.returnable(part, timezone.now() + timedelta(days=7, minutes=1))


def all_of(part) -> dict[int, int]:
    return {line.pk: line.quantity for line in part.order.lines.all()}


def test_nothing_goes_back_before_it_came_twice_or_in_too_many_pieces():
    part = a_seller_order(state="handed_over")
    with pytest.raises(NotAllowed):
        a_return(part)
    part = a_seller_order((a_listing(), 2), state="delivered")
    with pytest.raises(NotAllowed):
        a_return(part, pieces=3)
    a_return(part)
    with pytest.raises(NotAllowed):
        a_return(part)


def test_another_shop_s_line_cannot_be_given_back_with_this_one():
    part = a_seller_order(a_listing(), a_listing(), state="delivered")
    other = part.order.lines.exclude(partner=part.shop.partner).get()
    with pytest.raises(NotAllowed):
        returns.ask(part, {other.pk: 1}, "damaged", "Vỡ")


def test_a_shop_that_does_not_answer_leaves_it_to_the_officer():
    request = a_return(a_seller_order(state="delivered"))
    with pytest.raises(NotAllowed):
        returns.dispute(request)
    assert tasks.bring_unanswered_returns_to_officers() == 0
    ReturnRequest.objects.update(answer_by=timezone.now())
    assert tasks.bring_unanswered_returns_to_officers() == 1
    request.refresh_from_db()
    assert request.state == State.DISPUTED


def test_a_return_withdrawn_may_be_asked_again():
    part = a_seller_order(state="delivered")
    returns.withdraw(a_return(part))
    assert a_return(part).is_open


def test_cash_that_was_collected_goes_back_too():
    part = a_seller_order(a_listing(price=40_000), state="delivered")
    part.order.payment.refresh_from_db()
    assert part.order.payment.received == part.total
    returns.accept(a_return(part), None)
    part.order.payment.refresh_from_db()
    assert part.order.payment.refunded == part.total
