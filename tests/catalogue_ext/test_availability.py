from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from oscar.core.loading import get_model

from catalogue_ext.models import Listing
from catalogue_ext.tasks import turn_the_month
from marketplace.orders.services import CannotPlace, place_order
from marketplace.orders.transitions import refuse
from marketplace.partner.strategy import MarketplaceStrategy
from marketplace.payments.methods import method_of
from tests.factories import a_basket, a_listing, a_recipient, a_shop

pytestmark = pytest.mark.django_db

Product = get_model("catalogue", "Product")


def can_be_bought(listing, pieces=1):
    product = Product.objects.get(pk=listing.product_id)
    return MarketplaceStrategy().fetch_for_product(product).availability.is_purchase_permitted(pieces)[0]


def order(*contents):
    return place_order(a_basket(*contents), a_recipient(), method_of("cod"))


def another_month():
    return timezone.localdate().month % 12 + 1


@pytest.mark.parametrize("fields", [{"stock": 50}, {"stock": 0, "made_to_order_days": 5}])
def test_no_more_is_sold_in_a_month_than_the_shop_can_make(fields):
    listing = a_listing(monthly_capacity=10, **fields)
    order((listing, 8))
    listing.refresh_from_db()
    assert listing.capacity_left == 2
    assert can_be_bought(listing, 2)
    assert not can_be_bought(listing, 3)
    order((listing, 2))
    assert not can_be_bought(listing)
    listing.refresh_from_db()
    assert listing.resting
    assert listing.availability == "sold_out"
    assert not Listing.objects.in_stock().exists()


def test_a_basket_filled_before_the_month_was_booked_out_is_not_ordered():
    listing = a_listing(stock=50, monthly_capacity=10)
    early = a_basket((listing, 6))
    order((listing, 6))
    with pytest.raises(CannotPlace) as told:
        place_order(early, a_recipient(), method_of("cod"))
    assert [shortage.left for shortage in told.value.shortages] == [4]


def test_what_was_refused_counts_no_more():
    listing = a_listing(stock=50, monthly_capacity=10)
    placed = order((listing, 10))
    refuse(placed.seller_orders.get(), None, "Hết gạo nếp")
    listing.refresh_from_db()
    assert listing.capacity_left == 10


def test_a_new_month_begins_with_nothing_ordered():
    listing = a_listing(stock=50, monthly_capacity=10)
    order((listing, 10))
    last_month = (timezone.localdate().replace(day=1) - timedelta(days=1)).replace(day=1)
    Listing.objects.update(counted_month=last_month)
    assert can_be_bought(listing, 10)


def test_out_of_season_it_is_shown_but_not_sold():
    listing = a_listing(season_months=[another_month()])
    turn_the_month()
    assert Listing.objects.on_sale().exists()
    assert not Listing.objects.in_stock().exists()
    assert not can_be_bought(listing)
    listing.season_months = [timezone.localdate().month]
    listing.save()
    turn_the_month()
    assert Listing.objects.in_stock().exists()
    assert can_be_bought(listing)


@pytest.mark.parametrize(("first", "last", "sold"), [(0, 3, False), (-3, 0, False), (1, 5, True), (-5, -1, True)])
def test_on_her_holidays_nothing_is_sold(first, last, sold):
    today = timezone.localdate()
    shop = a_shop(away_from=today + timedelta(days=first), away_until=today + timedelta(days=last))
    listing = a_listing(shop=shop)
    assert can_be_bought(listing) is sold
    assert Listing.objects.in_stock().exists() is sold
    assert Listing.objects.on_sale().exists()


def test_a_paused_shop_sells_nothing_and_shows_nothing(client):
    listing = a_listing(shop=a_shop(state="paused"))
    assert not can_be_bought(listing)
    assert client.get(listing.get_absolute_url()).status_code == 404
    assert client.post(f"/basket/add/{listing.product_id}/", {"quantity": 1}).status_code == 404


@pytest.mark.parametrize("state", ["draft", "submitted", "changes_asked", "paused"])
def test_a_product_that_is_not_live_cannot_be_put_into_a_basket_or_reviewed(client, state):
    listing = a_listing(state=state)
    assert client.get(listing.get_absolute_url()).status_code == 404
    assert client.post(f"/basket/add/{listing.product_id}/", {"quantity": 1}).status_code == 404
    found = client.get("/search/", {"q": listing.product.title}, headers={"accept": "application/json"}).json()
    assert found["hits"] == []


def test_a_hidden_product_of_a_live_listing_is_not_sold(client):
    listing = a_listing()
    Product.objects.update(is_public=False)
    assert not can_be_bought(listing)
    assert client.post(f"/basket/add/{listing.product_id}/", {"quantity": 1}).status_code == 404


def test_limits_a_month_cost_no_query_a_line_of_the_basket():
    def queries(number):
        listings = [a_listing(monthly_capacity=10) for __ in range(number)]
        basket = a_basket(*listings)
        with CaptureQueriesContext(
            connection,
        ) as counted:
            for line in basket.all_lines():
                assert line.purchase_info.availability.is_available_to_buy
        return len(counted)

    assert queries(1) == queries(6)
