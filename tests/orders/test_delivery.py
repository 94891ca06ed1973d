"""What a parcel costs, when it arrives, and what cannot be sent."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from marketplace.orders.delivery import DeliveryTable, delivery_estimate, quotes, zone_between
from marketplace.orders.models import CollectionPoint, DeliveryRate, DeliveryTerms, Zone
from marketplace.orders.services import CannotPlace
from tests.factories import a_basket, a_commune, a_listing, a_province, a_shop
from tests.orders.factories import an_order

pytestmark = pytest.mark.django_db


def a_rate(zone=Zone.PROVINCE, max_grams=2_000, price=20_000, **fields) -> DeliveryRate:
    defaults = {"valid_from": timezone.localdate() - timedelta(days=30)}
    return DeliveryRate.objects.create(zone=zone, max_grams=max_grams, price=price, **defaults | fields)


def hue():
    return a_commune("Phú Xuân", "19750", a_province("46", "Thành phố Huế"))


def fee_of(*contents, to=Zone.PROVINCE, chosen=None) -> Decimal:
    (quote,) = quotes(a_basket(*contents).all_lines(), to, chosen).values()
    return quote.fee


def test_zones_are_told_by_commune_province_and_region():
    home = a_commune()
    neighbour = a_commune("Yên Khánh", "14600")
    hanoi = a_commune("Hoàn Kiếm", "00070", a_province("01", "Thành phố Hà Nội"))
    far = hue()
    far.province.region = "north-central"
    assert [zone_between(home, place) for place in (home, neighbour, hanoi, far)] == list(Zone)


@pytest.mark.parametrize(
    ("pieces", "fee"),
    [(1, 20_000), (4, 20_000), (5, 30_000), (10, 30_000), (11, 34_000), (13, 42_000)],
)
def test_the_fee_follows_the_band_and_each_half_kilogram_begun_above_the_last(pieces, fee):
    a_rate()
    a_rate(max_grams=5_000, price=30_000, per_extra_500g=4_000)
    assert fee_of((a_listing(weight_grams=500, stock=50, price=1_000), pieces)) == fee


def test_only_what_is_in_force_today_counts_and_the_newest_of_it():
    today = timezone.localdate()
    a_rate(price=1, valid_to=today - timedelta(days=1))
    a_rate(price=2, valid_from=today + timedelta(days=1))
    a_rate(price=15_000, valid_from=today - timedelta(days=10))
    a_rate(price=18_000, valid_from=today)
    assert fee_of(a_listing()) == 18_000


def test_a_shop_with_a_table_of_her_own_uses_only_that():
    shop = a_shop()
    a_rate()
    a_rate(shop=shop, price=12_000)
    assert fee_of(a_listing(shop=shop)) == 12_000
    assert fee_of(a_listing()) == 20_000


def test_a_zone_left_out_is_priced_as_the_next_farther_one():
    a_rate(zone=Zone.REGION, price=31_000)
    assert fee_of(a_listing(), to=Zone.COMMUNE) == 31_000


def test_without_any_table_the_shop_still_sells():
    assert (fee_of(a_listing()), fee_of(a_listing(), to=Zone.COUNTRY)) == (25_000, 35_000)


def test_it_is_free_above_what_the_shop_says_and_never_when_she_says_nothing_of_it():
    generous, strict = a_shop(), a_shop()
    DeliveryTerms.objects.create(shop=generous, free_from=100_000)
    DeliveryTerms.objects.create(shop=strict)
    assert fee_of(a_listing(shop=generous, price=100_000)) == 0
    assert fee_of(a_listing(shop=generous, price=99_999)) == 25_000
    assert fee_of(a_listing(shop=strict, price=900_000)) == 25_000


def test_who_fetches_it_pays_no_delivery():
    shop = a_shop()
    DeliveryTerms.objects.create(shop=shop, pickup_at_shop=True)
    point = CollectionPoint.objects.create(commune=shop.commune, name="Trụ sở Hội Phụ nữ", address_line="Số 1")
    listing = a_listing(shop=shop)
    assert [choice.key for choice in DeliveryTable([shop]).choices(shop)] == ["home", "shop", f"point:{point.pk}"]
    order = an_order(listing, delivery={shop.pk: f"point:{point.pk}"})
    part = order.seller_orders.get()
    assert (part.way, part.collection_point, part.delivery_fee) == ("point", point, 0)
    assert order.total_incl_tax == part.total == 45_000


def test_a_choice_that_a_shop_does_not_offer_goes_to_the_door():
    listing = a_listing()
    assert an_order(listing, delivery={listing.shop_id: "shop"}).seller_orders.get().way == "home"


def test_the_dates_count_packing_or_making_and_the_way():
    a_rate(min_days=1, max_days=3)
    listing = a_listing(made_to_order_days=10)
    part = an_order(listing).seller_orders.get()
    today = timezone.localdate()
    assert (part.arrives_from, part.arrives_to) == (today + timedelta(days=11), today + timedelta(days=13))


def test_cold_food_does_not_leave_the_province_and_the_buyer_reads_why():
    listing = a_listing("Nem chua Yên Mạc", keep_cold=True)
    with pytest.raises(CannotPlace) as refusal:
        an_order(listing, commune=hue())
    assert "Nem chua Yên Mạc" in refusal.value.obstacles[0]
    assert an_order(listing).seller_orders.exists()


def test_cold_food_may_be_fetched_by_who_lives_far_away():
    listing = a_listing(keep_cold=True)
    DeliveryTerms.objects.create(shop=listing.shop, pickup_at_shop=True)
    assert an_order(listing, commune=hue(), delivery={listing.shop_id: "shop"}).seller_orders.get().way == "shop"


def test_quotes_of_many_shops_take_three_queries(django_assert_num_queries):
    lines = a_basket(*[a_listing() for _ in range(6)]).all_lines()
    list(lines)
    with django_assert_num_queries(3):
        quotes(lines, Zone.COUNTRY)


def test_the_page_of_a_product_says_what_the_tables_say():
    a_rate(price=18_000, min_days=1, max_days=2)
    a_rate(zone=Zone.COUNTRY, price=32_000, min_days=3, max_days=6)
    estimate = delivery_estimate(a_listing())
    assert (estimate.fee_home, estimate.fee_elsewhere) == (18_000, 32_000)
    assert (estimate.earliest_days, estimate.latest_days) == (3, 8)
