"""Telling Elasticsearch of changes: rows of `IndexChange`, in bulk, until none is left."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Count, Min
from django.utils import timezone

from catalogue_ext.freshness import catalogue_changed
from catalogue_ext.search.documents import documents
from catalogue_ext.search.engines import elastic_index
from catalogue_ext.search.engines.base import EngineDown
from catalogue_ext.search.engines.elastic_index import building_alias, read_alias
from catalogue_ext.search.models import IndexChange

BATCH = 500
MOST_READINGS = 5


def send_changes() -> int:
    """Bring the index in step with all changes that are noted; return how many there were.

    May run many times at once. What is not taken stays noted.

    Raises:
        EngineDown: when Elasticsearch does not take them.
    """
    sent = 0
    while number := _send_batch():
        sent += number
    return sent


def _send_batch() -> int:
    with transaction.atomic():
        rows = list(IndexChange.objects.select_for_update(skip_locked=True).order_by("pk")[:BATCH])
        if rows:
            write_listings({row.listing_id for row in rows}, targets())
            IndexChange.objects.filter(pk__in=[row.pk for row in rows]).delete()
            catalogue_changed()
    return len(rows)


def targets() -> list[str]:
    """The aliases of the index that is searched, and of the one that is being built.

    Raises:
        EngineDown: when there is none, or no answer.
    """
    try:
        found = [alias for alias in (read_alias(), building_alias()) if elastic_index.indices_of(alias)]
    except elastic_index.Trouble as error:
        raise EngineDown(str(error)) from error
    if not found:
        raise EngineDown("there is no index: manage.py search rebuild")
    return found


def write_listings(listing_ids: Iterable[int], aliases: list[str], *, refresh: bool = True) -> None:
    """Read these listings and put them into the indices behind `aliases`; what a later reading overtook is read again.

    Raises:
        EngineDown: when Elasticsearch does not take them.
    """
    ids = set(listing_ids)
    for _ in range(MOST_READINGS):
        version = elastic_index.now_version()  # before the reading: a later change has a later version
        found = list(documents(ids))
        gone = ids - {document.listing_id for document in found}
        ids = elastic_index.write_documents(aliases, found, gone, version, refresh=refresh)
        if not ids:
            return
    raise EngineDown("other writers overtook this one again and again")


def waiting() -> tuple[int, float]:
    """How many changes wait, and for how many seconds the oldest does."""
    row = IndexChange.objects.aggregate(number=Count("pk"), oldest=Min("created_at"))
    return row["number"], (timezone.now() - row["oldest"]).total_seconds() if row["oldest"] else 0
