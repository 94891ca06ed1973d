"""Small tables kept in the process, because every search reads them: words, synonyms."""

import threading
import uuid
from collections.abc import Callable
from typing import Generic, TypeVar

from django.core.cache import cache
from django.db import transaction

Kept = TypeVar("Kept")
LONGEST = 60
"""Seconds after which a process reads anew, whatever it heard: caches of other processes may not reach it."""


class Remembered(Generic[Kept]):
    """`Remembered("words", read)()` is what `read` gave, until `forget` is called in any process."""

    def __init__(self, name: str, read: Callable[[], Kept]):
        self._key, self._read = f"search-{name}", read
        self._version, self._kept = None, None
        self._lock = threading.Lock()

    def __call__(self) -> Kept:
        version = cache.get_or_set(self._key, _new_version, LONGEST)
        with self._lock:
            if version is None or version != self._version:
                self._kept, self._version = self._read(), version
            return self._kept

    def forget(self) -> None:
        """Now, for who reads in this transaction, and once it is committed, for all others."""
        cache.delete(self._key)
        transaction.on_commit(lambda: cache.delete(self._key))


def _new_version() -> str:
    return uuid.uuid4().hex
