"""Counts of filters: right under the filters that are chosen, and the same from every engine."""

import pytest

from tests.factories import a_category, a_commune, a_listing, a_shop
from tests.search.factories import an_attribute

pytestmark = pytest.mark.django_db


@pytest.fixture
def baskets():
    """Three things of sedge and silk, in two places, of two stars, for different money."""
    crafts = a_category("Thủ công")
    mats, bags = a_category("Chiếu", parent=crafts), a_category("Túi", parent=crafts)
    far = a_commune("Phát Diệm", "14620")
    mat = a_listing("Chiếu cói", category=mats, price=300_000, stars=4)
    bag = a_listing("Túi cói", category=bags, price=100_000, stars=3, shop=a_shop(commune=far), stock=0)
    purse = a_listing("Túi lụa", category=bags, price=200_000, made_to_order_days=5, stock=0)
    an_attribute(mat, "material", "Cói")
    an_attribute(bag, "material", "Cói", "Da")
    an_attribute(purse, "material", "Lụa")
    an_attribute(purse, "colour", "Đỏ")
    return {"crafts": crafts, "mats": mats, "bags": bags, "far": far, "mat": mat, "bag": bag, "purse": purse}


def test_each_attribute_counts_its_values(ask, baskets):
    assert ask().facets.attributes == {"material": {"coi": 2, "da": 1, "lua": 1}, "colour": {"do": 1}}


def test_a_filter_narrows_all_counts_but_its_own(ask, baskets):
    page = ask(attributes=(("material", ("coi",)),))
    assert set(page.ids) == {baskets["mat"].pk, baskets["bag"].pk}
    assert page.facets.attributes == {"material": {"coi": 2, "da": 1, "lua": 1}}
    assert page.facets.stars == {4: 1, 3: 1}
    assert page.facets.categories == {baskets[name].pk: n for name, n in (("crafts", 2), ("mats", 1), ("bags", 1))}


def test_values_of_one_attribute_widen_and_attributes_narrow(ask, baskets):
    assert len(ask(attributes=(("material", ("coi", "lua")),)).ids) == 3
    assert ask(attributes=(("colour", ("do",)), ("material", ("coi",)))).ids == ()


def test_filters_together_with_words(ask, baskets):
    page = ask("túi", attributes=(("material", ("coi",)),), price_max=150_000)
    assert page.ids == (baskets["bag"].pk,)
    assert page.facets.attributes["material"] == {"coi": 1, "da": 1}
    page = ask("túi", category=baskets["mats"].pk)
    assert page.total == 0
    assert page.facets.categories == {baskets["crafts"].pk: 2, baskets["bags"].pk: 2}
    assert page.did_you_mean == ""


def test_stock_orders_and_places_are_counted(ask, baskets):
    facets = ask().facets
    assert (facets.in_stock, facets.made_to_order) == (2, 1)
    assert facets.origins == {baskets["far"].pk: 1, baskets["mat"].origin_id: 2}
    assert ask(made_to_order=True).ids == (baskets["purse"].pk,)
    assert ask(in_stock=True, origins=(baskets["far"].pk,)).facets.origins == {baskets["mat"].origin_id: 2}


def test_a_wanted_value_that_nothing_has_finds_nothing(ask, baskets):
    assert ask(attributes=(("material", ("'; drop table",)),)).ids == ()
