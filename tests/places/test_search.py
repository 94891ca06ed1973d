import time

import pytest
from django.utils import translation

from marketplace.places.models import Commune
from marketplace.places.queries import search_communes

HOME = ", Tỉnh Ninh Bình"


def labels(text, **options):
    return [hit.label.removesuffix(HOME) for hit in search_communes(text, **options)]


@pytest.mark.parametrize(
    "typed",
    [
        "nam hoa lu",
        "Nam Hoa Lư",
        "NAM HOA LƯ",
        "phường nam hoa lư",
        "p. nam hoa lu",
        "nam hoa l",
        "nam hoa lu ninh binh",
    ],
)
def test_a_commune_is_found_by_its_name_however_it_is_typed(ninh_binh, typed):
    assert labels(typed)[0] == "Phường Nam Hoa Lư"


@pytest.mark.parametrize(
    ("typed", "commune"),
    [
        ("ninh hai hoa lu", "Phường Nam Hoa Lư"),
        ("xã Ninh Hải, huyện Hoa Lư, tỉnh Ninh Bình", "Phường Nam Hoa Lư"),
        ("yên thành, yên mô", "Xã Đồng Thái"),
        ("xa yen thanh, yen mo, ninh binh", "Xã Đồng Thái"),
        ("my xa nam dinh", "Phường Thành Nam"),
        ("phường Phúc Thành, thành phố Hoa Lư", "Phường Hoa Lư"),
        ("luu phuong, kim son", "Xã Phát Diệm"),
        ("Đồng Thái, Yên Mô", "Xã Đồng Thái"),
    ],
)
def test_a_commune_is_found_by_a_former_name_and_district(ninh_binh, typed, commune):
    assert labels(typed)[0] == commune


def test_a_hit_says_by_which_former_name_it_was_found(ninh_binh):
    with translation.override("en"):
        assert search_communes("ninh hai hoa lu")[0].matched_former == "formerly xã Ninh Hải, thành phố Hoa Lư"
        assert search_communes("huyen yen mo")[1].matched_former == "formerly in huyện Yên Mô"
        assert search_communes("nam hoa lu")[0].matched_former == ""


@pytest.mark.parametrize("typed", ["thôn Văn Lâm, xã Ninh Hải, huyện Hoa Lư", "thon van lam xa ninh hai huyen hoa lu"])
def test_a_hamlet_before_the_commune_does_no_harm(ninh_binh, typed):
    assert labels(typed) == ["Phường Nam Hoa Lư"]


def test_the_exact_name_comes_first_then_its_beginning_then_its_words_then_former_names(ninh_binh):
    found = labels("yen khanh")

    assert found[0] == "Xã Yên Khánh"
    assert found.index("Xã Ý Yên") > 0, "where the old Xã Yên Khánh of Ý Yên is now"
    assert labels("hoa lu")[:4] == ["Phường Hoa Lư", "Phường Đông Hoa Lư", "Phường Nam Hoa Lư", "Phường Tây Hoa Lư"]


def test_a_former_name_comes_before_words_that_only_the_province_completes(ninh_binh):
    assert labels("ninh hai")[0] == "Phường Nam Hoa Lư", "not Xã Hải An of Tỉnh Ninh Bình"


def test_every_word_has_to_be_found(ninh_binh):
    assert labels("nam hoa lu quangtri") == []
    assert labels("zzz") == []


@pytest.mark.parametrize("nothing", ["", "  ", ",,;", "-", "'"])
def test_nothing_typed_finds_nothing(ninh_binh, nothing):
    assert labels(nothing) == []


@pytest.mark.parametrize("odd", ["%", "_", "\\", "a%", "' or 1=1 --", "xã", "xã,", "1" * 90, "a " * 50, "," * 99 + "a"])
def test_odd_input_is_only_text(ninh_binh, odd):
    assert len(labels(odd)) <= 10


def test_a_number_is_found_only_in_full(country):
    assert labels("phường 5, quận 10, tphcm")[0] == "Phường Diên Hồng, Thành phố Hồ Chí Minh"
    assert not [hit for hit in search_communes("phường 1") if "phường 10" in hit.matched_former]


def test_the_home_province_comes_first_among_equals(country, settings):
    assert labels("kim son")[0] == "Xã Kim Sơn"
    settings.HOME_PROVINCE = "52"
    assert labels("kim son")[0] == "Xã Kim Sơn, Tỉnh Gia Lai"


def test_a_search_may_be_kept_to_one_province(country):
    assert {hit.label.split(", ")[1] for hit in search_communes("tan", province="82")} == {"Tỉnh Đồng Tháp"}


def test_the_limit_holds(ninh_binh):
    assert len(search_communes("h")) == 10
    assert len(search_communes("h", limit=3)) == 3


def test_a_search_asks_the_database_at_most_twice_whatever_it_finds(ninh_binh, django_assert_max_num_queries):
    for typed in ("nam hoa lu", "h", "binh"):
        with django_assert_max_num_queries(2):
            search_communes(typed)


def test_a_search_of_the_whole_country_takes_less_than_to_read_all_communes(country):
    def seconds(act):
        started = time.process_time()
        act()
        return time.process_time() - started

    limit = min(seconds(lambda: list(Commune.objects.all())) for _ in range(5))  # 24 ms where a search takes 3 to 5
    for typed in ("nam hoa lu", "kim son", "tan an", "a", "ninh hai hoa lu"):
        assert min(seconds(lambda typed=typed: search_communes(typed)) for _ in range(5)) < limit
