import pytest
from oscar.core.loading import get_model

from tests.factories import a_listing, a_shop, a_user
from tests.queries import queries_of

pytestmark = pytest.mark.django_db

Line = get_model("basket", "Line")


def add(client, listing, quantity=1, **data):
    return client.post(f"/basket/add/{listing.product_id}/", {"quantity": quantity, **data}, follow=True)


def test_a_guest_fills_her_basket_grouped_by_shop(client):
    first, second = a_listing("Cơm cháy", shop=a_shop("HTX Một")), a_listing("Mắm tép", shop=a_shop("HTX Hai"))
    add(client, first, 2)
    add(client, second)
    page = client.get("/basket/")
    assert [(shop.name, len(lines)) for shop, lines in page.context["groups"]] == [("HTX Một", 1), ("HTX Hai", 1)]
    assert page.context["basket_count"] == 3


def test_what_was_added_leads_to_the_basket(client):
    page = add(client, a_listing()).content.decode()
    assert '<a href="/basket/">Xem giỏ hàng</a>' in page


def test_more_than_there_is_is_refused_with_words_and_nothing_is_added(client):
    listing = a_listing(stock=4)
    add(client, listing, 3)
    answer = add(client, listing, 2)
    assert "error" in [message.level_tag for message in answer.context["messages"]]
    assert Line.objects.get().quantity == 3


@pytest.mark.parametrize("quantity", ["", "0", "-1", "viele", "999999999999"])
def test_a_senseless_quantity_is_refused(client, quantity):
    add(client, a_listing(), quantity)
    assert not Line.objects.exists()


def test_a_listing_that_is_not_on_sale_cannot_be_added_by_its_address(client):
    listing = a_listing(state="draft")
    assert client.post(f"/basket/add/{listing.product_id}/", {"quantity": 1}).status_code == 404
    assert not Line.objects.exists()


def test_the_quantity_changes_in_place_and_nothing_removes_the_line(client):
    add(client, a_listing())
    line = Line.objects.get()
    client.post(f"/basket/lines/{line.pk}/", {"quantity": 3})
    line.refresh_from_db()
    assert line.quantity == 3
    client.post(f"/basket/lines/{line.pk}/", {"quantity": 0})
    assert not Line.objects.exists()


def test_nobody_changes_another_persons_line(client, django_user_model):
    add(client, a_listing())
    line = Line.objects.get()
    client.cookies.clear()
    assert client.post(f"/basket/lines/{line.pk}/", {"action": "remove"}).status_code == 404
    assert Line.objects.exists()


def test_a_thing_kept_for_later_comes_back(client):
    listing = a_listing()
    add(client, listing)
    client.post(f"/basket/lines/{Line.objects.get().pk}/", {"action": "save"})
    page = client.get("/basket/")
    assert page.context["groups"] == []
    assert [line.product_id for line in page.context["saved_lines"]] == [listing.product_id]
    client.post(f"/basket/saved/{Line.objects.get().pk}/", {"action": "restore"})
    assert len(client.get("/basket/").context["groups"]) == 1


def test_what_a_guest_kept_is_hers_after_she_signed_in(client):
    add(client, a_listing())
    client.post(f"/basket/lines/{Line.objects.get().pk}/", {"action": "save"})
    add(client, a_listing())
    client.force_login(a_user(), backend="allauth.account.auth_backends.AuthenticationBackend")
    page = client.get("/basket/")
    assert len(page.context["groups"]) == 1
    assert len(page.context["saved_lines"]) == 1


def test_a_line_that_became_short_says_so(client):
    listing = a_listing(stock=5)
    add(client, listing, 5)
    listing.product.stockrecords.update(num_in_stock=2)
    page = client.get("/basket/")
    assert len(page.context["short_lines"]) == 1
    assert 'href="/checkout/"' not in page.content.decode()


def test_the_count_of_queries_does_not_grow_with_the_lines(client):
    add(client, a_listing())
    client.get("/basket/")
    few = queries_of(client, "/basket/")
    for _ in range(9):
        add(client, a_listing())
    assert queries_of(client, "/basket/") == few == 1
