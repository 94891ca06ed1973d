"""A shop's steps with an order that is under way, and what it writes to the buyer."""

import pytest
from django.urls import reverse
from oscar.core.loading import get_model

from marketplace.orders.models import Conversation, Role
from tests.factories import a_listing, a_shop_person
from tests.orders.factories import a_carrier, a_photo, a_return, a_seller_order

pytestmark = pytest.mark.django_db

StockRecord = get_model("partner", "StockRecord")


@pytest.fixture
def part():
    a_carrier()
    return a_seller_order(a_listing(stock=5), state="handed_over")


@pytest.fixture
def seller(client, part):
    client.force_login(a_shop_person(part.shop, "packer"))
    return client


def step(client, part, name: str, **form):
    return client.post(reverse("workspace:step", args=[part.number, name]), form)


def test_an_order_is_found_by_the_buyers_name_typed_without_accents(seller, part):
    part.order.delivery.full_name = "Đặng Thị Hường"
    part.order.delivery.save()
    found = seller.get(reverse("workspace:orders"), {"q": "dang thi huong"})
    assert [one.pk for one in found.context["page_obj"]] == [part.pk]
    assert not seller.get(reverse("workspace:orders"), {"q": "Đặng Thị Hoa"}).context["page_obj"].object_list


def test_a_second_parcel_has_its_own_number(seller, part):
    step(seller, part, "parcel", carrier=a_carrier().pk, tracking_number="EE000000002VN")
    assert [parcel.tracking_number for parcel in part.parcels.all()] == ["", "EE000000002VN"]
    assert "EE000000002VN" in seller.get(reverse("workspace:order", args=[part.number])).content.decode()


def test_a_carrier_without_a_number_is_asked_for_it(seller, part):
    answer = step(seller, part, "parcel", carrier=a_carrier().pk)
    assert answer.status_code == 422
    assert answer.context["another"].errors
    assert part.parcels.count() == 1


def test_a_parcel_that_nobody_took_is_noted_and_its_goods_are_for_sale_again(seller, part):
    assert step(seller, part, "came-back", reason="").status_code == 422
    step(seller, part, "came-back", reason="Ba lần không có ai ở nhà", restock="on")
    part.refresh_from_db()
    assert (part.state, part.events.last().reason) == ("returned", "Ba lần không có ai ở nhà")
    assert StockRecord.objects.get().net_stock_level == 5


def test_what_was_delivered_does_not_come_back_by_this_door(seller, part):
    step(seller, part, "deliver")
    step(seller, part, "came-back", reason="Khách đổi ý")
    part.refresh_from_db()
    assert part.state == "delivered"


def test_the_shop_may_write_first(seller, part):
    address = reverse("workspace:order-talk", args=[part.number])
    assert seller.get(address).status_code == 200
    assert not Conversation.objects.exists()
    page = seller.post(address, {"text": "Mai hàng đến, chị nhé", "pictures": [a_photo()]}, follow=True)
    message = Conversation.objects.get().messages.get()
    assert (message.role, message.text, message.pictures.count()) == (Role.SHOP, "Mai hàng đến, chị nhé", 1)
    assert "Mai hàng đến" in page.content.decode()
    assert seller.get(address).url == reverse("workspace:conversation", args=[message.conversation_id])


def test_a_return_that_waits_is_what_is_to_do_next(client):
    part = a_seller_order(a_listing(), state="delivered")
    client.force_login(a_shop_person(part.shop))
    address = reverse("workspace:order", args=[part.number])
    assert "Không còn việc gì." in client.get(address).content.decode()
    a_return(part)
    page = client.get(address).content.decode()
    assert 'href="#returns"' in page
    assert "Không còn việc gì." not in page


def test_the_ward_as_the_buyer_wrote_it_is_shown_where_it_says_something_else(client):
    part = a_seller_order(a_listing())
    client.force_login(a_shop_person(part.shop))
    delivery, address = part.order.delivery, reverse("workspace:order", args=[part.number])
    for typed, shown in [(delivery.commune.label, False), ("Hoa Lư cũ", True)]:
        delivery.typed_ward = typed
        delivery.save()
        assert ("Người mua ghi" in client.get(address).content.decode()) is shown
