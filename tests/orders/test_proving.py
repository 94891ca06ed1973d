"""The link of an order that was over long ago asks who opens it."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from marketplace.orders import transitions
from marketplace.orders.models import Role, SellerOrderEvent
from marketplace.orders.proving import ATTEMPTS
from marketplace.orders.tracking import tracking_url
from tests.factories import a_user
from tests.orders.factories import a_return, a_seller_order

pytestmark = pytest.mark.django_db

STREET = "Số 5, thôn Văn Lâm"


def over(part, **ago):
    """The seller order is cancelled, so long ago."""
    if part.state == "new":
        transitions.cancel(part, None, "Đổi ý", role=Role.BUYER)
    SellerOrderEvent.objects.update(at=timezone.now() - timedelta(**ago))
    return part.order


def test_its_link_alone_shows_an_order_for_so_many_days_after_it_was_over(client):
    order = over(a_seller_order(), days=settings.ORDER_LINK_DAYS - 1)
    assert STREET in client.get(tracking_url(order)).content.decode()


def test_an_order_that_is_under_way_is_shown_however_old_it_is(client):
    part = a_seller_order(state="handed_over")
    order = over(part, days=999)
    assert STREET in client.get(tracking_url(order)).content.decode()


def old_order(**kwargs):
    return over(a_seller_order(**kwargs), days=settings.ORDER_LINK_DAYS + 1)


@pytest.mark.parametrize("answer", ["0912 345 678", "+84912345678", "HANH@example.com"])
def test_after_that_it_is_shown_to_who_knows_what_it_was_placed_with(client, answer):
    order = old_order()
    page = client.get(tracking_url(order), follow=True)
    assert STREET not in page.content.decode()
    door = page.redirect_chain[-1][0]
    assert STREET in client.post(door, {"answer": answer}, follow=True).content.decode()
    assert STREET in client.get(tracking_url(order)).content.decode()


def test_who_answers_wrongly_sees_nothing_and_may_not_guess_for_long(client):
    order = old_order()
    door = client.get(tracking_url(order)).url
    for __ in range(ATTEMPTS):
        page = client.post(door, {"answer": "0987 654 321"})
        assert page.context["form"].errors
        assert STREET not in page.content.decode()
    client.post(door, {"answer": "0912 345 678"})
    assert client.get(tracking_url(order)).status_code == 302


def test_she_needs_no_proof_where_she_is_signed_in(client):
    user = a_user()
    order = old_order(user=user)
    client.force_login(user)
    assert client.get(tracking_url(order)).status_code == 200


def test_nothing_can_be_done_or_seen_behind_the_door(client, settings):
    part = a_seller_order(state="delivered")
    request = a_return(part)
    request.pictures.create(name="returns/nowhere.webp")
    transitions.complete(part)
    over(part, days=settings.ORDER_LINK_DAYS + 1)
    address = tracking_url(part.order)
    for tail in (f"{part.pk}/messages/", f"{part.pk}/return/", f"{part.pk}/return/{request.pk}/"):
        assert client.get(address + tail).url.endswith("/who/")
    for tail in (f"{part.pk}/cancel/", f"{part.pk}/received/"):
        assert client.post(address + tail, {"reason": "other"}).url.endswith("/who/")
    key = address.removesuffix("/").rpartition("/")[2]
    assert client.get(f"/orders/pictures/return/{request.pictures.get().pk}/", {"order": key}).status_code == 404
