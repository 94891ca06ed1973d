"""How often one address may try something, counted in the project's cache; where that is down, nobody is kept out."""

import time
from contextlib import suppress
from dataclasses import dataclass

from django.core.cache import cache

from training import conf


@dataclass(frozen=True)
class Limit:
    """At most `most` times in each `seconds` from one address (`TRAINING_CLIENT_ADDRESS`)."""

    name: str
    most: int
    seconds: int

    def is_reached(self, request) -> bool:
        return (cache.get(self._key(request)) or 0) >= self.most

    def count(self, request) -> None:
        key = self._key(request)
        cache.add(key, 0, self.seconds)
        with suppress(ValueError):  # it ran out this very moment
            cache.incr(key)

    def _key(self, request) -> str:
        address = conf.load("TRAINING_CLIENT_ADDRESS")(request)
        return f"training-limit:{self.name}:{address}:{int(time.time()) // self.seconds}"


def remote_address(request) -> str:
    """The client of a server that stands behind nothing."""
    return request.META.get("REMOTE_ADDR", "")
