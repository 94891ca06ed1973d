"""Redis stops while buyers order: they notice nothing, and nobody is left without her news."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.utils import timezone
from oscar.core.loading import get_model

from marketplace.celery import app
from marketplace.notifications.carriers import MemoryCarrier
from marketplace.orders import tasks
from tests.checkout.test_views import fill_basket, order
from tests.factories import a_commune, a_listing, the_country

NOBODY_LISTENS = "redis://127.0.0.1:9/0"

Order = get_model("order", "Order")


@contextmanager
def jobs_sent_to_nobody():
    """Jobs go to a broker that does not answer."""
    before = {name: app.conf[name] for name in ("task_always_eager", "broker_url")}
    app.conf.update(task_always_eager=False, broker_url=NOBODY_LISTENS)
    try:
        yield
    finally:
        app.conf.update(before)


@pytest.mark.django_db
def test_an_order_is_placed_while_redis_is_stopped_and_told_once_it_is_back(
    client, settings, django_capture_on_commit_callbacks
):
    the_country()
    a_commune()
    settings.CACHES = {"default": {"BACKEND": "marketplace.cache.TolerantRedisCache", "LOCATION": NOBODY_LISTENS}}
    with jobs_sent_to_nobody(), django_capture_on_commit_callbacks(execute=True) as lost:
        fill_basket(client, a_listing())
        page = order(client)
    placed = Order.objects.get()
    assert page.status_code == 200
    assert f'data-order="{placed.number}"' in page.content.decode()
    assert lost
    assert MemoryCarrier.outbox == []

    Order.objects.update(date_placed=timezone.now() - timedelta(minutes=5))
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            tasks.announce_forgotten_orders()
    (text,) = [message.text for message in MemoryCarrier.outbox if message.to == "+84912345678"]
    assert placed.number in text
