"""Numbers that help a shop: its own, and what the whole market looks for in vain."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from catalogue_ext.models import ListingVisits
from catalogue_ext.search.models import SearchCount
from catalogue_ext.visits import count_visit, write_visits
from tests.factories import a_listing, a_shop, a_shop_person
from tests.orders.factories import a_seller_order

pytestmark = pytest.mark.django_db

URL = "/seller/figures/"


@pytest.fixture
def shop(client):
    shop = a_shop()
    client.force_login(a_shop_person(shop))
    return shop


def visited(listing, number, days_ago=0):
    ListingVisits.objects.create(listing=listing, day=timezone.localdate() - timedelta(days=days_ago), number=number)


def test_sales_and_visits_are_hers_alone_and_of_twelve_weeks(client, shop):
    mine, others = a_listing("Cơm cháy", shop=shop), a_listing("Chiếu cói")
    a_seller_order((mine, 2))
    a_seller_order(others)
    visited(mine, 5)
    visited(mine, 7, days_ago=8)
    visited(mine, 100, days_ago=200)
    visited(others, 50)
    context = client.get(URL).context
    assert context["sales_total"] == 90_000
    assert context["visits_total"] == 12
    assert context["best"] == [("Cơm cháy", 2)]
    assert len(context["sales"]) == len(context["visits"]) == 12


def test_what_was_refused_was_not_sold(client, shop):
    part = a_seller_order(a_listing(shop=shop))
    part.state = part.State.REFUSED
    type(part).objects.filter(pk=part.pk).update(state=part.state)
    context = client.get(URL).context
    assert (context["sales_total"], context["best"]) == (0, [])


def test_what_buyers_searched_in_vain_stands_there_as_they_typed_it(client, shop):
    today = timezone.localdate()
    for text, missed, back in (("rượu nếp cẩm", 4, 1), ("rượu nếp cẩm", 3, 2), ("tra sen", 0, 1), ("cũ", 9, 60)):
        SearchCount.objects.create(
            day=today - timedelta(days=back), folded=text, text=text, searches=9, without_result=missed
        )
    assert client.get(URL).context["missed"] == [("rượu nếp cẩm", 7)]


def test_the_figures_take_the_same_number_of_queries_however_much_there_is(client, shop):
    def queries():
        with CaptureQueriesContext(connection) as counted:
            assert client.get(URL).status_code == 200
        return len(counted)

    a_seller_order(a_listing(shop=shop))
    queries()
    before = queries()
    for number in range(4):
        listing = a_listing(shop=shop)
        a_seller_order(listing)
        visited(listing, number)
    assert queries() == before


def test_a_visit_that_is_counted_while_others_are_written_down_is_not_lost(monkeypatch):
    listing = a_listing()
    count_visit(listing.pk)
    read, late = cache.get_many, iter([listing.pk])

    def read_while_somebody_comes(keys):
        found = read(keys)
        if found:
            for pk in late:
                count_visit(pk)
        return found

    monkeypatch.setattr(cache, "get_many", read_while_somebody_comes)
    for number in (1, 2, 2):
        write_visits()
        assert ListingVisits.objects.get(listing=listing).number == number
