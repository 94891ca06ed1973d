"""Pages kept for guests: made once, never old, never another's."""

import re

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client

from catalogue_ext.models import ListingVisits
from catalogue_ext.visits import write_visits
from marketplace.orders.services import place_order
from marketplace.payments.methods import method_of
from tests.checkout.test_views import fill_basket
from tests.factories import a_basket, a_category, a_listing, a_recipient, a_user
from tests.queries import queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kept(settings):
    settings.GUEST_PAGE_SECONDS = 60
    cache.clear()


@pytest.fixture
def listing():
    return a_listing("Cơm cháy", category=a_category("Đồ khô"), price=45_000, stock=5)


def text_of(client, address):
    return client.get(address).content.decode()


def token_in(text):
    return re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', text).group(1)


def test_the_second_guest_costs_no_query(listing):
    category = listing.product.categories.get()
    for address in ("/", "/catalogue/", "/shops/", category.get_absolute_url(), listing.get_absolute_url()):
        first = Client().get(address)
        assert queries_of(Client(), address) == 0, address
        again = Client().get(address)
        assert again.status_code == first.status_code == 200
        assert again["Content-Security-Policy"] == first["Content-Security-Policy"]
        assert again["Content-Type"] == first["Content-Type"]
        assert "Cookie" in again["Vary"]


def test_each_guest_gets_a_token_of_her_own_that_works(listing):
    address = listing.get_absolute_url()
    text_of(Client(), address)
    guests = [Client(enforce_csrf_checks=True) for _ in range(2)]
    tokens = [token_in(text_of(guest, address)) for guest in guests]
    assert len(set(tokens)) == 2
    data = {"quantity": 1, "csrfmiddlewaretoken": tokens[0]}
    assert guests[0].post(f"/basket/add/{listing.product_id}/", data).status_code == 302
    assert guests[1].post(f"/basket/add/{listing.product_id}/", data).status_code == 403


def test_a_change_is_seen_at_once(listing, django_capture_on_commit_callbacks):
    address = listing.get_absolute_url()
    assert "45.000" in text_of(Client(), address).replace("\xa0", " ")
    with django_capture_on_commit_callbacks(execute=True):
        record = listing.product.stockrecords.get()
        record.price = 50_000
        record.save()
    assert "50.000" in text_of(Client(), address)
    with django_capture_on_commit_callbacks(execute=True):
        listing.shop.state = "suspended"
        listing.shop.save()
    assert Client().get(address).status_code == 404


def test_what_was_bought_is_no_longer_offered(listing, django_capture_on_commit_callbacks):
    address = listing.get_absolute_url()
    assert 'data-form="add-to-basket"' in text_of(Client(), address)
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        place_order(a_basket((listing, 5)), a_recipient(), method_of("cod"))
    assert 'data-form="add-to-basket"' not in text_of(Client(), address)


def test_who_has_a_basket_or_an_account_sees_her_own_page(client, listing):
    address = listing.get_absolute_url()
    text_of(Client(), address)
    fill_basket(client, listing)
    assert 'class="count"' in text_of(client, address)
    assert 'class="count"' not in text_of(Client(), address)
    signed_in = Client()
    signed_in.force_login(a_user(), backend="allauth.account.auth_backends.AuthenticationBackend")
    assert "Đăng nhập" not in text_of(signed_in, address)
    assert "Đăng nhập" in text_of(Client(), address)


def test_both_languages_are_kept_apart(listing):
    assert '<html lang="vi">' in text_of(Client(), "/")
    assert '<html lang="en">' in text_of(Client(headers={"accept-language": "en"}), "/en/")
    assert '<html lang="vi">' in text_of(Client(headers={"accept-language": "en"}), "/")


def test_a_page_that_is_shown_again_is_a_visit_too(listing):
    for _ in range(3):
        text_of(Client(), listing.get_absolute_url())
    write_visits()
    assert ListingVisits.objects.get(listing=listing).number == 3


def test_addresses_with_filters_are_not_kept(listing):
    Client().get("/catalogue/?price_max=50000")
    assert queries_of(Client(), "/catalogue/?price_max=50000") > 0
