"""How changes reach the engines: the database's own index in the transaction of the change, Elasticsearch by a job."""

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.db import transaction

from catalogue_ext.freshness import catalogue_changed
from catalogue_ext.search.analysis import folded
from catalogue_ext.search.documents import Document, documents
from catalogue_ext.search.engine import database_engine
from catalogue_ext.search.models import IndexChange, SearchEntry
from catalogue_ext.search.vocabulary import learn

logger = logging.getLogger(__name__)
FIGURES = ("price", "in_stock", "popularity", "rating")

_waiting: ContextVar[set[int] | None] = ContextVar("listings_that_wait_to_be_reindexed", default=None)


@contextmanager
def reindexed_once() -> Iterator[None]:
    """One act that writes the same listings many times: each is reindexed once, at its end, in its transaction."""
    with transaction.atomic():
        if _waiting.get() is not None:
            yield
            return
        token = _waiting.set(set())
        try:
            yield
            ids = sorted(_waiting.get())
        finally:
            _waiting.reset(token)
        reindex(ids)


@transaction.atomic
def reindex(listing_ids: Iterable[int]) -> None:
    """Bring what the search knows of these listings in step with the database; those that are gone are forgotten."""
    ids = sorted(set(listing_ids))
    if not ids:
        return
    if (waiting := _waiting.get()) is not None:
        waiting.update(ids)
        return
    found = list(documents(ids))
    gone = set(ids) - {document.listing_id for document in found}
    database_engine().write(found, gone)
    learn(set().union(*map(words_of, found)))
    note_changes(ids)


def reindex_figures(listings: Iterable) -> None:
    """The same where only price, stock or rating of these listings changed: one statement for all, texts left alone."""
    listings = list(listings)
    rows = [
        SearchEntry(
            listing_id=listing.pk,
            price=int(listing.price),
            in_stock=listing.is_sold_today,
            popularity=listing.popularity,
            rating=listing.rating,
        )
        for listing in listings
    ]
    SearchEntry.objects.bulk_update(rows, FIGURES, batch_size=500)
    note_changes(sorted(listing.pk for listing in listings))


def note_changes(listing_ids: list[int]) -> None:
    """Let Elasticsearch be told of these listings once the transaction is committed, at the latest by the next beat."""
    catalogue_changed()
    if settings.ELASTICSEARCH_URL:
        IndexChange.objects.bulk_create([IndexChange(listing_id=pk) for pk in listing_ids], batch_size=1000)
        transaction.on_commit(_start_job)


def _start_job() -> None:
    from catalogue_ext.search.tasks import send_changes

    try:
        send_changes.delay()
    except Exception:  # whatever the broker's library raises: the change is stored, and the beat comes by
        logger.exception("The job that tells Elasticsearch of changes could not be started")


def words_of(document: Document) -> set[str]:
    """The words of titles and names, exact and folded."""
    exact = {*document.title.split(), *document.title_en.split(), *document.names.replace("|", " ").split()}
    return exact | {folded(word) for word in exact}
