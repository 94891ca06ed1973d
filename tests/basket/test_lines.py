"""What comes with a basket's lines, by the one statement that is compiled once."""

from datetime import timedelta
from functools import reduce

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection, models
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from oscar.core.loading import get_model

from marketplace.basket.lines import RELATIONS
from marketplace.basket.middleware import BasketMiddleware
from marketplace.partner.strategy import MarketplaceStrategy
from tests.factories import ProductImage, a_basket, a_listing, a_shop

pytestmark = pytest.mark.django_db

Basket, Line = get_model("basket", "Basket"), get_model("basket", "Line")
Benefit, Condition = get_model("offer", "Benefit"), get_model("offer", "Condition")
ConditionalOffer, Range = get_model("offer", "ConditionalOffer"), get_model("offer", "Range")


def as_stored(basket):
    """The basket as a later request finds it."""
    found = Basket.objects.get(pk=basket.pk)
    found.strategy = MarketplaceStrategy()
    return found


def an_offer_for_all(percent=10, **fields):
    goods = Range.objects.create(name="Tất cả", includes_all_products=True)
    return ConditionalOffer.objects.create(
        name="Chợ phiên",
        offer_type=ConditionalOffer.SITE,
        condition=Condition.objects.create(range=goods, type=Condition.COUNT, value=1),
        benefit=Benefit.objects.create(range=goods, type=Benefit.PERCENTAGE, value=percent),
        **fields,
    )


def reduced(basket):
    """What it costs after offers, in đồng."""
    found = as_stored(basket)
    BasketMiddleware(None).apply_offers_to_basket(request_of(found), found)
    return found.total_incl_tax


def request_of(basket):
    request = RequestFactory().get("/basket/")
    request.user, request.basket = AnonymousUser(), basket
    return request


def test_lines_come_with_their_product_listing_shop_and_place_in_one_query():
    basket = as_stored(a_basket((a_listing("Cơm cháy"), 2), (a_listing("Mắm tép", shop=a_shop("HTX Hai")), 1)))
    with CaptureQueriesContext(connection) as queries:
        seen = [
            (line.quantity, line.product.title, line.product.listing.shop.name, line.picture)
            for line in basket.all_lines()
        ]
        places = [line.product.listing.shop.commune.province.name for line in basket.all_lines()]
        assert basket.total_incl_tax > 0
        assert not basket.has_vouchers
    assert [title for __, title, *__ in seen] == ["Cơm cháy", "Mắm tép"]
    assert places == ["Tỉnh Ninh Bình"] * 2
    assert len(queries) == 1


@pytest.mark.parametrize("path", RELATIONS)
def test_what_comes_with_a_line_is_what_its_table_says(path):
    listing = a_listing("Dứa", season_months=[11, 12], monthly_capacity=40)
    found = reduce(getattr, filter(None, path.split("__")), as_stored(a_basket((listing, 1))).all_lines()[0])
    stored = type(found).objects.get(pk=found.pk)
    for field in found._meta.concrete_fields:
        if not isinstance(field, models.TextField):
            assert getattr(found, field.attname) == getattr(stored, field.attname)
            assert type(getattr(found, field.attname)) is type(getattr(stored, field.attname))
    assert found._state.db == stored._state.db


def test_a_text_that_did_not_come_is_read_when_it_is_asked_for():
    listing = a_listing("Dứa", description_en="Sweet and small")
    assert as_stored(a_basket((listing, 1))).all_lines()[0].product.listing.description_en == "Sweet and small"


def test_the_picture_of_a_line_is_the_first_of_its_product():
    listing = a_listing("Dứa")
    ProductImage.objects.create(product=listing.product, original="products/b.webp", display_order=8)
    ProductImage.objects.create(product=listing.product, original="products/a.webp", display_order=7)
    basket = a_basket((listing, 1))
    assert as_stored(basket).all_lines()[0].picture.name == "products/a.webp"
    assert Line.objects.get(basket=basket).picture.name == "products/a.webp"


def test_an_offer_for_all_makes_a_basket_cheaper():
    basket = a_basket((a_listing(price=100_000), 1))
    assert reduced(basket) == 100_000
    an_offer_for_all(percent=10)
    assert reduced(basket) == 90_000


def test_an_offer_of_other_days_does_not():
    basket = a_basket((a_listing(price=100_000), 1))
    an_offer_for_all(percent=10, start_datetime=timezone.now() + timedelta(days=1))
    assert reduced(basket) == 100_000


def test_a_basket_without_offers_asks_for_none():
    basket = as_stored(a_basket((a_listing(), 1)))
    basket.all_lines()
    with CaptureQueriesContext(connection) as queries:
        BasketMiddleware(None).apply_offers_to_basket(request_of(basket), basket)
    assert len(queries) == 0


def test_an_empty_basket_has_no_lines_and_no_offers():
    an_offer_for_all()
    basket = Basket.objects.create()
    assert basket.is_empty
    assert not basket.has_offers
    assert Basket().all_lines() == []
