import pytest
from django.core.cache import cache
from django.utils import translation


@pytest.fixture(autouse=True)
def a_fresh_start():
    """No test finds another one's cache or language."""
    cache.clear()
    with translation.override("vi"):
        yield
