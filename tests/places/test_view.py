import pytest
from django.urls import reverse


@pytest.fixture
def ask(client, ninh_binh):
    def ask(**query):
        return client.get(reverse("places:communes"), query)

    return ask


def test_the_picker_gets_labels_and_former_names(ask):
    answer = ask(q="ninh hai hoa lu", lang="en")

    assert answer.json()["communes"][0] | {"id": 0} == {
        "id": 0,
        "code": "14359",
        "label": "Phường Nam Hoa Lư, Tỉnh Ninh Bình",
        "former": "formerly xã Ninh Hải, thành phố Hoa Lư",
    }


def test_nothing_found_is_an_empty_list(ask):
    assert ask(q="zzz").json() == {"communes": []}


def test_at_most_ten_are_given(ask):
    assert len(ask(q="h", limit="500").json()["communes"]) == 10


def test_any_cache_may_keep_the_answer(ask):
    answer = ask(q="hoa lu")

    assert "public" in answer["Cache-Control"]
    assert "max-age=86400" in answer["Cache-Control"]
    assert not answer.cookies


@pytest.mark.parametrize("nonsense", [{}, {"q": ""}, {"q": " , "}, {"q": "\0"}, {"q": "a" * 101}])
def test_nonsense_is_refused_with_a_reason(ask, nonsense):
    answer = ask(**nonsense)

    assert answer.status_code == 400
    assert answer.json()["error"]


def test_an_unknown_language_is_answered_in_the_default_one(ask):
    assert ask(q="hoa lu", lang="xx").status_code == 200


def test_it_only_answers_questions(client, db):
    assert client.post(reverse("places:communes"), {"q": "hoa lu"}).status_code == 405
