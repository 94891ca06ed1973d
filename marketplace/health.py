"""For the machines that watch us: alive (this process answers), ready (the parts it needs answer)."""

from django.conf import settings
from django.db import Error, connection
from django.http import HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from elasticsearch import Elasticsearch
from redis import Redis, RedisError


@require_safe
@never_cache
def alive(request) -> HttpResponse:
    """Open to everyone."""
    return HttpResponse("ok", content_type="text/plain")


@require_safe
@never_cache
def ready(request) -> JsonResponse:
    """Open to everyone: each part and its state. Only the database is needed to sell; without it the answer is 503."""
    parts = {"database": _database()}
    parts["cache"] = _redis() if settings.REDIS_URL else "ok"
    if settings.ELASTICSEARCH_URL:
        parts["elasticsearch"] = _elasticsearch()
    return JsonResponse(
        {"ready": parts["database"] == "ok", "parts": parts}, status=200 if parts["database"] == "ok" else 503
    )


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:  # InterfaceError, of a connection that was cut, is no DatabaseError
        return "down"
    return "ok"


def _redis() -> str:
    try:
        Redis.from_url(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1).ping()
    except RedisError:
        return "down"
    return "ok"


def _elasticsearch() -> str:
    with Elasticsearch(settings.ELASTICSEARCH_URL, request_timeout=1, max_retries=0) as client:
        return "ok" if client.ping() else "down"
