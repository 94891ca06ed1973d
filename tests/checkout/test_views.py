import re

import pytest
from oscar.core.loading import get_model

from tests.factories import a_commune, a_listing, a_shop, a_user, the_country
from tests.queries import queries_of

pytestmark = pytest.mark.django_db

Order = get_model("order", "Order")

ADDRESS = {
    "full_name": "Trần Thị Hạnh",
    "phone": "0912 345 678",
    "ward": "Phường Nam Hoa Lư, Tỉnh Ninh Bình",
    "address": "Số 5, thôn Văn Lâm",
    "note": "Gọi trước khi giao",
    "email": "",
    "payment_method": "cod",
}


@pytest.fixture(autouse=True)
def a_place_to_deliver_to():
    the_country()
    a_commune()


def fill_basket(client, *listings):
    for listing in listings:
        client.post(f"/basket/add/{listing.product_id}/", {"quantity": 1})


def hidden(page):
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.content.decode()))


def order(client, **changes):
    page = client.get("/checkout/")
    return client.post("/checkout/", hidden(page) | ADDRESS | changes, follow=True)


def test_a_guest_orders_and_lands_on_the_page_of_her_order(client):
    fill_basket(client, a_listing(), a_listing())
    page = order(client)
    placed = Order.objects.get()
    assert f'data-order="{placed.number}"' in page.content.decode()
    assert placed.delivery.phone == "+84912345678"
    assert placed.delivery.note == "Gọi trước khi giao"


def test_the_form_sent_twice_places_one_order_and_shows_it_twice(client):
    fill_basket(client, a_listing())
    data = hidden(client.get("/checkout/")) | ADDRESS
    first, second = (client.post("/checkout/", data)["Location"] for _ in range(2))
    assert first == second
    assert Order.objects.count() == 1


def test_what_is_wrong_is_said_beside_its_field_and_what_was_typed_is_kept(client):
    fill_basket(client, a_listing())
    page = order(client, phone="12", full_name="")
    form = page.context["form"]
    assert set(form.errors) == {"phone", "full_name"}
    assert 'value="12"' in page.content.decode()
    assert "Số 5, thôn Văn Lâm" in page.content.decode()
    assert not Order.objects.exists()


def test_an_unknown_commune_and_an_unknown_payment_are_refused(client):
    fill_basket(client, a_listing())
    assert set(order(client, ward="Atlantis", payment_method="gold").context["form"].errors) == {
        "ward",
        "payment_method",
    }


def test_what_sold_out_meanwhile_is_said_before_she_pays(client):
    listing = a_listing("Cơm cháy", stock=1)
    fill_basket(client, listing)
    data = hidden(client.get("/checkout/")) | ADDRESS
    listing.product.stockrecords.update(num_in_stock=0)
    page = client.post("/checkout/", data)
    assert page.status_code == 409
    assert [short.left for short in page.context["shortages"]] == [0]
    assert not Order.objects.exists()


def test_an_empty_basket_leads_back_to_the_basket(client):
    assert client.get("/checkout/").url == "/basket/"


def test_a_changed_link_does_not_show_an_order(client):
    fill_basket(client, a_listing())
    address = order(client).redirect_chain[-1][0].partition("?")[0]
    assert client.get(address).status_code == 200
    assert client.get(address[:-3] + "xx/").status_code == 404
    number = Order.objects.get().number
    assert client.get(f"/orders/{number}/").status_code == 404


def test_an_order_page_is_kept_out_of_caches_and_search_engines(client):
    fill_basket(client, a_listing())
    page = order(client)
    assert "no-store" in page["Cache-Control"]
    assert page["X-Robots-Tag"] == "noindex"


def test_the_sums_are_those_of_the_saved_address_at_once(client):
    buyer = a_user()
    buyer.addresses.create(line1="Số 5", line4="Phường Nam Hoa Lư", state="Tỉnh Ninh Bình", country=the_country())
    client.force_login(buyer, backend="allauth.account.auth_backends.AuthenticationBackend")
    fill_basket(client, a_listing(price=50_000))
    assert 'data-total="75000"' in client.get("/checkout/").content.decode()


def test_who_signs_in_comes_back_to_the_checkout_in_her_language(client):
    fill_basket(client, a_listing())
    assert "/en/accounts/login/?next=/en/checkout/" in client.get("/en/checkout/").content.decode()


def test_the_sums_follow_the_commune(client):
    fill_basket(client, a_listing(price=50_000))
    piece = client.get("/checkout/summary/", {"ward": ADDRESS["ward"]}).content.decode()
    assert 'data-total="75000"' in piece


def test_the_queries_of_the_checkout_do_not_grow_with_the_lines(client):
    shop = a_shop()
    fill_basket(client, a_listing(shop=shop))
    client.get("/checkout/")
    few = queries_of(client, "/checkout/")
    fill_basket(client, *[a_listing(shop=shop) for _ in range(6)])
    assert queries_of(client, "/checkout/") == few <= 15
