"""Search, whichever engine answers: callers ask `search` and do not know which one did."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import astuple
from hashlib import blake2b
from math import ceil
from time import perf_counter
from typing import TypeVar

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from catalogue_ext.freshness import catalogue_version
from catalogue_ext.search.analysis import folded, words
from catalogue_ext.search.breaker import elasticsearch_breaker
from catalogue_ext.search.engines.base import Engine, EngineDown, Found
from catalogue_ext.search.engines.elastic import ElasticEngine
from catalogue_ext.search.engines.postgres import PostgresEngine
from catalogue_ext.search.engines.sql import SqlEngine
from catalogue_ext.search.engines.sqlite import SqliteEngine
from catalogue_ext.search.ranking import matches_of, ranked
from catalogue_ext.search.readings import Plan, plans
from catalogue_ext.search.types import SearchPage, SearchQuery

Answer = TypeVar("Answer")
logger = logging.getLogger(__name__)
KEEP_SECONDS = 60
POOR = 0.4
"""A listing whose poorest word fits no better may not be what was meant."""
SLIP_MARGIN = 0.1
"""By so much what is taken for a slip, or lacks a word, must fit better than what is found as typed."""


def search(query: SearchQuery) -> SearchPage:
    """The page of results of `query`, kept for a minute or until what is listed changes."""
    digest = blake2b(repr(astuple(query)).encode(), digest_size=16).hexdigest()
    key = f"search-{catalogue_version()}-{digest}"
    page = cache.get(key)
    if page is None:
        page = _from_an_engine(lambda engine: search_with(engine, query))
        cache.set(key, page, KEEP_SECONDS)
    return page


def database_engine(using: str = "default") -> SqlEngine:
    """The engine on the database itself: always there."""
    return PostgresEngine(using) if connection.vendor == "postgresql" else SqliteEngine(using)


def search_plan(plan: Plan, query: SearchQuery) -> tuple[int, ...]:
    """Ids of the first page of what matches `plan`, whichever engine answers."""

    def answer(engine: Engine) -> tuple[int, ...]:
        found = engine.find(query, plan)
        order = ranked(matches_of(found.candidates, plan), timezone.now())
        return tuple(candidate.listing_id for candidate, __ in order[: query.page_size])

    return _from_an_engine(answer)


def begun_by(text: str, number: int) -> tuple[int, ...]:
    """Ids of the likeliest listings of a text that is being typed, whichever engine answers."""
    return _from_an_engine(lambda engine: begun_with(engine, text, number))


def begun_with(engine: Engine, text: str, number: int) -> tuple[int, ...]:
    """The same from `engine`.

    Raises:
        EngineDown: when it does not answer.
    """

    def find(plan: Plan) -> Found:
        candidates = engine.begun(plan)
        return Found(len(candidates), len(candidates), candidates=candidates)

    best = _best_found(plans(text, is_typing=True), find)
    order = ranked(best.matches, timezone.now()) if best else []
    return tuple(candidate.listing_id for candidate, __ in order[:number])


def _from_an_engine(answer: Callable[[Engine], Answer]) -> Answer:
    """From Elasticsearch where there is one that answers, else from the database, in the same request."""
    if settings.ELASTICSEARCH_URL and elasticsearch_breaker.lets_through():
        try:
            found = answer(ElasticEngine())
        except EngineDown as error:
            logger.warning("Elasticsearch does not answer, the database does: %s", error)
            elasticsearch_breaker.failed(str(error))
        else:
            elasticsearch_breaker.succeeded()
            return found
    return answer(database_engine())


def search_with(engine: Engine, query: SearchQuery) -> SearchPage:
    """The page that `engine` gives.

    Raises:
        EngineDown: when it does not answer.
    """
    started = perf_counter()
    best = _best_found(plans(query.text), lambda plan: engine.find(query, plan))
    plan, found, matches = (best.plan, best.found, best.matches) if best else (None, engine.find(query, None), [])
    page, num_pages = _pages(found.total, query)
    if page != query.page:  # past the last one
        query = query.without(page=page)
        found = engine.find(query, plan)
        matches = matches_of(found.candidates, plan) if plan else []
    ids, spelled = found.ids, ""
    if matches and plan:
        order = ranked(matches, timezone.now())
        first = (page - 1) * query.page_size
        ids = tuple(candidate.listing_id for candidate, __ in order[first : first + query.page_size])
        spelled = order[0][1].spelled if plan.is_slip and order else ""
    return SearchPage(
        ids=ids,
        total=found.total,
        facets=found.facets,
        engine=engine.name,
        took_ms=round((perf_counter() - started) * 1000),
        page=page,
        num_pages=num_pages,
        did_you_mean=spelled if list(map(folded, words(query.text))) != list(map(folded, spelled.split())) else "",
        is_nearest=bool(plan and plan.is_nearest and found.total),
    )


def _best_found(ways: Iterable[tuple[Plan, ...]], find: Callable[[Plan], Found]) -> "_Attempt | None":
    """What the first plans find that find anything: filters do not make a text mean something else.

    Where the best of it fits poorly (a word stands only somewhere in its summary), what comes next is asked too. None
    for a text without words.
    """
    first, answers = None, []
    for together in ways:
        found = [_Attempt(plan, find(plan)) for plan in together]
        first = first or next(iter(found), None)
        answers += [answer for answer in found if answer.found.matched]
        if any(answer.is_good for answer in answers):
            break
    return max(answers, key=lambda answer: answer.promise, default=first)


class _Attempt:
    """What a plan found, and how well the best of it fits."""

    def __init__(self, plan: Plan, found: Found):
        self.plan, self.found = plan, found
        self.matches = matches_of(found.candidates, plan)
        best = max((match for __, match in self.matches), key=lambda match: match.score, default=None)
        self.is_good = bool(found.matched) and (best is None or best.weakest > POOR)
        self.promise = (best.score if best else 0) - (SLIP_MARGIN if plan.is_slip or plan.is_nearest else 0)


def _pages(total: int, query: SearchQuery) -> tuple[int, int]:
    num_pages = max(1, ceil(total / query.page_size))
    return min(query.page, num_pages), num_pages
