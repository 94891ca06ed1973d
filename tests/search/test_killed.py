"""Elasticsearch is killed and started again while buyers search and shops sell."""

import threading
import time

import pytest
from django.db import connection
from django.test import Client

from catalogue_ext.search import checking, outbox
from catalogue_ext.search.breaker import elasticsearch_breaker
from catalogue_ext.search.engine import search
from catalogue_ext.search.models import SearchEntry
from catalogue_ext.search.rebuilding import rebuild
from catalogue_ext.search.tasks import send_changes
from catalogue_ext.search.types import SearchQuery
from tests.factories import a_listing
from tests.search.node import Node

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.elasticsearch,
    pytest.mark.django_db(transaction=True),
    pytest.mark.timeout(900),
]

COLD = 15
"""Seconds that a search may take on a node that has only just started."""


class Buyers:
    """Some who search without a pause; every search is another, so that no kept page answers."""

    def __init__(self, number: int):
        self.statuses: list[int] = []
        self._enough = threading.Event()
        self._threads = [threading.Thread(target=self._search, args=(one,)) for one in range(number)]

    def __enter__(self):
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *exception):
        self._enough.set()
        for thread in self._threads:
            thread.join()

    def wait_for(self, more: int) -> None:
        """Until they have searched so many times more."""
        wanted, deadline = len(self.statuses) + more, time.monotonic() + 300
        while len(self.statuses) < wanted and time.monotonic() < deadline:
            self._enough.wait(0.05)
        assert len(self.statuses) >= wanted

    def _search(self, buyer: int) -> None:
        client = Client(raise_request_exception=False)
        number = 0
        while not self._enough.wait(0.05):
            number += 1
            address = f"/search/?q=com+chay&price_min={buyer}{number}"
            self.statuses.append(client.get(address, headers={"accept": "application/json"}).status_code)
        connection.close()


@pytest.fixture
def node():
    node = Node()
    try:
        node.start()
        yield node
    finally:
        node.remove()


def test_no_search_fails_and_no_change_is_lost(node, settings):
    settings.ELASTICSEARCH_URL = node.url
    settings.SEARCH_ELASTICSEARCH_SECONDS = COLD
    listings = [a_listing(f"Cơm cháy {number}", price=50_000) for number in range(10)]
    rebuild()
    elasticsearch_breaker.succeeded()
    assert search(SearchQuery("com chay")).engine == "elasticsearch"
    settings.SEARCH_ELASTICSEARCH_SECONDS = 1
    with Buyers(2) as buyers:
        buyers.wait_for(5)
        node.kill()
        for listing in listings[:5]:
            listing.product.title = f"Mắm tép {listing.pk}"
            listing.product.save()
        listings[9].product.delete()
        new = a_listing("Cơm cháy mới")
        assert outbox.waiting()[0] > 0
        buyers.wait_for(5)
        assert search(SearchQuery("com chay moi")).ids[:1] == (new.pk,)
        node.start()
        send_changes()
        assert outbox.waiting()[0] == 0
        buyers.wait_for(5)
    assert set(buyers.statuses) == {200}
    assert [bool(drift) for drift in checking.check(None)] == [False, False]
    elasticsearch_breaker.succeeded()
    settings.SEARCH_ELASTICSEARCH_SECONDS = COLD
    page = search(SearchQuery("mam tep", page_size=7))
    assert (page.engine, page.total) == ("elasticsearch", 5)
    assert SearchEntry.objects.count() == 10
