"""Messages between buyer and shop: masked, few, and read by an officer in a dispute only."""

import pytest
from django.conf import settings

from marketplace.orders import conversations, photos, returns
from marketplace.orders.models import ConversationAccess, Role
from marketplace.pictures.uploads import NotAPicture
from tests.factories import a_listing, a_user
from tests.orders.factories import a_photo, a_return, a_seller_order

pytestmark = pytest.mark.django_db


def test_a_message_is_stored_without_numbers_to_call():
    conversation = conversations.about_order(a_seller_order())
    message = conversations.send(conversation, Role.BUYER, "Gọi mình 0912 345 678")
    message.refresh_from_db()
    assert message.text == "Gọi mình •••78"


def test_one_order_and_one_product_and_buyer_have_one_conversation():
    part, listing, buyer = a_seller_order(), a_listing(), a_user()
    assert conversations.about_order(part) == conversations.about_order(part)
    assert conversations.about_product(listing, buyer) == conversations.about_product(listing, buyer)
    assert conversations.about_product(listing, buyer) != conversations.about_product(listing, a_user())


def test_pictures_are_written_anew_and_what_is_none_is_refused(tmp_path):
    conversation = conversations.about_order(a_seller_order())
    message = conversations.send(conversation, Role.SHOP, "", [a_photo()])
    assert photos.content_of(message.pictures.get().name)[8:12] == b"WEBP"
    with pytest.raises(NotAPicture):
        conversations.send(conversation, Role.SHOP, "Xem nhé", [a_photo(content=b"<script>")])
    assert conversation.messages.count() == 1


def test_nobody_is_flooded():
    conversation = conversations.about_order(a_seller_order())
    for number in range(settings.MESSAGES_AN_HOUR):
        conversations.send(conversation, Role.BUYER, f"Tin {number}")
    with pytest.raises(conversations.CannotSend):
        conversations.send(conversation, Role.BUYER, "Nữa")
    conversations.send(conversation, Role.SHOP, "Dạ vâng")
    with pytest.raises(conversations.CannotSend):
        conversations.send(conversation, Role.SHOP, "  ")


def test_an_officer_reads_along_in_a_dispute_only_and_that_is_noted():
    officer = a_user()
    part = a_seller_order(state="delivered")
    conversations.send(conversations.about_order(part), Role.BUYER, "Hàng vỡ rồi")
    request = a_return(part)
    assert conversations.read_in_dispute(request, officer) is None
    request = returns.dispute(returns.decline(request, None, "Không"))
    assert conversations.read_in_dispute(request, officer).messages.count() == 1
    assert [access.officer for access in ConversationAccess.objects.all()] == [officer]
    request = returns.decide(request, officer, for_buyer=False, grounds="Đủ rõ.")
    assert conversations.read_in_dispute(request, officer) is None
