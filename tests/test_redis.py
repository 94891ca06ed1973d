"""Redis as the full stack has it: the cache of all processes, and the way that jobs take to a worker."""

import os
import subprocess
import sys
import time
import uuid
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from celery import Celery
from django.core.cache import cache
from django.db import connection
from django.test import Client

from catalogue_ext.freshness import catalogue_changed, catalogue_version
from marketplace.orders.models import Delivery
from marketplace.orders.services import place_order
from marketplace.payments.methods import method_of
from tests.checkout.test_without_redis import jobs_sent_to_nobody
from tests.factories import a_basket, a_category, a_listing, a_recipient, the_country
from tests.queries import queries_of

ROOT = Path(__file__).resolve().parents[1]
REDIS_URL = os.environ.get("REDIS_URL", "")
OF_THE_WORKER = 9  # the number of Redis that only this worker listens to
PATIENCE = 120  # seconds for a worker to start and do one job

pytestmark = pytest.mark.redis


@pytest.fixture
def in_redis(settings):
    """The cache is Redis, under a prefix of this test's own."""
    settings.CACHES = {
        "default": {
            "BACKEND": "marketplace.cache.TolerantRedisCache",
            "LOCATION": REDIS_URL,
            "KEY_PREFIX": uuid.uuid4().hex,
        }
    }


@pytest.mark.usefixtures("in_redis")
def test_the_cache_keeps_counts_and_forgets():
    assert cache.get("shelf") is None
    assert cache.add("shelf", 1)
    assert not cache.add("shelf", 5)
    assert cache.incr("shelf", 2) == 3
    cache.set_many({"door": "open", "window": None})
    assert cache.get_many(["shelf", "door", "roof"]) == {"shelf": 3, "door": "open"}
    cache.delete("shelf")
    assert cache.get("shelf", "nothing") == "nothing"


@pytest.mark.django_db
@pytest.mark.usefixtures("in_redis")
def test_a_page_is_kept_for_the_next_guest_until_the_catalogue_changes(settings, django_capture_on_commit_callbacks):
    settings.GUEST_PAGE_SECONDS = 60
    address = a_listing("Cơm cháy", category=a_category()).get_absolute_url()
    Client().get(address)
    assert queries_of(Client(), address) == 0
    before = catalogue_version()
    with django_capture_on_commit_callbacks(execute=True):
        catalogue_changed()
    assert catalogue_version() == before + 1
    assert queries_of(Client(), address) > 0


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_worker_takes_the_job_of_a_new_order_and_the_buyer_gets_her_letter(tmp_path, settings):
    the_country()
    with jobs_sent_to_nobody():
        order = place_order(a_basket(a_listing()), a_recipient(email="hanh@example.com"), method_of("cod"))
    letters, broker = tmp_path / "letters", urlsplit(REDIS_URL)._replace(path=f"/{OF_THE_WORKER}").geturl()
    environment = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ} | {
        "DJANGO_SETTINGS_MODULE": "marketplace.settings.production",
        "DJANGO_SECRET_KEY": settings.SECRET_KEY,
        "DJANGO_ALLOWED_HOSTS": "shop.example",
        "SITE_URL": "https://shop.example",
        "EMAIL_URL": f"filemail:///{letters}",
        "REDIS_URL": broker,
        "DATABASE_URL": "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**connection.settings_dict),
    }
    Celery(broker=broker, set_as_current=False).send_task("marketplace.orders.tasks.announce_order", [order.pk])
    command = [sys.executable, "-m", "celery", "--app=marketplace", "worker", "--pool=solo", "--loglevel=WARNING"]
    worker = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        wait_until(lambda: letters.exists() and any(letters.iterdir()))
    finally:
        worker.terminate()
        worker.wait(timeout=PATIENCE)
    (letter,) = letters.iterdir()
    assert "To: hanh@example.com" in letter.read_text(encoding="utf-8")
    assert Delivery.objects.get(order=order).confirmation_sent_at


def wait_until(done):
    end = time.monotonic() + PATIENCE
    while not done():
        assert time.monotonic() < end, "The worker did not do it in time."
        time.sleep(0.2)
