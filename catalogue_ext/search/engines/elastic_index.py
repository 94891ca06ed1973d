"""The index in Elasticsearch: its mapping in code, its names, and how documents come into it.

Searches read the alias `<prefix>-listings`. Behind it stands one index; while a new one is being built beside it,
changes go to both (`building` alias). Documents carry the time at which the database was asked, in microseconds of the
database's own clock, as external version: what was read earlier never takes the place of what was read later.
"""

from collections.abc import Iterable
from dataclasses import asdict
from functools import lru_cache

from django.conf import settings
from django.db import connection
from django.utils import timezone
from elasticsearch import ApiError, Elasticsearch, NotFoundError, TransportError
from elasticsearch.helpers import bulk
from elasticsearch_dsl import Boolean, Date, Double, Index, Keyword, Long, Mapping, Short, Text, analyzer, token_filter

from catalogue_ext.search.documents import Document
from catalogue_ext.search.engines.base import EngineDown

Trouble = (ApiError, TransportError)
PATIENCE = 30
"""Seconds that writing may take; what a search may take is in the settings."""

EXACT = analyzer("exact", tokenizer="whitespace", filter=["lowercase"])
FOLDED = analyzer("folded", tokenizer="whitespace", filter=["lowercase", "asciifolding"])
PAIRS = analyzer(
    "pairs",
    tokenizer="whitespace",
    filter=["lowercase", "asciifolding", token_filter("pairs", type="shingle", output_unigrams=False)],
)
BEGINNINGS = {"min_chars": 2, "max_chars": 8}
MOST_POPULAR_FIRST = {"field": ["popularity", "listing_id"], "order": ["desc", "desc"]}
"""How the index lies: who asks for its first listings in this order gets them without looking at the rest."""


def mapping() -> Mapping:
    """Fields of `Document`. Words are made by `analysis`, the same for all engines: here they are only parted."""
    found = Mapping()
    found.meta("dynamic", "strict")
    found.field("title", Text(analyzer=EXACT))
    found.field("title_en", Text(analyzer=FOLDED, index=False))
    found.field("names", Text(analyzer=EXACT, index=False))
    pairs = {"pairs": Text(analyzer=PAIRS)}
    found.field("folded_title", Text(analyzer=FOLDED, fields=pairs, index_prefixes=BEGINNINGS))
    found.field("words", Text(analyzer=EXACT, norms=False, index_prefixes=BEGINNINGS))
    found.field("text", Text(analyzer=FOLDED, norms=False))
    found.field("tags", Keyword())
    for name in ("on_sale", "in_stock", "made_to_order", "featured"):
        found.field(name, Boolean())
    for name in ("listing_id", "price", "origin", "shop", "popularity"):
        found.field(name, Long())
    found.field("stars", Short())
    found.field("rating", Double())
    found.field("published_at", Date())
    found.field("stars_until", Date())
    return found


@lru_cache(maxsize=4)
def client(url: str, seconds: float) -> Elasticsearch:
    """One client a process for each use; it keeps its connections."""
    return Elasticsearch(url, request_timeout=seconds, max_retries=0, retry_on_timeout=False)


def writer() -> Elasticsearch:
    return client(settings.ELASTICSEARCH_URL, PATIENCE)


def read_alias() -> str:
    return f"{settings.ELASTICSEARCH_INDEX_PREFIX}-listings"


def building_alias() -> str:
    return f"{read_alias()}-building"


def indices_of(alias: str) -> list[str]:
    """The indices behind an alias; none when it is not there."""
    try:
        return sorted(writer().indices.get_alias(name=alias).body)
    except NotFoundError:
        return []


def create_index(alias: str) -> str:
    """A new, empty index behind `alias`; return its name."""
    index = Index(f"{read_alias()}-{timezone.now():%Y%m%d%H%M%S%f}", using=writer())
    index.mapping(mapping())
    index.settings(number_of_shards=1, number_of_replicas=0, refresh_interval="1s", gc_deletes="1h")
    index.settings(sort=MOST_POPULAR_FIRST)
    index.aliases(**{alias: {}})
    index.create()
    return index._name


def now_version() -> int:
    """The version of what is read from now on: microseconds of the database's clock."""
    if connection.vendor != "postgresql":
        return int(timezone.now().timestamp() * 1_000_000)
    with connection.cursor() as cursor:
        cursor.execute("SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint")
        return cursor.fetchone()[0]


def write_documents(
    aliases: list[str], documents: Iterable[Document], gone: Iterable[int], version: int, *, refresh: bool = True
) -> set[int]:
    """Put documents into the index behind each alias; return the listings of which a later reading was there already.

    Raises:
        EngineDown: when Elasticsearch does not take them; nothing is known then, and writing again is safe.
    """
    actions = [_action(document.listing_id, version, asdict(document)) for document in documents]
    actions += [_action(listing_id, version, None) for listing_id in gone]
    overtaken: set[int] = set()
    try:
        for alias in aliases:  # one that is taken away meanwhile must not come back as an index of that name
            _, errors = bulk(writer(), actions, index=alias, require_alias=True, raise_on_error=False, refresh=refresh)
            overtaken |= _overtaken(errors)
    except Trouble as error:
        raise EngineDown(str(error)) from error
    return overtaken


def _action(listing_id: int, version: int, source: dict | None) -> dict:
    action = {"_id": str(listing_id), "version": version, "version_type": "external_gte"}
    return action | ({"_op_type": "delete"} if source is None else {"_op_type": "index", "_source": source})


def _overtaken(errors: list[dict]) -> set[int]:
    overtaken = set()
    for error in errors:
        ((operation, answer),) = error.items()
        if answer["status"] == 409:
            overtaken.add(int(answer["_id"]))
        elif "error" in answer or operation != "delete":  # to delete what is not there is no error
            raise EngineDown(str(answer.get("error")))
    return overtaken
