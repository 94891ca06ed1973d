import pytest
from django.urls import reverse

from tests.at_once import at_once
from tests.factories import a_maker, a_shop, a_shop_person

pytestmark = pytest.mark.django_db


def test_a_maker_may_have_a_share_of_the_sale(client):
    shop = a_shop()
    client.force_login(a_shop_person(shop, "manager"))
    client.post(reverse("workspace:maker-new"), {"name": "Đinh Thị Hương", "share_percent": "40"})
    client.post(reverse("workspace:maker-new"), {"name": "Bùi Thị Thuận", "share_percent": ""})
    assert dict(shop.makers.values_list("name", "share_percent")) == {"Đinh Thị Hương": 40, "Bùi Thị Thuận": 0}


@pytest.mark.parametrize("share", ["101", "-1", "một nửa"])
def test_a_share_that_is_none_is_said_so_beside_it_and_stays_as_typed(client, share):
    shop = a_shop()
    client.force_login(a_shop_person(shop))
    maker = a_maker(shop, share_percent=30)
    answer = client.post(reverse("workspace:maker", args=[maker.pk]), {"name": maker.name, "share_percent": share})
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {"share_percent"}
    assert f'value="{share}"' in answer.content.decode()
    maker.refresh_from_db()
    assert maker.share_percent == 30


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_maker_who_is_sent_twice_at_once_is_written_once():
    shop = a_shop()
    maker = {"name": "Đinh Thị Hương"}
    assert at_once(a_shop_person(shop), lambda her: her.post(reverse("workspace:maker-new"), maker)) == [302, 422]
    assert shop.makers.count() == 1
