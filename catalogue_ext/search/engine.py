"""Search, whichever engine answers: callers ask `search` and do not know which one did."""

from dataclasses import astuple
from hashlib import blake2b

from django.core.cache import cache

from catalogue_ext.freshness import catalogue_version
from catalogue_ext.search import database
from catalogue_ext.search.types import SearchPage, SearchQuery

KEEP_SECONDS = 60


def search(query: SearchQuery) -> SearchPage:
    """The page of results of `query`, kept for a minute or until what is listed changes."""
    digest = blake2b(repr(astuple(query)).encode(), digest_size=16).hexdigest()
    key = f"search-{catalogue_version()}-{digest}"
    page = cache.get(key)
    if page is None:
        page = database.search(query)
        cache.set(key, page, KEEP_SECONDS)
    return page
