"""The buyer's pages of her order, by its signed link."""

import pytest
from oscar.core.loading import get_model

from marketplace.orders import conversations, returns, transitions
from marketplace.orders.models import ReturnRequest, Role, SellerOrder
from marketplace.orders.tracking import messages_url, return_url, tracking_url
from marketplace.shops.models import ShopPerson
from tests.factories import a_listing, a_user
from tests.orders.factories import a_carrier, a_photo, a_return, a_seller_order, an_order
from tests.queries import queries_of

pytestmark = pytest.mark.django_db

Order = get_model("order", "Order")


def page_of(part, name: str) -> str:
    return f"{tracking_url(part.order)}{part.pk}/{name}/"


def text_of(answer) -> str:
    return answer.content.decode()


def test_the_page_shows_each_shop_s_steps_parcels_and_carriers(client):
    part = a_seller_order(a_listing(), a_listing(), state="packed")
    transitions.hand_over(part, None, a_carrier(), "EE1VN")
    page = text_of(client.get(tracking_url(part.order)))
    assert "https://carrier.example/track?code=EE1VN" in page
    assert page.count('class="timeline"') == 2
    assert "Đã đóng gói" in page


def test_a_guest_cancels_one_shop_s_part_and_the_other_stays(client):
    part = a_seller_order(a_listing(), a_listing())
    page = client.post(page_of(part, "cancel"), {"reason": "changed"}, follow=True)
    assert page.status_code == 200
    assert [one.state for one in part.order.seller_orders.all()] == ["cancelled", "new"]
    event = part.events.last()
    assert (event.role, event.by, event.reason) == ("buyer", None, "Tôi đổi ý")


def test_too_late_to_cancel_is_said_and_changes_nothing(client):
    part = a_seller_order(state="packed")
    assert 'data-form="cancel-order"' not in text_of(client.get(tracking_url(part.order)))
    page = client.post(page_of(part, "cancel"), {"reason": "changed"}, follow=True)
    assert "Hàng đã đóng gói" in text_of(page)
    part.refresh_from_db()
    assert part.state == SellerOrder.State.PACKED


def test_her_account_is_written_down_only_when_the_order_is_hers(client):
    buyer = a_user()
    client.force_login(a_user())
    first, second = a_seller_order(user=buyer), a_seller_order(user=buyer)
    client.post(page_of(first, "cancel"), {"reason": "changed"})
    client.force_login(buyer)
    client.post(page_of(second, "cancel"), {"reason": "changed"})
    assert [part.events.last().by for part in (first, second)] == [None, buyer]


def test_a_part_of_another_order_is_not_found(client):
    mine, other = a_seller_order(), a_seller_order()
    address = f"{tracking_url(mine.order)}{other.pk}/"
    for name in ("cancel", "received", "messages", "return"):
        assert client.post(f"{address}{name}/", {"reason": "changed"}).status_code == 404
    other.refresh_from_db()
    assert other.state == SellerOrder.State.NEW


def test_she_says_that_it_arrived(client):
    part = a_seller_order(state="handed_over")
    client.post(page_of(part, "received"))
    part.refresh_from_db()
    assert part.state == SellerOrder.State.DELIVERED


def test_she_asks_to_give_something_back_with_a_picture_and_follows_it(client):
    part = a_seller_order((a_listing(keep_cold=True), 2), state="delivered")
    line = part.order.lines.get()
    data = {f"line_{line.pk}": 1, "reason": "spoiled", "text": "Có mùi lạ"}
    page = client.post(page_of(part, "return"), data)
    assert "thêm ảnh" in text_of(page)
    assert "Có mùi lạ" in text_of(page)
    assert client.post(page_of(part, "return"), data | {"pictures": [a_photo()]}).status_code == 302
    request = ReturnRequest.objects.get()
    page = text_of(client.get(return_url(request)))
    picture = request.pictures.get()
    assert f"/orders/pictures/return/{picture.pk}/?order=" in page
    returns.decline(request, None, "Hàng vẫn tốt")
    client.post(return_url(request), {"objection": "Ảnh rõ ràng"})
    request.refresh_from_db()
    assert request.state == ReturnRequest.State.DISPUTED
    client.post(return_url(request), {"withdraw": "1"})
    request.refresh_from_db()
    assert request.state == ReturnRequest.State.WITHDRAWN


def test_what_is_no_picture_is_said_beside_its_field(client):
    part = a_seller_order(state="delivered")
    line = part.order.lines.get()
    data = {f"line_{line.pk}": 1, "reason": "damaged", "text": "Vỡ", "pictures": [a_photo(content=b"no picture")]}
    page = client.post(page_of(part, "return"), data)
    assert page.context["form"].errors["pictures"]
    assert not ReturnRequest.objects.exists()


def test_buyer_and_shop_write_each_other(client):
    part = a_seller_order()
    client.post(messages_url(part), {"text": "Giao buổi chiều nhé, 0912345678"})
    conversations.send(part.conversation, Role.SHOP, "Dạ vâng ạ")
    page = text_of(client.get(messages_url(part)))
    assert "•••78" in page
    assert "0912345678" not in page
    assert "Dạ vâng ạ" in page
    assert part.conversation.messages.filter(role="shop", read_at=None).count() == 0


def test_a_question_about_a_product_needs_an_account(client):
    listing = a_listing()
    address = f"/orders/ask/{listing.product_id}/"
    assert client.get(address).status_code == 302
    client.force_login(a_user())
    client.post(address, {"text": "Còn hàng không ạ?"})
    assert "Còn hàng không ạ?" in text_of(client.get(address))
    assert listing.shop.name in text_of(client.get("/orders/messages/"))


def test_a_picture_is_for_the_buyer_her_shop_and_the_officer_of_a_dispute(client):
    buyer, seller, stranger = a_user(), a_user(), a_user()
    part = a_seller_order(user=buyer, state="delivered")
    ShopPerson.objects.create(shop=part.shop, user=seller, role=ShopPerson.Role.PACKER)
    line = part.order.lines.get()
    request = returns.ask(part, {line.pk: 1}, "damaged", "Vỡ", [a_photo()])
    address = f"/orders/pictures/return/{request.pictures.get().pk}/"
    assert client.get(address).status_code == 404
    signed = tracking_url(part.order).split("/")[-2]
    other = tracking_url(an_order()).split("/")[-2]
    assert client.get(address, {"order": signed})["Content-Type"] == "image/webp"
    assert client.get(address, {"order": other}).status_code == 404
    for user, status in ((buyer, 200), (seller, 200), (stranger, 404)):
        client.force_login(user)
        assert client.get(address).status_code == status


def test_the_queries_of_the_page_do_not_grow_with_its_shops(client):
    client.get("/")  # what is remembered once
    few = queries_of(client, tracking_url(an_order(a_listing())))
    assert queries_of(client, tracking_url(an_order(*[a_listing() for _ in range(6)]))) == few <= 25


def test_the_queries_of_messages_do_not_grow_with_them(client):
    part = a_seller_order()
    conversation = conversations.about_order(part)
    conversations.send(conversation, Role.SHOP, "Chào bạn")
    client.get(messages_url(part))
    few = queries_of(client, messages_url(part))
    for number in range(8):
        conversations.send(conversation, Role.BUYER, f"Tin {number}")
    assert queries_of(client, messages_url(part)) == few


def test_a_return_page_of_another_order_is_not_found(client):
    request = a_return(a_seller_order(state="delivered"))
    other = a_seller_order(state="delivered")
    assert client.get(f"{tracking_url(other.order)}{other.pk}/return/{request.pk}/").status_code == 404
