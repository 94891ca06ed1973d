"""Elasticsearch is not there, does not answer, or has no index: the database answers, in the same request."""

import socket
from time import perf_counter

import pytest
from elastic_transport import Transport

from catalogue_ext.search.breaker import Breaker, elasticsearch_breaker
from catalogue_ext.search.engine import begun_by, search
from catalogue_ext.search.state import staff_warnings
from catalogue_ext.search.types import SearchQuery
from tests.factories import a_listing

pytestmark = pytest.mark.django_db
BUDGET = 8
"""Seconds: far more than the 0.2 that Elasticsearch gets here, as a machine may be slow and busy; less than the 10 that
its client would wait on its own account."""


@pytest.fixture
def silent_server():
    """Takes connections and says nothing; `asked` counts them."""
    with socket.create_server(("127.0.0.1", 0), backlog=20) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}"


@pytest.fixture
def closed_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return f"http://127.0.0.1:{server.getsockname()[1]}"


@pytest.fixture(params=["silent_server", "closed_port"])
def broken(request, settings):
    settings.ELASTICSEARCH_URL = request.getfixturevalue(request.param)
    settings.SEARCH_ELASTICSEARCH_SECONDS = 0.2


def test_the_database_answers_in_the_same_request(broken, client):
    listing = a_listing("Cơm cháy")
    client.get("/")  # the templates are read
    started = perf_counter()
    page = client.get("/search/?q=com+chay")
    assert perf_counter() - started < BUDGET
    assert page.status_code == 200
    assert f'data-listing="{listing.slug}"' in page.content.decode()


def test_it_is_not_asked_again_for_a_while(broken, monkeypatch):
    asked, ask = [], Transport.perform_request
    monkeypatch.setattr(Transport, "perform_request", lambda *args, **more: asked.append(args) or ask(*args, **more))
    monkeypatch.setattr(elasticsearch_breaker, "_rest", 60)
    search(SearchQuery("com chay"))
    assert len(asked) == 1
    for word in ("dua", "chieu", "mam", "tra"):
        search(SearchQuery(word))
    assert len(asked) == 1


def test_staff_are_told(broken):
    assert len(staff_warnings()) == 1


def test_staff_are_told_nothing_where_there_is_no_elasticsearch(settings):
    settings.ELASTICSEARCH_URL = ""
    assert staff_warnings() == []


@pytest.mark.elasticsearch
def test_a_missing_index_is_no_error_either(elasticsearch, settings):
    settings.ELASTICSEARCH_INDEX_PREFIX = "test-not-there"
    listing = a_listing("Cơm cháy")
    assert begun_by("com ch", 5) == (listing.pk,)
    elasticsearch_breaker.succeeded()
    assert search(SearchQuery("com chay")).ids == (listing.pk,)


@pytest.mark.elasticsearch
def test_it_answers_again_once_it_is_back(elasticsearch, settings, closed_port):
    right, settings.ELASTICSEARCH_URL = settings.ELASTICSEARCH_URL, closed_port
    assert search(SearchQuery("com chay")).engine != "elasticsearch"
    settings.ELASTICSEARCH_URL = right
    assert search(SearchQuery("mam tep")).engine != "elasticsearch"  # it rests
    rested = Breaker(rest=0)
    rested.failed("gone")
    assert rested.lets_through()
    rested.succeeded()
    assert rested.trouble == ""


def test_one_at_a_time_tries_what_was_broken():
    breaker = Breaker(rest=60)
    assert breaker.lets_through()
    breaker.failed("gone")
    assert not breaker.lets_through()
    breaker._until = 0  # the rest is over
    assert [breaker.lets_through(), breaker.lets_through()] == [True, False]
