"""One number that grows when what is listed changes, so that cached pages of results know that they are old."""

from django.core.cache import cache
from django.db import transaction

KEY = "catalogue-version"


def catalogue_version() -> int:
    return cache.get_or_set(KEY, 1, timeout=None) or 0


def version_and_kept(key: str) -> tuple[int, object]:
    """The version, and what the cache keeps under `key` (None: nothing), in one trip."""
    found = cache.get_many([KEY, key])
    return found.get(KEY) or catalogue_version(), found.get(key)


def catalogue_changed() -> None:
    """Let cached results go, once the transaction is committed."""
    transaction.on_commit(_raise_version)


def _raise_version() -> None:
    try:
        cache.incr(KEY)
    except ValueError:
        cache.set(KEY, 1, timeout=None)
