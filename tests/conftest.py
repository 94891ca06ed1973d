import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def an_empty_cache():
    cache.clear()
