"""What a text becomes while it is typed: the same from every engine."""

import pytest

from catalogue_ext.search.documents import documents
from catalogue_ext.search.engine import begun_with
from catalogue_ext.search.engines import postgres
from catalogue_ext.search.ranking import TYPING_WINDOW
from marketplace.shops.models import Shop
from tests.factories import a_listing, a_shop
from tests.search.conftest import ENGINES

pytestmark = pytest.mark.django_db


@pytest.fixture
def typed(engine):
    """`typed("com ch")`: ids of what is suggested."""

    def answer(text, number=5):
        engine.write(list(documents()))
        return list(begun_with(engine, text, number))

    return answer


@pytest.mark.parametrize("text", ["com ch", "cơm ch", "Cơm cháy ch", "cowm cha", "crispy r"])
def test_the_last_word_may_go_on(typed, text):
    rice = a_listing("Cơm cháy chà bông", title_en="Crispy rice with pork floss")
    a_listing("Mắm tép Gia Viễn")
    assert typed(text) == [rice.pk]


def test_a_rare_word_that_is_typed_whole_is_not_lost_among_longer_popular_ones(typed):
    sausage = a_listing("Chả", popularity=0)
    for number in range(TYPING_WINDOW + 1):
        a_listing(f"Chanh {number}", popularity=100)
    assert typed("cha")[0] == sausage.pk


def test_of_equal_titles_the_most_popular_are_suggested(typed):
    listings = [a_listing("Chiếu cói", popularity=number * 100) for number in range(4)]
    assert typed("chi", 2) == [listings[3].pk, listings[2].pk]


def test_what_has_the_words_elsewhere_comes_after_titles(typed):
    mat = a_listing("Chiếu trơn", shop=a_shop("HTX Hương Sen"), popularity=999)
    tea = a_listing("Trà sen")
    assert typed("sen") == [tea.pk, mat.pk]
    assert typed("huong s") == [mat.pk]


def test_a_slip_and_a_word_too_much_find_the_nearest(typed):
    rice = a_listing("Cơm cháy")
    assert typed("com chya") == typed("com chay xyz") == [rice.pk]


def test_nothing_that_may_not_be_bought_is_suggested(typed):
    a_listing("Cơm cháy một", state="draft")
    a_listing("Cơm cháy hai", shop=a_shop(state=Shop.State.SUSPENDED))
    assert typed("com") == []


@pytest.mark.parametrize("engine", ENGINES[1:2], indirect=True)
def test_what_is_not_among_the_most_popular_is_found_too(typed, monkeypatch):
    monkeypatch.setattr(postgres, "LOOKED_AT", 1)
    rice, mat = a_listing("Cơm cháy", popularity=1), a_listing("Chiếu cói", popularity=9)
    assert typed("com") == [rice.pk]
    assert typed("com ch")[0] == rice.pk
    assert typed("htx") == [mat.pk]
