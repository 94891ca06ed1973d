"""A circuit breaker: a server that does not answer is left alone for a while, and searches do not wait for it."""

import threading
from time import monotonic

REST_SECONDS = 5


class Breaker:
    """One a process. After a failure nobody is let through for `rest` seconds, then one at a time until it succeeds."""

    def __init__(self, rest: float = REST_SECONDS):
        self._rest = rest
        self._lock = threading.Lock()
        self._until = 0.0
        self.trouble = ""
        """What was wrong last; empty while all is well."""

    def lets_through(self) -> bool:
        with self._lock:
            if not self.trouble:
                return True
            if monotonic() < self._until:
                return False
            self._until = monotonic() + self._rest  # this one tries, the others wait for what becomes of it
            return True

    def failed(self, trouble: str) -> None:
        with self._lock:
            self.trouble = trouble or "no answer"
            self._until = monotonic() + self._rest

    def succeeded(self) -> None:
        with self._lock:
            self.trouble, self._until = "", 0.0


elasticsearch_breaker = Breaker()
