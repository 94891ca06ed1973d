"""Fifty buyers over HTTP for the last ten pieces, on PostgreSQL, twenty times; and what happens without the lock."""

import secrets
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from http.cookiejar import CookieJar
from threading import Barrier
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, HTTPErrorProcessor, Request, build_opener

import pytest
from django.conf import settings
from django.core.servers.basehttp import WSGIServer
from django.core.signing import Signer
from oscar.core.loading import get_model
from pytest_django.live_server_helper import LiveServer

from marketplace.orders import services
from marketplace.orders.models import SellerOrder
from marketplace.orders.services import basket_token
from tests.checkout.test_views import ADDRESS
from tests.factories import a_basket, a_commune, a_listing, a_shop, the_country

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.xdist_group("race"),
    pytest.mark.django_db(transaction=True),
    pytest.mark.timeout(900),
]

Order = get_model("order", "Order")
StockRecord = get_model("partner", "StockRecord")

BUYERS, PIECES, ROUNDS = 50, 10, 20


@pytest.fixture
def site(transactional_db, monkeypatch):
    """A server that lets fifty knock at once."""
    monkeypatch.setattr(WSGIServer, "request_queue_size", 2 * BUYERS)
    server = LiveServer("127.0.0.1")
    yield server.url
    server.stop()


class KeepErrors(HTTPErrorProcessor):
    """An answer is an answer, whatever its status; redirects are followed."""

    def http_response(self, request, response):
        if response.status in (301, 302, 303, 307):
            return super().http_response(request, response)
        return response

    https_response = http_response


def order(site: str, basket) -> tuple[int, str]:
    """A guest whose browser holds this basket sends the checkout form; status and page of the answer."""
    token = secrets.token_hex(16)
    form = ADDRESS | {"basket": basket_token(basket), "csrfmiddlewaretoken": token}
    cookies = f"{settings.OSCAR_BASKET_COOKIE_OPEN}={Signer().sign(basket.pk)}; csrftoken={token}"
    request = Request(f"{site}/checkout/", urlencode(form).encode(), {"Cookie": cookies})
    with build_opener(HTTPCookieProcessor(CookieJar()), KeepErrors()).open(request, timeout=300) as answer:
        return answer.status, answer.read().decode()


def race(site: str, shop) -> tuple[Counter, tuple[int, int]]:
    """All buyers order one piece at once: how many got which answer; pieces in stock and promised after it."""
    listing = a_listing(stock=PIECES, shop=shop)
    baskets = [a_basket(listing) for _ in range(BUYERS)]
    with ThreadPoolExecutor(BUYERS) as pool:
        answers = list(pool.map(lambda basket: order(site, basket), baskets))
    placed = sum("data-order=" in page for __, page in answers)
    assert placed == SellerOrder.objects.filter(order__lines__product=listing.product_id).count()
    record = StockRecord.objects.get(product=listing.product_id)
    return Counter(status for status, __ in answers), (record.num_in_stock, record.num_allocated)


@pytest.fixture
def shop(transactional_db):
    the_country()
    return a_shop(commune=a_commune())


def test_fifty_buyers_of_ten_pieces_get_ten_orders_and_forty_clear_refusals_twenty_times(site, shop):
    for number in range(1, ROUNDS + 1):
        statuses, stock = race(site, shop)
        assert statuses == {200: PIECES, 409: BUYERS - PIECES}
        assert stock == (PIECES, PIECES)
        assert Order.objects.count() == number * PIECES


def test_without_the_lock_the_same_race_promises_pieces_that_are_not_there(site, shop, monkeypatch):
    everybody_has_counted = Barrier(BUYERS, timeout=240)

    def count_without_lock(keys):
        found = StockRecord.objects.in_bulk(set(keys))
        everybody_has_counted.wait()
        return found

    monkeypatch.setattr(services, "lock_stock", count_without_lock)
    statuses, (in_stock, promised) = race(site, shop)
    assert statuses == {200: BUYERS}
    assert promised == BUYERS > in_stock
