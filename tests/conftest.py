import pytest
from django.core.cache import cache
from django.utils import translation

from marketplace.notifications.carriers import MemoryCarrier


@pytest.fixture(autouse=True)
def a_fresh_start():
    """No test finds another one's cache, language or text messages."""
    cache.clear()
    MemoryCarrier.outbox.clear()
    with translation.override("vi"):
        yield
