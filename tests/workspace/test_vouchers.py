"""A seller makes vouchers for her own shop, and says how she delivers."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from oscar.core.loading import get_model

from marketplace.orders import transitions
from marketplace.orders.models import DeliveryTerms, OfferTerms, Role
from marketplace.orders.offers import end_offer, make_offer, offers_of
from tests.at_once import at_once
from tests.factories import a_listing, a_shop, a_shop_person
from tests.orders.test_offers import buy

pytestmark = pytest.mark.django_db

Voucher = get_model("voucher", "Voucher")


@pytest.fixture
def shop():
    return a_shop("HTX Cói Kim Sơn")


@pytest.fixture
def seller(client, shop):
    client.force_login(a_shop_person(shop))
    return client


def typed(**fields) -> dict:
    today = timezone.localdate()
    defaults = {
        "name": "Mừng ngày 20/10",
        "takes": "percent",
        "percent": "10",
        "minimum": "200k",
        "code": "coi10",
        "first_day": today.isoformat(),
        "last_day": (today + timedelta(days=9)).isoformat(),
    }
    return defaults | fields


def make(client, **fields):
    return client.post(reverse("workspace:voucher-new"), typed(**fields))


def test_her_voucher_takes_off_her_goods_at_her_cost_and_her_list_says_how_often(seller, shop):
    assert make(seller).status_code == 302
    voucher = Voucher.objects.get(code="COI10")
    order = buy(a_listing(price=250_000, shop=shop), a_listing(price=90_000), voucher=voucher)
    hers, other = order.seller_orders.order_by("pk")
    assert (hers.shop_discount, hers.platform_discount, other.goods_total) == (25_000, 0, 90_000)
    page = seller.get(reverse("workspace:vouchers")).content.decode()
    assert "COI10" in page
    assert "25.000" in page


def test_an_order_that_came_to_nothing_has_cost_her_nothing(shop):
    voucher = make_offer("Mã", shop=shop, percent=10, code="COI10", start=timezone.now(), end=timezone.now())
    Voucher.objects.update(end_datetime=timezone.now() + timedelta(days=1))
    voucher.offers.update(end_datetime=timezone.now() + timedelta(days=1))
    order = buy(a_listing(price=250_000, shop=shop), voucher=Voucher.objects.get())
    assert [(own.times, own.cost) for own in offers_of(shop)] == [(1, 25_000)]
    transitions.cancel(order.seller_orders.get(), None, "Đổi ý", role=Role.BUYER)
    assert [(own.times, own.cost) for own in offers_of(shop)] == [(0, 0)]


def test_without_a_code_everybody_gets_it(seller, shop):
    make(seller, code="", minimum="", takes="amount", amount="20.000", name="Hè", percent="")
    assert not OfferTerms.objects.exists()  # she would give away what costs less
    make(seller, code="", minimum="20.000", takes="amount", amount="20.000", name="Hè", percent="")
    assert buy(a_listing(price=100_000, shop=shop)).seller_orders.get().goods_total == 80_000


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"percent": "71"}, "percent"),
        ({"percent": ""}, "percent"),
        ({"takes": "amount", "amount": "500"}, "amount"),
        ({"takes": "amount", "amount": "30k", "minimum": "20k"}, "minimum"),
        ({"code": "cói 10"}, "code"),
        ({"last_day": "2020-01-01"}, "last_day"),
        ({"last_day": "2999-01-01"}, "last_day"),
        ({"name": ""}, "name"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field_and_stays_as_typed(seller, fields, field):
    answer = make(seller, **fields)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not OfferTerms.objects.exists()
    for typed_value in fields.values():
        assert typed_value.upper() in answer.content.decode().upper()


def test_a_code_is_given_once_whatever_the_shop(seller):
    make_offer("Của sàn", percent=5, code="COI10", start=timezone.now(), end=timezone.now())
    assert "code" in make(seller).context["form"].errors


def test_she_ends_it_and_it_takes_nothing_off_any_more(seller, shop):
    make(seller, code="", minimum="")
    offer = OfferTerms.objects.get().offer
    seller.post(reverse("workspace:voucher-end", args=[offer.pk]))
    assert buy(a_listing(price=100_000, shop=shop)).seller_orders.get().goods_total == 100_000
    (own,) = offers_of(shop)
    assert own.state == "over"
    ended_at = own.offer.end_datetime
    end_offer(own.offer)
    own.offer.refresh_from_db()
    assert own.offer.end_datetime == ended_at


def test_another_shop_s_offer_is_not_hers_to_end(seller):
    make_offer("Của gian hàng khác", shop=a_shop(), percent=10)
    assert seller.post(reverse("workspace:voucher-end", args=[OfferTerms.objects.get().offer_id])).status_code == 404
    assert OfferTerms.objects.get().offer.end_datetime is None


def test_what_is_to_come_can_be_called_off(seller, shop):
    tomorrow = timezone.localdate() + timedelta(days=1)
    make(seller, first_day=tomorrow.isoformat())
    assert offers_of(shop)[0].state == "coming"
    end_offer(OfferTerms.objects.get().offer)
    assert offers_of(shop)[0].state == "over"


def test_her_list_takes_as_many_queries_for_ten_as_for_one(seller, shop):
    def queries() -> int:
        with CaptureQueriesContext(connection) as context:
            seller.get(reverse("workspace:vouchers"))
        return len(context)

    make_offer("Mã 0", shop=shop, percent=10)
    queries()
    once = queries()
    for number in range(9):
        make_offer(f"Mã {number + 1}", shop=shop, percent=10)
    assert queries() == once


def test_she_says_from_what_amount_delivery_is_free_and_when_to_fetch(seller, shop):
    address = reverse("workspace:delivery")
    answer = seller.post(
        address, {"free_from": "300k", "pickup_at_shop": "on", "pickup_hours": "", "cold_zone": "commune"}
    )
    assert answer.status_code == 422
    assert "pickup_hours" in answer.context["form"].errors
    seller.post(
        address, {"free_from": "300k", "pickup_at_shop": "on", "pickup_hours": "7:00–17:00", "cold_zone": "commune"}
    )
    terms = DeliveryTerms.objects.get(shop=shop)
    assert (terms.free_from, terms.pickup_at_shop, terms.cold_zone) == (300_000, True, "commune")
    assert 'value="300000"' in seller.get(address).content.decode()
    seller.post(address, {"free_from": "", "cold_zone": "province"})
    terms.refresh_from_db()
    assert (terms.free_from, terms.pickup_at_shop) == (None, False)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_voucher_that_is_sent_twice_at_once_is_made_once(shop):
    assert at_once(a_shop_person(shop), make) == [302, 422]
    assert Voucher.objects.count() == OfferTerms.objects.count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_terms_of_delivery_that_are_sent_twice_at_once_are_written_once(shop):
    terms = {"free_from": "300k", "cold_zone": "commune"}
    assert at_once(a_shop_person(shop), lambda browser: browser.post(reverse("workspace:delivery"), terms)) == [
        302,
        302,
    ]
    assert DeliveryTerms.objects.get().free_from == 300_000
