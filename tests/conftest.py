import os
import threading
import time

import pytest
from django.core.cache import cache
from django.core.servers.basehttp import ThreadedWSGIServer
from django.test.testcases import LiveServerThread
from django.utils import translation

from marketplace.notifications.carriers import MemoryCarrier


class PatientServer(ThreadedWSGIServer):
    """A live server that lets a crowd queue: Django's keeps ten waiting and resets the eleventh's connection.

    It knows when it is idle: a request that outlives its browser would lock rows while the test's data is cleared away.
    """

    request_queue_size = 256

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.changed, self.num_busy = threading.Condition(), 0

    def set_app(self, app):
        super().set_app(slowed(app))

    def process_request_thread(self, request, client_address):
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._count(-1)

    def process_request(self, request, client_address):
        self._count(1)
        super().process_request(request, client_address)

    def _count(self, change):
        with self.changed:
            self.num_busy += change
            self.changed.notify_all()

    def wait_until_idle(self, seconds=60):
        with self.changed:
            return self.changed.wait_for(lambda: self.num_busy == 0, seconds)


def slowed(app):
    """`app`, whose every answer, also a script, comes after SLOW_SERVER seconds: shows the tests that do not wait."""
    if not (seconds := float(os.environ.get("SLOW_SERVER", 0))):
        return app

    def slow_app(environ, start_response):
        time.sleep(seconds)
        return app(environ, start_response)

    return slow_app


LiveServerThread.server_class = PatientServer


@pytest.fixture(autouse=True)
def a_fresh_start():
    """No test finds another one's cache, language or text messages."""
    cache.clear()
    MemoryCarrier.outbox.clear()
    with translation.override("vi"):
        yield
