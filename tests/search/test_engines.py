import pytest

from catalogue_ext.search.engines import postgres
from catalogue_ext.search.indexing import reindexed_once
from catalogue_ext.search.models import SynonymGroup
from catalogue_ext.search.ranking import WINDOW
from marketplace.shops.models import Shop
from tests.factories import a_category, a_commune, a_listing, a_shop

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("text", ["cơm cháy", "com chay", "COM CHAY", "Cơm chay", "cháy cơm", "com ch"])
def test_accents_case_and_order_of_words_do_not_matter(text, found):
    listing = a_listing("Cơm cháy chà bông")
    a_listing("Mắm tép Gia Viễn")
    assert found(text) == [listing.pk]


def test_dua_finds_pineapple_and_chopsticks(found):
    pineapple, chopsticks = a_listing("Dứa Đồng Giao"), a_listing("Đũa gỗ")
    assert set(found("dua")) == {pineapple.pk, chopsticks.pk}


def test_what_is_written_with_its_accents_ranks_first(found):
    melon, pineapple = a_listing("Dưa lưới", popularity=1), a_listing("Dứa Đồng Giao", popularity=99)
    assert found("dưa") == [melon.pk, pineapple.pk]


def test_a_word_typed_with_its_marks_is_not_a_place_without_them(ask):
    mushroom = a_listing("Nấm hương")
    hurried = a_listing("Nam huong say")
    a_listing("Bánh nhãn", shop=a_shop(commune=a_commune("Nam Hương", "14620")))
    page = ask("nấm hương")
    assert list(page.ids) == [mushroom.pk, hurried.pk]
    assert page.total == 2


def test_a_synonym_of_two_words_is_found_where_they_stand_together(found):
    SynonymGroup.objects.create(terms="lọ hoa, bình hoa")
    vase = a_listing("Bình hoa men trắng")
    a_listing("Hoa khô", shop=a_shop("HTX Thái Bình"))
    assert found("lọ hoa") == found("lo hoa") == [vase.pk]


def test_an_english_synonym_is_no_vietnamese_word_without_its_marks(ask):
    SynonymGroup.objects.create(terms="chiếu, mat")
    mat, rug = a_listing("Chiếu cói"), a_listing("Thảm tròn", title_en="Round mat")
    a_listing("Mật ong rừng")
    page = ask("chiếu")
    assert (list(page.ids), page.total) == ([mat.pk, rug.pk], 2)


def test_the_title_ranks_before_other_words(found):
    shop = a_shop("HTX Mật ong Cúc Phương")
    tea, honey = a_listing("Trà hoa vàng", shop=shop, popularity=99), a_listing("Mật ong rừng", popularity=1)
    assert found("mat ong") == [honey.pk, tea.pk]


@pytest.fixture
def many(monkeypatch):
    """More hits than are put in order one by one; in PostgreSQL so many that it looks at the most popular first."""
    monkeypatch.setattr(postgres, "MANY", 10)
    monkeypatch.setattr(postgres, "POPULAR", 5)

    def listings(title):
        shop = a_shop("HTX Hương Sen")
        with reindexed_once():
            return [a_listing(f"{title} {number}", shop=shop, popularity=100) for number in range(WINDOW + 3)]

    return listings


def test_an_unknown_title_is_not_lost_among_many_that_are_popular(found, many):
    many("Chiếu trơn")
    tea = a_listing("Trà sen", popularity=0)
    assert found("sen")[0] == found("trà sen")[0] == tea.pk


def test_words_beside_each_other_are_not_lost_among_many_that_are_apart(found, many):
    many("Bánh tráng, dừa và đa")
    cracker = a_listing("Bánh đa", popularity=0)
    assert found("bánh đa")[0] == found("banh da")[0] == cracker.pk


def test_marks_as_typed_are_not_lost_among_many_others(found, many):
    many("Dứa")
    melon = a_listing("Dưa lưới", popularity=0)
    assert found("dưa")[0] == melon.pk


def test_pages_of_many_hits_show_each_once(found, many):
    listings = many("Trà")
    pages = [found("trà", page=page) for page in (1, 2, 3)]
    assert sorted(pk for page in pages for pk in page) == sorted(listing.pk for listing in listings)


def test_the_place_and_the_shop_are_found_too(found):
    mat = a_listing("Chiếu đan tay", shop=a_shop("HTX Hương Cói", commune=a_commune("Phát Diệm", "14620")))
    assert found("chieu phat diem") == found("huong coi") == [mat.pk]


def test_english_names_are_found(found):
    rice = a_listing("Cơm cháy", title_en="Crispy rice")
    assert found("crispy rice") == [rice.pk]


def test_nothing_that_may_not_be_bought_is_found(found):
    a_listing("Cơm cháy một", state="draft")
    a_listing("Cơm cháy hai", shop=a_shop(state=Shop.State.SUSPENDED))
    hidden = a_listing("Cơm cháy ba")
    hidden.product.is_public = False
    hidden.product.save()
    assert found("com chay") == []


def test_a_suspended_shop_vanishes_from_cached_results_too(django_capture_on_commit_callbacks, found):
    listing = a_listing("Cơm cháy")
    assert found("com chay") == [listing.pk]
    with django_capture_on_commit_callbacks(execute=True):
        listing.shop.state = Shop.State.SUSPENDED
        listing.shop.save()
    assert found("com chay") == []


def test_a_category_holds_what_is_below_it(found):
    dry = a_category("Đồ khô")
    below = a_listing(category=a_category("Cơm cháy", parent=dry))
    a_listing(category=a_category("Trái cây"))
    assert found(category=dry.pk) == [below.pk]


def test_filters_narrow_and_sorts_order(found):
    cheap, middle, dear = (a_listing(price=price) for price in (20_000, 50_000, 90_000))
    assert found(price_min=30_000, price_max=60_000) == [middle.pk]
    assert found(sort="price_up") == [cheap.pk, middle.pk, dear.pk]
    assert found(sort="price_down") == [dear.pk, middle.pk, cheap.pk]


def test_stars_count_only_while_the_certificate_holds(found):
    starred, lapsed = a_listing(stars=4), a_listing(stars=4)
    certificate = lapsed.certificates.get()
    certificate.issued_on, certificate.expires_on = "2020-01-01", "2023-01-01"
    certificate.save()
    assert found(stars=(4,)) == [starred.pk]


def test_sold_out_things_are_left_out_when_asked_and_made_to_order_ones_kept(found):
    a_listing(stock=0)
    ordered = a_listing(stock=0, made_to_order_days=7)
    assert found(in_stock=True) == [ordered.pk]


def test_a_facet_counts_as_if_its_own_choice_were_not_made(ask):
    a_listing(stars=3), a_listing(stars=4), a_listing(stars=4)
    page = ask(stars=(3,))
    assert page.total == 1
    assert page.facets.stars == {3: 1, 4: 2}


def test_a_page_past_the_end_is_the_last_one(ask):
    listings = [a_listing() for _ in range(3)]
    page = ask(page=9, page_size=2)
    assert (page.page, page.num_pages, len(page.ids)) == (2, 2, len(listings) - 2)
