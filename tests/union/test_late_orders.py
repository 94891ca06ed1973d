"""Orders that wait too long: the officer of the shop's commune sees the same history, and may end the waiting."""

from datetime import timedelta

import pytest
from django.utils import timezone

from marketplace.orders.models import SellerOrder
from tests.factories import an_officer
from tests.orders.factories import a_shop_order_paid

pytestmark = pytest.mark.django_db


@pytest.fixture
def late():
    part = a_shop_order_paid()
    SellerOrder.objects.update(confirm_by=timezone.now())
    return part


@pytest.fixture
def desk(client, late):
    client.force_login(an_officer(late.shop.commune))
    return client


def test_she_ends_an_order_that_its_shop_leaves_lying_and_the_money_goes_back(desk, late):
    assert f"/union/orders/{late.number}/" in desk.get("/union/orders/").content.decode()
    desk.post(f"/union/orders/{late.number}/", {"reason": "Gian hàng nghỉ, không báo"})
    late.refresh_from_db()
    event = late.events.last()
    assert (late.state, event.role, event.reason) == ("cancelled", "officer", "Gian hàng nghỉ, không báo")
    late.order.payment.refresh_from_db()
    assert late.order.payment.refunded == late.total
    assert desk.get(f"/union/orders/{late.number}/").status_code == 404


def test_without_a_reason_nothing_happens(desk, late):
    answer = desk.post(f"/union/orders/{late.number}/", {"reason": " "})
    assert answer.context["form"].errors["reason"]
    late.refresh_from_db()
    assert late.state == "new"


def test_an_order_that_is_in_time_is_not_hers_to_see(desk, late):
    SellerOrder.objects.update(confirm_by=timezone.now() + timedelta(hours=1))
    assert desk.get(f"/union/orders/{late.number}/").status_code == 404
