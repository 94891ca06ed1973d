"""What people and search engines see of it."""

import json
import re

import pytest
from django.utils import translation
from oscar.core.loading import get_model

from catalogue_ext.models import AttributeText
from catalogue_ext.search.analytics import count_search, popular_texts, searches_without_result, words_of_shop
from catalogue_ext.search.models import SearchCount
from catalogue_ext.search.related import bought_with, more_like
from marketplace.orders.services import place_order
from marketplace.payments.methods import method_of
from marketplace.search.clicks import MOST_A_MINUTE, ticket
from tests.factories import a_basket, a_category, a_listing, a_recipient
from tests.queries import queries_of
from tests.search.factories import an_attribute

pytestmark = pytest.mark.django_db


def page_of(client, address):
    return client.get(address).content.decode()


def head_of(client, address):
    text = page_of(client, address)
    return re.search(r'rel="canonical" href="([^"]+)"', text).group(1), 'content="noindex' in text


@pytest.fixture
def category():
    category = a_category("Cói")
    mat, bag = a_listing("Chiếu cói", category=category), a_listing("Túi lụa", category=category)
    an_attribute(mat, "material", "Cói")
    an_attribute(bag, "material", "Lụa")
    return category


def test_a_filter_by_an_attribute_is_an_address(client, category):
    text = page_of(client, f"{category.get_absolute_url()}?a_material=coi")
    assert 'name="a_material" value="coi" checked' in text
    assert "Chiếu cói" in text
    assert "Túi lụa" not in text


def test_attributes_are_named_in_the_language_of_the_page(client, category):
    mat = category.product_set.get(title="Chiếu cói")
    for name, name_en in (("Material", "Made of"), ("Cói", "Sedge")):
        AttributeText.objects.create(name=name, name_en=name_en)
    with translation.override("en"):
        filters, product = page_of(client, category.get_absolute_url()), page_of(client, mat.listing.get_absolute_url())
    assert "<legend>Made of</legend>" in filters
    assert "<span>Sedge</span>" in filters
    assert "<dt>Made of</dt><dd>Sedge</dd>" in product
    assert "Sedge" not in page_of(client, category.get_absolute_url())


def test_one_filter_is_for_search_engines_and_deeper_ones_are_not(client, category):
    address = category.get_absolute_url()
    site = "http://testserver"
    assert head_of(client, address) == (f"{site}{address}", False)
    assert head_of(client, f"{address}?a_material=coi") == (f"{site}{address}?a_material=coi", False)
    assert head_of(client, f"{address}?a_material=lua&a_material=coi") == (f"{site}{address}", True)
    assert head_of(client, f"{address}?sort=price_up&price_min=1000") == (f"{site}{address}", True)
    assert head_of(client, f"{address}?utm_source=zalo") == (f"{site}{address}", False)
    assert head_of(client, "/search/?q=coi")[1]


def test_what_is_wrong_in_an_address_is_left_out(client, category):
    address = f"{category.get_absolute_url()}?a_material=%27%3Bdrop&a_=x&a_no-such=thing&category=x"
    assert client.get(address).status_code == 200


def test_the_page_says_what_it_searched_instead(client):
    a_listing("Mắm tép Gia Viễn")
    assert "Đây là kết quả cho “mắm tép”" in page_of(client, "/search/?q=mawn+tesp")
    assert "gần nhất" in page_of(client, "/search/?q=mắm+tép+không+đâu+có")


def test_an_empty_result_offers_what_is_loved(client):
    a_listing("Mắm tép Gia Viễn", featured=True)
    text = page_of(client, "/search/?q=xyzzy")
    assert "Được nhiều người yêu thích" in text
    assert 'name="q" value="xyzzy"' in text
    assert not re.search("data-listing=|data-filters|Bỏ bộ lọc", text)
    assert "Bỏ bộ lọc" in page_of(client, "/search/?q=xyzzy&price_min=5")
    assert "Mắm tép Gia Viễn" in text


def test_suggestions_have_pictures_prices_and_what_others_search(client):
    listing = a_listing("Cơm cháy chà bông")
    for _ in range(3):
        count_search("com chay", True)
    data = client.get("/search/suggest/?q=com").json()
    assert data["listings"][0]["slug"] == listing.slug
    assert {"title", "url", "price", "currency", "image", "shop"} <= set(data["listings"][0])
    assert data["queries"] == ["com chay"]
    assert client.get("/search/suggest/?q=").json()["queries"] == ["com chay"]


