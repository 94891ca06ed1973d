"""How many queries each page of the buyer's way takes: the same with one product of each kind as with ten."""

import pytest
from django.core.cache import cache
from oscar.core.loading import get_model

from catalogue_ext.freshness import catalogue_changed
from tests.checkout.test_views import ADDRESS, fill_basket, hidden
from tests.factories import a_category, a_commune, a_listing, a_maker, a_shop, the_country
from tests.queries import queries_of

pytestmark = pytest.mark.django_db

ProductImage = get_model("catalogue", "ProductImage")
ProductReview = get_model("reviews", "ProductReview")
ALL_YEAR = list(range(1, 13))


@pytest.fixture
def shop():
    the_country()
    a_commune()
    shop = a_shop(cover="shops/sen.webp")
    a_maker(shop, picture="makers/sen.webp")
    return shop


@pytest.fixture
def category():
    return a_category("Đồ khô", a_category("Đặc sản"))


def add_products(number, shop, category):
    """`number` products in season, as many that staff put forward, as many with stars."""
    for _ in range(number):
        for fields in ({"season_months": ALL_YEAR}, {"featured": True}, {"stars": 4}):
            listing = a_listing(shop=shop, category=category, maker=shop.makers.first(), **fields)
            ProductImage.objects.create(product=listing.product, original=f"images/products/{listing.slug}.webp")
            for score in (4, 5):
                ProductReview.objects.create(
                    product=listing.product, score=score, title="Ngon", body="Giòn.", name="Hạnh", status=1
                )


def warm_queries(client, address):
    """The queries of a page once the menu and the like are in the cache."""
    client.get(address)
    return queries_of(client, address)


def the_same_with_more(client, address, shop, category):
    """The queries of `address`, which one product of each kind and ten of each must not tell apart."""
    cache.clear()
    with_one = warm_queries(client, address)
    add_products(9, shop, category)
    a_shop(commune=shop.commune)
    cache.clear()
    assert warm_queries(client, address) == with_one
    return with_one


@pytest.mark.parametrize(
    ("address", "most"),
    [
        ("/", 7),
        ("/catalogue/", 2),
        ("/catalogue/?stars=4&in_stock=1&sort=price_up", 2),
        ("/catalogue/category/{category}/", 2),
        ("/search/?q=com+chay", 4),
        ("/shops/", 3),
        ("/shops/{shop}/", 4),
        ("/catalogue/{product}/", 6),
    ],
)
def test_a_page_takes_as_many_queries_with_ten_products_as_with_one(client, shop, category, address, most):
    add_products(1, shop, category)
    product = shop.listings.first()
    address = address.format(
        category=f"{category.full_slug}_{category.pk}", shop=shop.slug, product=f"{product.slug}_{product.product_id}"
    )
    assert the_same_with_more(client, address, shop, category) <= most


@pytest.mark.parametrize(("address", "most"), [("/basket/", 1), ("/checkout/", 5)])
def test_a_basket_takes_as_many_queries_with_ten_products_as_with_one(client, shop, category, address, most):
    add_products(4, shop, category)
    first, *others = shop.listings.select_related("product")[:10]
    fill_basket(client, first)
    with_one = warm_queries(client, address)
    fill_basket(client, *others)
    assert warm_queries(client, address) == with_one <= most


def test_the_page_of_an_order_takes_as_many_queries_with_ten_products_as_with_one(client, shop, category):
    add_products(4, shop, category)
    counts = []
    for listings in (shop.listings.all()[:1], shop.listings.all()[:10]):
        fill_basket(client, *listings)
        address = client.post("/checkout/", hidden(client.get("/checkout/")) | ADDRESS)["Location"]
        counts.append(warm_queries(client, address))
    assert counts[0] == counts[1] <= 15


def test_a_products_page_that_nobody_has_asked_for_takes_eleven_queries_at_most(client, shop, category):
    add_products(5, shop, category)
    address = shop.listings.first().get_absolute_url()
    client.get("/catalogue/")  # the tree of categories, once for all pages
    assert 0 < queries_of(client, address) <= 11


def test_a_products_page_that_is_made_anew_takes_ten_queries_at_most(
    client, shop, category, django_capture_on_commit_callbacks
):
    add_products(5, shop, category)
    address = shop.listings.first().get_absolute_url()
    client.get(address)
    with django_capture_on_commit_callbacks(execute=True):
        catalogue_changed()
    client.get("/catalogue/")  # the tree of categories, once for all pages
    assert 0 < queries_of(client, address) <= 10
