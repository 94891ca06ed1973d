"""Disputes at the Union desk: who sees them, what is noted, what a decision does."""

import pytest

from marketplace.accounts.models import StaffRole
from marketplace.orders import conversations, returns
from marketplace.orders.models import ConversationAccess, ReturnRequest, Role
from tests.factories import a_commune, a_user
from tests.orders.factories import a_return, a_shop_order_paid
from tests.queries import queries_of

pytestmark = pytest.mark.django_db


def an_officer(commune=None):
    user = a_user()
    StaffRole.objects.create(user=user, kind=StaffRole.Kind.OFFICER, commune=commune)
    return user


def a_dispute() -> ReturnRequest:
    part = a_shop_order_paid(state="delivered")
    conversations.send(conversations.about_order(part), Role.BUYER, "Hàng vỡ rồi chị ơi")
    return returns.dispute(returns.decline(a_return(part), None, "Hàng vẫn tốt"), None, "Ảnh rõ ràng")


def test_an_officer_reads_both_sides_and_decides_and_the_money_follows(client):
    dispute, officer = a_dispute(), an_officer(a_commune())
    client.force_login(officer)
    assert dispute.seller_order.number in client.get("/union/disputes/").content.decode()
    page = client.get(f"/union/disputes/{dispute.pk}/").content.decode()
    for words in ("Hàng vỡ rồi chị ơi", "Hàng vẫn tốt", "Ảnh rõ ràng"):
        assert words in page
    assert ConversationAccess.objects.get().officer == officer
    client.post(f"/union/disputes/{dispute.pk}/", {"decision": "buyer", "grounds": "Ảnh cho thấy hàng vỡ."})
    dispute.refresh_from_db()
    assert (dispute.state, dispute.decided_by) == ("for_buyer", officer)
    payment = dispute.seller_order.order.payment
    payment.refresh_from_db()
    assert payment.refunded == dispute.seller_order.total
    assert "Hàng vỡ rồi chị ơi" not in client.get(f"/union/disputes/{dispute.pk}/").content.decode()


def test_a_decision_without_grounds_changes_nothing_and_keeps_what_was_chosen(client):
    dispute = a_dispute()
    client.force_login(an_officer())
    page = client.post(f"/union/disputes/{dispute.pk}/", {"decision": "shop", "grounds": ""})
    assert page.context["form"].errors["grounds"]
    dispute.refresh_from_db()
    assert dispute.state == "disputed"


def test_others_find_nothing_here(client):
    dispute = a_dispute()
    address = f"/union/disputes/{dispute.pk}/"
    assert client.get(address).status_code == 302
    for user in (a_user(), an_officer(a_commune("Kim Sơn", "14638"))):
        client.force_login(user)
        assert client.get(address).status_code == 404
        assert client.post(address, {"decision": "buyer", "grounds": "x"}).status_code == 404
    dispute.refresh_from_db()
    assert dispute.state == "disputed"


def test_the_queries_of_the_list_do_not_grow(client):
    client.force_login(an_officer())
    a_dispute()
    client.get("/union/disputes/")
    few = queries_of(client, "/union/disputes/")
    for _ in range(3):
        a_dispute()
    assert queries_of(client, "/union/disputes/") == few
