"""The same tests for every engine: `engine` is SQLite's, PostgreSQL's and Elasticsearch's in turn.

SQLite's works on a database of its own in memory, as it reads the tables of the search and no others: so it is tested
in a run whose shop is on PostgreSQL too. PostgreSQL's works on the tests' own database; Elasticsearch's on an index of
this process, emptied after each test.
"""

import os
from contextlib import contextmanager

import pytest
from django.db import connections
from django.db.backends.sqlite3.base import DatabaseWrapper
from django.test import override_settings

from catalogue_ext.search.breaker import elasticsearch_breaker
from catalogue_ext.search.documents import documents
from catalogue_ext.search.engine import search_with
from catalogue_ext.search.engines import elastic_index
from catalogue_ext.search.engines.elastic import ElasticEngine
from catalogue_ext.search.engines.postgres import PostgresEngine
from catalogue_ext.search.engines.sqlite import CREATE, SqliteEngine
from catalogue_ext.search.models import SearchEntry, SearchTitle, TagSet
from catalogue_ext.search.types import SearchQuery

SQLITE = "search_sqlite"
ENGINES = [
    "sqlite",
    pytest.param("postgresql", marks=pytest.mark.postgres),
    pytest.param("elasticsearch", marks=pytest.mark.elasticsearch),
]


@pytest.fixture(scope="session")
def elasticsearch_index():
    """An index of this process; a test takes it by `elasticsearch`."""
    url = override_settings(ELASTICSEARCH_URL=os.environ["ELASTICSEARCH_URL"])
    with url:
        elastic_index.create_index(elastic_index.read_alias())
    yield
    with url:
        for alias in (elastic_index.read_alias(), elastic_index.building_alias()):
            for name in elastic_index.indices_of(alias):
                elastic_index.writer().indices.delete(index=name)


@pytest.fixture
def elasticsearch(elasticsearch_index, settings):
    """The shop runs with Elasticsearch, an empty index in it."""
    settings.ELASTICSEARCH_URL = os.environ["ELASTICSEARCH_URL"]
    settings.SEARCH_ELASTICSEARCH_SECONDS = 10  # a busy machine is not a server that is down
    alias = elastic_index.read_alias()
    yield
    answer = elastic_index.writer().search(index=alias, size=1000, source=False)
    gone = [int(hit["_id"]) for hit in answer["hits"]["hits"]]
    elastic_index.write_documents([alias], (), gone, elastic_index.now_version())


@contextmanager
def a_sqlite_engine():
    """SQLite's engine on a database in memory that holds the search's tables and nothing else."""
    sqlite = {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:", "OPTIONS": {}}
    connection = DatabaseWrapper(connections.settings["default"] | sqlite, SQLITE)
    connections[SQLITE] = connection  # in no settings: Django would make and migrate it whole
    with connection.schema_editor() as editor:
        for model in (TagSet, SearchEntry, SearchTitle):
            editor.create_model(model)
    with connection.cursor() as cursor:
        cursor.execute(CREATE)
    try:
        yield SqliteEngine(SQLITE)
    finally:
        connection.close()
        del connections[SQLITE]


@pytest.fixture
def sqlite_engine(db):
    with a_sqlite_engine() as engine:
        yield engine


def engine_named(name, request):
    if name == "sqlite":
        return request.getfixturevalue("sqlite_engine")
    if name == "elasticsearch":
        request.getfixturevalue("elasticsearch")
        return ElasticEngine()
    return PostgresEngine()


@pytest.fixture(params=ENGINES)
def engine(request, db):
    return engine_named(request.param, request)


@pytest.fixture
def ask(engine):
    """`ask("com chay", in_stock=True)`: the page that the engine gives, knowing all listings as they are now."""

    def answer(text="", **fields):
        engine.write(list(documents()))
        return search_with(engine, SearchQuery(text=text, **fields))

    return answer


@pytest.fixture
def found(ask):
    """The ids of the same."""
    return lambda text="", **fields: list(ask(text, **fields).ids)


@pytest.fixture(autouse=True)
def a_closed_breaker():
    """No test pays for the trouble of another."""
    elasticsearch_breaker.succeeded()
    yield
    elasticsearch_breaker.succeeded()