def test_suggestions_take_the_same_few_queries_with_more(client):
    def add(number):
        for _ in range(number):
            a_listing("Cơm cháy", category=a_category("Cơm"))

    add(1)
    client.get("/search/suggest/?q=co")
    one = queries_of(client, "/search/suggest/?q=com")
    add(9)
    client.get("/search/suggest/?q=co")
    assert queries_of(client, "/search/suggest/?q=com") <= one <= 6


def test_searches_and_clicks_are_counted_and_nobody_is(client):
    listing = a_listing("Cơm cháy")
    client.get("/search/?q=Cơm+Cháy")
    form = click_on(client, "com chay", listing)
    client.get("/search/?q=xyzzy")
    assert client.post("/search/clicked/", form).status_code == 204
    row = SearchCount.objects.get(folded="com chay")
    assert (row.text, row.searches, row.without_result, row.clicks) == ("cơm cháy", 2, 0, 1)
    assert [one.text for one in searches_without_result()] == ["xyzzy"]
    assert words_of_shop(listing.shop_id) == [("cơm cháy", 1)]
    assert {field.name for field in SearchCount._meta.fields} == {
        "id", "day", "folded", "text", "searches", "without_result", "clicks",
    }  # fmt: skip


@pytest.mark.parametrize("text", ["0912345678", "chi.hanh@example.com", "a" * 70, "?!"])
def test_what_may_name_a_person_is_not_counted(client, text):
    client.get("/search/", {"q": text})
    assert not SearchCount.objects.exists()


def click_on(client, text, listing):
    """What the page of results of `text` sends when that listing is opened."""
    found = re.search(r'data-search-results="([^"]+)"', page_of(client, f"/search/?q={text}"))
    return {"ticket": found.group(1), "slug": listing.slug}


def test_a_click_counts_once_and_only_from_a_page_of_ours(client):
    listing = a_listing("Cơm cháy")
    form = click_on(client, "com chay", listing)
    strange = {"ticket": form["ticket"] + "x", "slug": listing.slug}
    for sent in ({}, {"slug": listing.slug}, {"q": "com chay", "slug": listing.slug}, strange, form | {"slug": "none"}):
        assert client.post("/search/clicked/", sent).status_code == 204
    assert SearchCount.objects.get().clicks == 0
    client.post("/search/clicked/", form)
    client.post("/search/clicked/", form)
    assert SearchCount.objects.get().clicks == 1


def test_clicks_from_one_address_are_counted_only_so_often(client):
    listing = a_listing("Cơm cháy")
    page_of(client, "/search/?q=com+chay")
    for _ in range(MOST_A_MINUTE + 3):
        client.post("/search/clicked/", {"ticket": ticket("com chay"), "slug": listing.slug})
    assert SearchCount.objects.get().clicks == MOST_A_MINUTE


def test_popular_texts_are_those_that_find_something():
    for text, found in (("chiếu cói", True), ("iphone", False)):
        for _ in range(5):
            count_search(text, found)
    assert popular_texts("", 5) == ["chiếu cói"]


def test_staff_see_what_is_searched(admin_client):
    count_search("iphone", False)
    count_search("chiếu cói", True)
    text = page_of(admin_client, "/admin/listing_search/searchcount/")
    assert "iphone" in text
    assert "chiếu cói" in text


def test_more_like_it_shares_words_then_the_category():
    category = a_category("Chiếu")
    mat = a_listing("Chiếu cói hoa", category=category)
    like = a_listing("Chiếu cói trơn")
    same_category = a_listing("Thảm tròn", category=category)
    a_listing("Mắm tép")
    assert more_like(mat, 2) == [like.pk, same_category.pk]
    assert more_like(mat, 1, but=(like.pk,)) == [same_category.pk]


def test_bought_together_comes_from_orders(client):
    rice, sauce, other = a_listing("Gạo tám"), a_listing("Nước mắm"), a_listing("Chiếu cói")
    place_order(a_basket(rice, sauce), a_recipient(), method_of("cod"))
    assert bought_with(rice, 3) == [sauce.pk]
    assert bought_with(other, 3) == []
    assert get_model("order", "Order").objects.count() == 1
    assert "Thường được mua cùng" in page_of(client, rice.get_absolute_url())


def test_the_json_names_attributes_and_categories(client, category):
    data = client.get("/search/?q=coi", headers={"accept": "application/json"}).json()
    assert data["facets"]["categories"] == {"Cói": 2}
    assert json.dumps(data)
