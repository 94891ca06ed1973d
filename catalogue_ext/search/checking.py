"""Whether the indices say what the database says: all their listings, and what a sample of them holds."""

import random
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import date

from django.conf import settings
from django.db.models import F

from catalogue_ext.models import Listing
from catalogue_ext.search import outbox
from catalogue_ext.search.documents import documents
from catalogue_ext.search.engines import elastic_index
from catalogue_ext.search.engines.base import EngineDown
from catalogue_ext.search.engines.elastic_index import read_alias
from catalogue_ext.search.engines.sql import IN_ENTRIES, IN_TITLES
from catalogue_ext.search.indexing import reindex
from catalogue_ext.search.models import SearchEntry

ELSEWHERE = {name: F(f"titles__{name}") for name in IN_TITLES} | {"tags": F("tag_set__tags")}
"""The fields of a document that are not in its entry itself."""
PAGE = 5000
BATCH = 500


@dataclass
class Drift:
    """Listings that an index lacks, has too much, or knows otherwise than the database does."""

    index: str
    listings: int = 0
    missing: set[int] = field(default_factory=set)
    surplus: set[int] = field(default_factory=set)
    different: set[int] = field(default_factory=set)

    @property
    def all(self) -> set[int]:
        return self.missing | self.surplus | self.different

    def __bool__(self) -> bool:
        return bool(self.all)


def check(sample: int | None = 1000) -> list[Drift]:
    """Compare the indices with the database: every id, and the whole of `sample` documents chosen anew (None: of all).

    Raises:
        EngineDown: when Elasticsearch does not answer, or has no index.
    """
    ids = set(Listing.objects.values_list("pk", flat=True))
    chosen = sorted(ids) if sample is None or sample >= len(ids) else sorted(random.sample(sorted(ids), sample))
    indices = [_Database()] + ([_Elasticsearch()] if settings.ELASTICSEARCH_URL else [])
    drifts = []
    for index in indices:
        known = index.ids()
        drift = Drift(index.name, len(known), ids - known, known - ids)
        drifts.append(drift)
    for first in range(0, len(chosen), BATCH):
        expected = {one.listing_id: _plain(asdict(one)) for one in documents(chosen[first : first + BATCH])}
        for index, drift in zip(indices, drifts, strict=True):
            known = index.held(list(expected))
            drift.different |= {pk for pk, one in expected.items() if pk in known and known[pk] != one}
    return drifts


def repair(drifts: Iterable[Drift]) -> None:
    """Read again what drifted, into all indices."""
    drifted = sorted(set().union(*(drift.all for drift in drifts)))
    for first in range(0, len(drifted), BATCH):
        reindex(drifted[first : first + BATCH])
        if settings.ELASTICSEARCH_URL:
            outbox.send_changes()


class _Database:
    name = "database"

    def ids(self) -> set[int]:
        return set(SearchEntry.objects.values_list("pk", flat=True))

    def held(self, ids: list[int]) -> dict[int, dict]:
        rows = SearchEntry.objects.filter(pk__in=ids).values(*IN_ENTRIES, **ELSEWHERE)
        return {row["listing_id"]: _plain(row) for row in rows}


class _Elasticsearch:
    name = "elasticsearch"

    def ids(self) -> set[int]:
        return {pk for page in self._pages() for pk in page}

    def held(self, ids: list[int]) -> dict[int, dict]:
        found = _asked("mget", index=read_alias(), ids=[str(pk) for pk in ids])
        return {int(one["_id"]): one["_source"] for one in found["docs"] if one.get("found")}

    def _pages(self) -> Iterator[list[int]]:
        _asked("indices.refresh", index=read_alias())
        after = None
        while True:
            more = {"search_after": after} if after else {}
            answer = _asked("search", index=read_alias(), size=PAGE, sort=["listing_id"], source=False, **more)
            hits = answer["hits"]["hits"]
            if not hits:
                return
            yield [int(hit["_id"]) for hit in hits]
            after = hits[-1]["sort"]


def _asked(what: str, **params):
    client = elastic_index.writer()
    call = client.indices.refresh if what == "indices.refresh" else getattr(client, what)
    try:
        return call(**params).body
    except elastic_index.Trouble as error:
        raise EngineDown(str(error)) from error


def _plain(values: dict) -> dict:
    """As JSON holds them."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}
