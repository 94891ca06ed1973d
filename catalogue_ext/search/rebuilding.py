"""Making the indices anew: the database's in place, Elasticsearch's beside the old one, which answers until the end."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.cache import cache

from catalogue_ext.freshness import catalogue_changed
from catalogue_ext.models import Listing
from catalogue_ext.search import outbox
from catalogue_ext.search.documents import Document, documents
from catalogue_ext.search.engine import database_engine
from catalogue_ext.search.engines import elastic_index
from catalogue_ext.search.engines.elastic_index import building_alias, read_alias
from catalogue_ext.search.indexing import words_of
from catalogue_ext.search.models import SearchEntry
from catalogue_ext.search.synonyms import load_first_synonyms
from catalogue_ext.search.vocabulary import learn

BATCH = 500
LONGEST = 6 * 3600


class AlreadyRunning(Exception):
    """Another rebuild is under way."""


def rebuild(step: Callable[[int], None] = lambda number: None) -> None:
    """Read every listing into new indices; `step` hears how many came in. Changes meanwhile reach them too.

    Raises:
        AlreadyRunning: when another process does the same.
        EngineDown: when Elasticsearch does not take it; what was there still answers.
    """
    with _alone():
        load_first_synonyms()
        if settings.ELASTICSEARCH_URL:
            _remove(elastic_index.indices_of(building_alias()))  # of a rebuild that broke off
            elastic_index.create_index(building_alias())
        _read_all(step)
        database_engine().tidy()
        if settings.ELASTICSEARCH_URL:
            _swap()
            outbox.send_changes()
        catalogue_changed()


@contextmanager
def _alone() -> Iterator[None]:
    if not cache.add("search-rebuild", True, LONGEST):
        raise AlreadyRunning
    try:
        yield
    finally:
        cache.delete("search-rebuild")


def _read_all(step: Callable[[int], None]) -> None:
    ids = list(Listing.objects.order_by("pk").values_list("pk", flat=True))
    SearchEntry.objects.exclude(pk__in=Listing.objects.values("pk")).delete()
    for first in range(0, len(ids), BATCH):
        batch = ids[first : first + BATCH]
        version = elastic_index.now_version()
        found = list(documents(batch))
        _keep(found)
        if settings.ELASTICSEARCH_URL:  # what is overtaken was written by a later change: left as it is
            elastic_index.write_documents([building_alias()], found, (), version, refresh=False)
        step(len(batch))


def _keep(found: list[Document]) -> None:
    database_engine().write(found)
    learn(set().union(*map(words_of, found)))


def _swap() -> None:
    """Let searches read the new index instead of the old, in one step; then the old one goes."""
    client = elastic_index.writer()
    (new,) = elastic_index.indices_of(building_alias())
    old = elastic_index.indices_of(read_alias())
    # Written in many small segments, each of which every search would open.
    client.options(request_timeout=LONGEST).indices.forcemerge(index=new, max_num_segments=1)
    client.indices.refresh(index=new)
    actions = [{"remove": {"index": name, "alias": read_alias()}} for name in old]
    actions.append({"add": {"index": new, "alias": read_alias()}})
    actions.append({"remove": {"index": new, "alias": building_alias()}})
    client.indices.update_aliases(actions=actions)
    _remove(old)


def _remove(names: list[str]) -> None:
    for name in names:
        elastic_index.writer().indices.delete(index=name, ignore_unavailable=True)
