import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalogue_ext import moderation
from catalogue_ext.applying import set_terms
from catalogue_ext.models import Listing
from catalogue_ext.services import refresh_listings
from tests.factories import a_listing

pytestmark = pytest.mark.django_db

TERMS = {
    "price": 50_000,
    "stock_mode": "stock",
    "stock": 7,
    "days": None,
    "weight": 400,
    "capacity": None,
    "season": [],
}


def test_new_terms_lock_the_stock_before_they_write_the_listing_as_orders_do():
    listing = a_listing(stock=5)
    with CaptureQueriesContext(connection) as context:
        set_terms(listing, TERMS)
    statements = [query["sql"] for query in context]
    first_of = [
        next(place for place, statement in enumerate(statements) if words in statement)
        for words in ('FROM "partner_stockrecord"', 'UPDATE "catalogue_ext_listing"')
    ]
    assert first_of == sorted(first_of)
    assert (listing.price, listing.num_available, listing.weight_grams) == (50_000, 7, 400)


def test_new_terms_leave_alone_what_happened_while_they_were_typed():
    listing = a_listing(stock=5)
    moderation.pause(Listing.objects.get(pk=listing.pk))
    set_terms(listing, TERMS)
    assert Listing.objects.get(pk=listing.pk).state == Listing.State.PAUSED


def test_a_listing_is_locked_before_its_reviews_are_counted():
    """Or of two reviews that come at once only one would count."""
    listing = a_listing()
    with CaptureQueriesContext(connection) as context:
        refresh_listings([listing.product_id])
    first = next(query["sql"] for query in context if query["sql"].startswith("SELECT"))
    assert 'FROM "catalogue_ext_listing"' in first
    assert "FOR UPDATE" in first or connection.vendor == "sqlite"
