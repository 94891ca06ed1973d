"""Fifty buyers over HTTP for the last ten pieces, on PostgreSQL."""

import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from http.cookiejar import CookieJar
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, HTTPErrorProcessor, Request, build_opener

import pytest
from oscar.core.loading import get_model

from marketplace.orders.models import SellerOrder
from tests.checkout.test_views import ADDRESS
from tests.factories import a_commune, a_listing, the_country

Order = get_model("order", "Order")
StockRecord = get_model("partner", "StockRecord")

BUYERS, PIECES, ROUNDS = 50, 10, 10


class Buyer:
    """A guest with cookies of her own."""

    def __init__(self, site: str):
        self.site = site
        self.opener = build_opener(HTTPCookieProcessor(CookieJar()), KeepErrors())

    def get(self, path: str) -> str:
        with self.opener.open(self.site + path, timeout=60) as answer:
            return answer.read().decode()

    def post(self, path: str, data: dict) -> tuple[int, str]:
        request = Request(self.site + path, urlencode(data).encode(), {"Referer": self.site + path})
        with self.opener.open(request, timeout=60) as answer:
            return answer.status, answer.read().decode()

    def fill_basket(self, listing) -> None:
        page = self.get(listing.get_absolute_url())
        self.post(f"/basket/add/{listing.product_id}/", hidden(page) | {"quantity": 1})
        self.form = hidden(self.get("/checkout/")) | ADDRESS

    def order(self) -> tuple[int, str]:
        return self.post("/checkout/", self.form)


class KeepErrors(HTTPErrorProcessor):
    """An answer is an answer, whatever its status; redirects are followed."""

    def http_response(self, request, response):
        if response.status in (301, 302, 303, 307):
            return super().http_response(request, response)
        return response

    https_response = http_response


def hidden(page: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))


@pytest.mark.postgres
@pytest.mark.xdist_group("race")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("race", range(ROUNDS))
def test_fifty_buyers_of_ten_pieces_get_ten_orders_and_forty_clear_refusals(live_server, race):
    the_country()
    a_commune()
    listing = a_listing(stock=PIECES)
    buyers = [Buyer(live_server.url) for _ in range(BUYERS)]
    with ThreadPoolExecutor(BUYERS) as pool:
        list(pool.map(lambda buyer: buyer.fill_basket(listing), buyers))
        answers = list(pool.map(Buyer.order, buyers))

    assert Counter(status for status, __ in answers) == {200: PIECES, 409: BUYERS - PIECES}
    assert sum("data-order=" in page for __, page in answers) == PIECES
    assert Order.objects.count() == SellerOrder.objects.count() == PIECES
    record = StockRecord.objects.get(product=listing.product)
    assert (record.num_in_stock, record.num_allocated, record.net_stock_level) == (PIECES, PIECES, 0)
    listing.refresh_from_db()
    assert listing.num_available == 0
