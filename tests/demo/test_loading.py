"""The demo's shop: loaded twice it is the same, and what it says holds together."""

import io

import pytest
from django.core.management import call_command
from django.db.models import Avg, Count
from oscar.core.loading import get_model

from catalogue_ext.models import Listing, OcopCertificate
from catalogue_ext.variants import sisters
from marketplace.demo.catalogue import product_rows
from marketplace.demo.files import FOLDER, read_json
from marketplace.shops.models import Maker, Shop

Product = get_model("catalogue", "Product")
ProductReview = get_model("reviews", "ProductReview")
StockRecord = get_model("partner", "StockRecord")
WATCHED = (Product, StockRecord, ProductReview, Listing, OcopCertificate, Shop, Maker)
CHANGING = {"updated_at", "date_updated"}

pytestmark = pytest.mark.timeout(900)


def everything():
    """Every row of what the demo loads, without the times of its last writing."""
    return {
        model.__name__: [
            {name: value for name, value in row.items() if name not in CHANGING}
            for row in model.objects.order_by("pk").values()
        ]
        for model in WATCHED
    }


def load(*arguments):
    call_command("load_demo", "--no-pictures", *arguments, stdout=io.StringIO())


@pytest.mark.django_db
def test_loading_the_demo_again_changes_nothing():
    load()
    before = everything()
    load()
    assert everything() == before


@pytest.mark.django_db
def test_a_large_demo_has_as_many_products_and_shops_as_asked_however_often_it_is_loaded():
    for _time in range(2):
        load("--products", "120", "--shops", "30")
        assert (Listing.objects.on_sale().count(), Shop.objects.open_for_orders().count()) == (120, 30)


@pytest.mark.django_db
def test_what_the_demo_sells_is_on_sale_and_what_cards_repeat_of_it_is_true():
    load()
    listings = {one.slug: one for one in Listing.objects.on_sale()}
    rows = product_rows()
    assert set(listings) == {row["slug"] for row in rows}
    assert {slug: one.price for slug, one in listings.items()} == {row["slug"]: row["price"] for row in rows}
    left = {record.product_id: record.net_stock_level for record in StockRecord.objects.all()}
    assert {slug: one.num_available for slug, one in listings.items()} == {
        slug: left[one.product_id] for slug, one in listings.items()
    }
    reviewed = ProductReview.objects.values_list("product__upc").annotate(Count("pk"), Avg("score"))
    assert {slug: (count, score) for slug, count, score in reviewed} == {
        slug: (one.num_reviews, pytest.approx(one.rating)) for slug, one in listings.items() if one.num_reviews
    }


@pytest.mark.django_db
def test_honey_and_fish_sauce_of_the_demo_come_in_two_sizes():
    load()
    families = [sisters(listing) for listing in Listing.objects.filter(variant_of=None).exclude(variant="")]
    assert sorted([one.variant for one in family] for family in families) == [["500 ml", "1 L"], ["500 ml", "250 ml"]]


@pytest.mark.parametrize("name", ["shops", "makers", "products"])
def test_every_text_of_the_demo_is_there_in_both_languages(name):
    for row in read_json(f"{name}.json"):
        for key in row:
            if key.endswith("_vi") and row[key]:
                assert row.get(key.removesuffix("_vi") + "_en"), (row.get("slug") or row["code"], key)


def test_no_two_texts_of_the_demo_are_the_same():
    texts = [row["story_vi"] for row in read_json("shops.json") + read_json("makers.json")]
    texts += [row[key] for row in read_json("products.json") for key in ("summary_vi", "description_vi")]
    texts += [row["body"] for row in read_json("reviews.json")]
    assert len(set(texts)) == len(texts)


def test_every_certificate_of_the_demo_says_that_it_is_a_sample():
    certificates = [row["ocop"] for row in read_json("products.json") if row["ocop"]]
    assert {one["number"][:4] for one in certificates} == {"MẪU-"}


def test_every_product_of_the_demo_has_pictures_a_maker_of_its_shop_and_spirits_a_warning():
    shop_of = {maker["code"]: maker["shop"] for maker in read_json("makers.json")}
    for row in read_json("products.json"):
        assert list((FOLDER / "pictures" / "products").glob(f"{row['slug']}-?.webp"))
        assert shop_of[row["maker"]] == row["shop"]
        assert row["subcategory"] != "ruou" or "18" in row["warnings_vi"]


def test_every_seller_of_the_demo_has_her_shop():
    codes = {shop["code"] for shop in read_json("shops.json")}
    assert {person["shop"] for person in read_json("people.json") if person["shop"]} <= codes
