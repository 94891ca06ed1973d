import json
import re

import pytest
from django.utils import translation

from tests.factories import a_category, a_listing, a_maker, a_shop, a_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize(
    "address",
    [
        "/", "/catalogue/", "/shops/", "/search/?q=com", "/basket/", "/pages/about/", "/pages/how-to-buy/",
        "/pages/delivery/", "/pages/returns/", "/pages/privacy/", "/pages/terms-for-buyers/",
        "/pages/terms-for-sellers/", "/pages/contact/", "/pages/operating-rules/", "/pages/complaints/",
    ],
)  # fmt: skip
def test_public_pages_open_in_both_languages(client, prefix, address):
    a_listing()
    page = client.get(prefix + address)
    assert page.status_code == 200
    assert f'<html lang="{"en" if prefix else "vi"}">' in page.content.decode()


def test_a_product_page_says_what_the_law_and_search_engines_want(client):
    shop = a_shop("HTX Cói Kim Sơn", tax_code="2700000000")
    listing = a_listing("Chiếu cói", shop=shop, price=250_000, stars=4, maker=a_maker(shop), composition="Cói, đay")
    text = client.get(listing.get_absolute_url()).content.decode().replace("\xa0", " ")
    for words in ("HTX Cói Kim Sơn", "2700000000", "Thôn Văn Lâm", "Cói, đay", "0912 000 100"):
        assert words in text
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', text).group(1))
    assert (data["offers"]["price"], data["offers"]["priceCurrency"]) == (250_000, "VND")
    assert 'data-form="add-to-basket"' in text


def test_a_product_page_leads_to_a_question_to_its_shop(client):
    listing = a_listing()
    address = f"/orders/ask/{listing.product_id}/"
    assert f'href="{address}"' in client.get(listing.get_absolute_url()).content.decode()
    assert client.get(address).url == f"/accounts/login/?next={address}"


def test_structured_data_cannot_break_out_of_its_script(client):
    listing = a_listing("</script><script>alert(1)</script>")
    text = client.get(listing.get_absolute_url()).content.decode()
    assert "<script>alert(1)" not in text


def test_a_product_reads_english_under_en(client):
    listing = a_listing("Cơm cháy", title_en="Crispy rice")
    with translation.override("en"):
        text = client.get(listing.get_absolute_url()).content.decode()
    assert "Crispy rice" in text


def test_an_old_address_of_a_product_leads_to_the_new_one(client):
    listing = a_listing()
    answer = client.get(f"/catalogue/ten-cu_{listing.product_id}/")
    assert (answer.status_code, answer.url) == (301, listing.get_absolute_url())


def test_what_is_not_on_sale_has_no_page_but_for_staff(client):
    listing = a_listing(state="draft")
    assert client.get(listing.get_absolute_url()).status_code == 404
    client.force_login(a_user(is_staff=True), backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get(listing.get_absolute_url()).status_code == 200


def test_a_closed_shop_has_no_page(client):
    assert client.get(a_shop(state="suspended").get_absolute_url()).status_code == 404


def test_filters_stay_in_the_address_and_wrong_ones_are_left_out(client):
    category = a_category()
    a_listing(category=category, price=50_000)
    page = client.get(f"/catalogue/category/do-kho_{category.pk}/?price_max=60000&stars=nine&place=x&sort=nothing")
    assert page.context["listings"].result.total == 1
    assert [choice.value for choice in page.context["listings"].chosen] == ["price_max"]
    assert "noindex" in page.content.decode()


def test_search_answers_in_json_when_only_that_is_accepted(client):
    listing = a_listing("Cơm cháy", price=45_000)
    data = client.get("/search/?q=com+chay", headers={"accept": "application/json"}).json()
    assert data["total"] == 1
    assert data["currency"] == "VND"
    assert data["hits"] == [{"slug": listing.slug, "title": "Cơm cháy", "price": 45_000, "shop": listing.shop.name}]


def test_suggestions_name_listings_categories_and_shops(client):
    a_category("Cơm cháy")
    listing = a_listing("Cơm cháy mắm hành", shop=a_shop("HTX Cơm cháy Hoa Lư"))
    data = client.get("/search/suggest/?q=com").json()
    assert [hit["slug"] for hit in data["listings"]] == [listing.slug]
    assert [one["name"] for one in data["categories"]] == ["Cơm cháy"]
    assert [one["name"] for one in data["shops"]] == ["HTX Cơm cháy Hoa Lư"]


def test_the_sitemap_names_public_pages_in_both_languages(client):
    listing, hidden = a_listing(), a_listing(state="draft")
    text = client.get("/sitemap.xml").content.decode()
    assert f"http://testserver{listing.get_absolute_url()}" in text
    assert f"http://testserver/en{listing.get_absolute_url()}" in text
    assert hidden.slug not in text
    assert "http://testserver/en/training/calendar/" in text


def test_robots_close_what_is_private(client):
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /checkout/" in text
    assert "Disallow: /en/account/" in text
    assert "Sitemap: http://testserver/sitemap.xml" in text


def test_health_says_which_part_is_in_which_state(client):
    assert client.get("/healthz").content == b"ok"
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json()["parts"]["database"] == "ok"


def test_a_renamed_category_is_in_the_menu_at_once(client, django_capture_on_commit_callbacks):
    category = a_category("Đồ khô")
    assert ">Đồ khô</a></li>" in client.get("/pages/about/").content.decode()
    category.name = "Đồ khô và mứt"
    with django_capture_on_commit_callbacks(execute=True):
        category.save()
    assert ">Đồ khô và mứt</a></li>" in client.get("/pages/about/").content.decode()


@pytest.mark.parametrize("demo", [True, False])
def test_that_all_is_made_up_is_said_in_the_demo_only(client, settings, demo):
    settings.DEMO = demo
    text = client.get("/pages/about/").content.decode()
    assert ("không bán thật" in text) == demo
