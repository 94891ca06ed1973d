import pytest
from django.core.cache import cache
from django.core.servers.basehttp import ThreadedWSGIServer
from django.test.testcases import LiveServerThread
from django.utils import translation

from marketplace.notifications.carriers import MemoryCarrier


class PatientServer(ThreadedWSGIServer):
    """A live server that lets a crowd queue: Django's keeps ten waiting and resets the eleventh's connection."""

    request_queue_size = 256


LiveServerThread.server_class = PatientServer


@pytest.fixture(autouse=True)
def a_fresh_start():
    """No test finds another one's cache, language or text messages."""
    cache.clear()
    MemoryCarrier.outbox.clear()
    with translation.override("vi"):
        yield
