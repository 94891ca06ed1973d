"""Small tables kept in the process, because every search reads them: words, synonyms."""

import threading
import uuid
from collections.abc import Callable
from time import monotonic
from typing import Generic, TypeVar

from django.conf import settings
from django.core.cache import cache
from django.db import transaction

Kept = TypeVar("Kept")
LONGEST = 300
"""Seconds after which a process reads anew, whatever it heard: caches of other processes may not reach it."""


class Remembered(Generic[Kept]):
    """`Remembered("words", read)()` is what `read` gave, until `forget` is called in any process.

    Another process hears of it within `SEARCH_MEMORY_SECONDS`: so often the cache is asked.
    """

    def __init__(self, name: str, read: Callable[[], Kept]):
        self._key, self._read = f"search-{name}", read
        self._version, self._kept, self._asked_at = None, None, 0.0
        self._lock = threading.Lock()

    def __call__(self) -> Kept:
        now = monotonic()
        if self._version is not None and now - self._asked_at < settings.SEARCH_MEMORY_SECONDS:
            return self._kept
        version = cache.get_or_set(self._key, _new_version, LONGEST)
        with self._lock:
            if version is None or version != self._version:
                self._kept, self._version = self._read(), version
            self._asked_at = now
            return self._kept

    def forget(self) -> None:
        """Now, for who reads in this transaction, and once it is committed, for all others."""
        self._forget()
        transaction.on_commit(self._forget)

    def _forget(self) -> None:
        self._version = None
        cache.delete(self._key)


def _new_version() -> str:
    return uuid.uuid4().hex
