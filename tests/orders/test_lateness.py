"""What happens when nobody does anything."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from marketplace.orders import tasks, transitions
from marketplace.orders.models import SellerOrder
from tests.factories import a_listing
from tests.orders.factories import a_seller_order, an_order, pay

pytestmark = pytest.mark.django_db

State = SellerOrder.State


def overdue_by(part, **delta):
    SellerOrder.objects.filter(pk=part.pk).update(confirm_by=timezone.now() - timedelta(**delta))


def steps_of(part) -> list[str]:
    return [event.transition for event in part.events.all()]


def test_a_shop_that_does_not_confirm_is_reminded_then_reported_then_the_order_is_cancelled_and_given_back():
    order = pay(an_order(payment="prepaid"))
    part = order.seller_orders.get()
    tasks.act_on_late_orders()
    assert steps_of(part) == ["place"]
    overdue_by(part, hours=-settings.CONFIRM_WITHIN_HOURS / 2)
    tasks.act_on_late_orders()
    assert steps_of(part) == ["place", "remind"]
    overdue_by(part, hours=0)
    tasks.act_on_late_orders()
    tasks.act_on_late_orders()
    assert steps_of(part) == ["place", "remind", "escalate"]
    overdue_by(part, hours=settings.CANCEL_UNCONFIRMED_AFTER_HOURS - settings.CONFIRM_WITHIN_HOURS)
    tasks.act_on_late_orders()
    part.refresh_from_db()
    assert part.state == State.CANCELLED
    assert part.events.last().reason
    order.payment.refresh_from_db()
    assert order.payment.refunded == order.total_incl_tax


def test_a_shop_that_confirmed_is_left_in_peace():
    part = a_seller_order(state="confirmed")
    overdue_by(part, days=9)
    assert not any(tasks.act_on_late_orders().values())


def delivered(part, **ago):
    SellerOrder.objects.filter(pk=part.pk).update(delivered_at=timezone.now() - timedelta(**ago))


@pytest.mark.parametrize(("fields", "days"), [({}, 7), ({"keep_cold": True}, 1), ({"shelf_life_days": 3}, 1)])
def test_an_order_is_complete_when_the_time_for_returns_of_its_goods_is_over(fields, days):
    part = a_seller_order(a_listing(**fields), state="delivered")
    delivered(part, days=days, minutes=-1)
    assert tasks.act_on_late_orders()["completed"] == 0
    delivered(part, days=days)
    assert tasks.act_on_late_orders()["completed"] == 1
    part.refresh_from_db()
    assert part.state == State.COMPLETED


def test_what_was_paid_and_is_long_under_way_counts_as_delivered_but_cash_never_as_collected():
    paid = pay(an_order(payment="prepaid")).seller_orders.get()
    cash = an_order().seller_orders.get()
    for part in (paid, cash):
        for step in (transitions.confirm, transitions.pack, transitions.hand_over):
            part = step(part, None)
    long_ago = timezone.now() - timedelta(days=settings.DELIVERED_AFTER_DAYS)
    SellerOrder.objects.update(handed_over_at=long_ago)
    assert tasks.act_on_late_orders()["delivered"] == 1
    paid.refresh_from_db()
    cash.refresh_from_db()
    assert (paid.state, cash.state) == (State.DELIVERED, State.HANDED_OVER)
