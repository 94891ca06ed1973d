"""Search, whichever engine answers: callers ask `search` and do not know which one did."""

import logging
from dataclasses import astuple
from hashlib import blake2b
from math import ceil
from time import perf_counter

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from catalogue_ext.freshness import catalogue_version
from catalogue_ext.search.breaker import elasticsearch_breaker
from catalogue_ext.search.engines.base import Engine, EngineDown, Found
from catalogue_ext.search.engines.elastic import ElasticEngine
from catalogue_ext.search.engines.postgres import PostgresEngine
from catalogue_ext.search.engines.sql import SqlEngine
from catalogue_ext.search.engines.sqlite import SqliteEngine
from catalogue_ext.search.ranking import ranked
from catalogue_ext.search.readings import Plan, plans
from catalogue_ext.search.types import SearchPage, SearchQuery

logger = logging.getLogger(__name__)
KEEP_SECONDS = 60


def search(query: SearchQuery) -> SearchPage:
    """The page of results of `query`, kept for a minute or until what is listed changes."""
    digest = blake2b(repr(astuple(query)).encode(), digest_size=16).hexdigest()
    key = f"search-{catalogue_version()}-{digest}"
    page = cache.get(key)
    if page is None:
        page = _answer(query)
        cache.set(key, page, KEEP_SECONDS)
    return page


def database_engine(using: str = "default") -> SqlEngine:
    """The engine on the database itself: always there."""
    return PostgresEngine(using) if connection.vendor == "postgresql" else SqliteEngine(using)


def _answer(query: SearchQuery) -> SearchPage:
    """From Elasticsearch where there is one that answers, else from the database, in the same request."""
    if settings.ELASTICSEARCH_URL and elasticsearch_breaker.lets_through():
        try:
            page = search_with(ElasticEngine(), query)
        except EngineDown as error:
            logger.warning("Elasticsearch does not answer, the database does: %s", error)
            elasticsearch_breaker.failed(str(error))
        else:
            elasticsearch_breaker.succeeded()
            return page
    return search_with(database_engine(), query)


def search_with(engine: Engine, query: SearchQuery) -> SearchPage:
    """The page that `engine` gives.

    Raises:
        EngineDown: when it does not answer.
    """
    started = perf_counter()
    plan, found = _first_found(engine, query)
    page, num_pages = _pages(found.total, query)
    if page != query.page:  # past the last one
        query = query.without(page=page)
        found = engine.find(query, plan)
    ids, spelled = found.ids, ""
    if found.candidates and plan:
        order = ranked(found.candidates, plan, timezone.now())
        first = (page - 1) * query.page_size
        ids = tuple(candidate.listing_id for candidate, __ in order[first : first + query.page_size])
        spelled = order[0][1].spelled if plan.is_slip else ""
    return SearchPage(
        ids=ids,
        total=found.total,
        facets=found.facets,
        engine=engine.name,
        took_ms=round((perf_counter() - started) * 1000),
        page=page,
        num_pages=num_pages,
        did_you_mean=spelled,
        is_nearest=bool(plan and plan.is_nearest and found.total),
    )


def _first_found(engine: Engine, query: SearchQuery) -> tuple[Plan | None, Found]:
    """What the first plan finds that finds anything: filters do not make a text mean something else."""
    plan = None
    for plan in plans(query.text):
        found = engine.find(query, plan)
        if found.matched:
            return plan, found
    return (plan, found) if plan else (None, engine.find(query, None))


def _pages(total: int, query: SearchQuery) -> tuple[int, int]:
    num_pages = max(1, ceil(total / query.page_size))
    return min(query.page, num_pages), num_pages
