"""Vouchers and offers: what they take off, of whose goods, at whose cost."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db.models import Sum
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from oscar.core.loading import get_class, get_model

from marketplace.orders.models import LineDiscount
from marketplace.orders.offers import give_vouchers_back, make_offer
from marketplace.orders.services import CannotPlace, place_order
from marketplace.payments.methods import method_of
from tests.factories import a_basket, a_listing, a_recipient, a_shop, a_user

Applicator = get_class("offer.applicator", "Applicator")
Voucher = get_model("voucher", "Voucher")


def a_voucher(code="SEN10", **fields):
    now = timezone.now()
    defaults = {"percent": 10} if "amount" not in fields else {}
    return make_offer(
        f"Mã {code}", code=code, start=now - timedelta(days=1), end=now + timedelta(days=30), **defaults | fields
    )


def buy(*contents, voucher=None, user=None):
    basket = a_basket(*contents, owner=user)
    if voucher:
        basket.vouchers.add(voucher)
    Applicator().apply(basket, user or AnonymousUser())
    return place_order(basket, a_recipient(), method_of("cod"), user=user)


def assert_sums(order):
    parts = list(order.seller_orders.all())
    lines = list(order.lines.all())
    assert sum(part.total for part in parts) == order.total_incl_tax
    assert sum(part.goods_total for part in parts) == sum(line.line_price_incl_tax for line in lines)
    assert sum(part.list_total for part in parts) == sum(line.line_price_before_discounts_incl_tax for line in lines)
    for line in lines:
        taken = line.shares.aggregate(total=Sum("amount"))["total"] or 0
        assert line.line_price_before_discounts_incl_tax - taken == line.line_price_incl_tax
    for part in parts:
        for bearer in ("shop", "platform"):
            taken = part.discounts.filter(bearer=bearer).aggregate(total=Sum("amount"))["total"] or 0
            assert taken == getattr(part, f"{bearer}_discount")


@pytest.mark.django_db
def test_a_shop_s_voucher_touches_her_goods_only_and_is_her_cost():
    hers, other = a_listing(price=99_990), a_listing(price=50_000)
    order = buy((hers, 3), other, voucher=a_voucher(shop=hers.shop))
    first, second = order.seller_orders.all()
    assert (first.shop_discount, first.platform_discount, first.goods_total) == (29_997, 0, 269_973)
    assert (second.shop_discount, second.goods_total) == (0, 50_000)
    assert_sums(order)


@pytest.mark.django_db
def test_the_platform_s_voucher_is_spread_over_all_shops_at_the_platform_s_cost():
    order = buy(*[a_listing(price=33_333) for _ in range(3)], voucher=a_voucher(amount=20_000))
    assert sum(part.platform_discount for part in order.seller_orders.all()) == 20_000
    assert order.total_incl_tax == 3 * 33_333 - 20_000 + 3 * 25_000
    assert {discount.voucher_code for discount in LineDiscount.objects.all()} == {"SEN10"}
    assert_sums(order)


@pytest.mark.django_db
def test_below_the_minimum_nothing_is_taken_off():
    shop = a_shop()
    voucher = a_voucher(shop=shop, amount=30_000, minimum=200_000)
    assert buy(a_listing(shop=shop, price=199_999), voucher=voucher).discounts.count() == 0
    assert buy(a_listing(shop=shop, price=200_000), voucher=voucher).seller_orders.get().shop_discount == 30_000


@pytest.mark.django_db
def test_an_offer_without_a_code_holds_for_everybody():
    listing = a_listing(price=100_000)
    make_offer("Mừng ngày 20/10", shop=listing.shop, percent=20)
    assert buy(listing).seller_orders.get().goods_total == 80_000


@pytest.mark.django_db
def test_a_voucher_that_was_used_up_meanwhile_stops_the_order_with_a_message():
    voucher = a_voucher(usage=Voucher.SINGLE_USE)
    basket = a_basket(a_listing())
    basket.vouchers.add(voucher)
    Applicator().apply(basket, AnonymousUser())
    buy(a_listing(), voucher=voucher)
    with pytest.raises(CannotPlace) as refusal:
        place_order(basket, a_recipient(), method_of("cod"))
    assert refusal.value.obstacles


@pytest.mark.django_db
def test_a_voucher_that_was_given_back_can_be_used_again():
    user = a_user()
    voucher = a_voucher(usage=Voucher.ONCE_PER_CUSTOMER)
    order = buy(a_listing(), voucher=voucher, user=user)
    voucher.refresh_from_db()
    assert (voucher.num_orders, voucher.is_available_to_user(user)[0]) == (1, False)
    give_vouchers_back(order)
    voucher.refresh_from_db()
    assert (voucher.num_orders, voucher.total_discount, voucher.is_available_to_user(user)[0]) == (0, 0, True)


@pytest.mark.django_db
def test_a_buyer_types_a_code_in_her_basket_and_sees_what_it_takes_off(client):
    listing = a_listing(price=100_000)
    a_voucher(percent=25)
    client.post(f"/basket/add/{listing.product_id}/", {"quantity": 1})
    page = client.post("/basket/vouchers/add/", {"code": "sen10"}, follow=True).content.decode()
    assert "−25.000" in page
    assert "75.000" in page
    page = client.post("/basket/vouchers/add/", {"code": "KHONGCO"}, follow=True).content.decode()
    above, __, by_the_field = page.partition('id="voucher"')
    assert 'value="KHONGCO"' in by_the_field
    assert 'role="alert"' in by_the_field
    assert 'role="alert"' not in above


class Sums(TestCase):
    """Whatever lies in the basket and whatever is taken off, every sum agrees to the đồng."""

    @given(
        lines=st.lists(st.tuples(st.integers(1, 400_000), st.integers(1, 7)), min_size=1, max_size=4),
        percent=st.integers(1, 100),
        amount=st.integers(1, 500_000),
        by_shop=st.booleans(),
        takes_percent=st.booleans(),
    )
    @settings(max_examples=25, deadline=None)
    def test_they_agree(self, lines, percent, amount, by_shop, takes_percent):
        listings = [(a_listing(price=price, stock=50), quantity) for price, quantity in lines]
        off = {"percent": percent} if takes_percent else {"amount": amount}
        shop = listings[0][0].shop if by_shop else None
        order = buy(*listings, voucher=a_voucher(shop=shop, **off))
        assert_sums(order)
