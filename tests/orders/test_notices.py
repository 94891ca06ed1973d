"""Who is told what, once, in which language."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation
from oscar.core.loading import get_model

from marketplace.accounts.models import StaffRole
from marketplace.notifications import rendering
from marketplace.notifications.models import Notification
from marketplace.orders import conversations, returns, tasks, transitions
from marketplace.orders.models import Delivery, Role, SellerOrder
from marketplace.orders.tracking import tracking_url
from marketplace.settings.environment import ROOT
from marketplace.shops.models import ShopPerson
from tests.factories import a_commune, a_listing, a_shop, a_user
from tests.orders.factories import a_carrier, a_return, a_seller_order, an_order, pay

pytestmark = pytest.mark.django_db

Order = get_model("order", "Order")


def told(template: str) -> list[Notification]:
    return list(Notification.objects.filter(template=template).order_by("pk"))


def texts(template: str, channel="sms") -> list[str]:
    return [notice.text for notice in told(template) if notice.channel == channel]


def test_a_new_order_is_told_to_the_buyer_and_to_everybody_who_handles_the_shop_s_orders():
    shop = a_shop()
    packer, owner = a_user(), a_user()
    ShopPerson.objects.create(shop=shop, user=packer, role=ShopPerson.Role.PACKER)
    ShopPerson.objects.create(shop=shop, user=owner, role=ShopPerson.Role.OWNER)
    order = an_order(a_listing(shop=shop))
    for _ in range(2):
        tasks.announce_order(order.pk)
    (text,) = texts("order_placed")
    assert order.number in text
    assert tracking_url(order) in text
    assert {notice.user for notice in told("shop_new_order")} == {packer, owner}
    assert len(texts("shop_new_order")) == 2


def test_a_shop_hears_of_an_order_when_it_is_paid():
    order = an_order(payment="prepaid")
    tasks.announce_order(order.pk)
    assert told("shop_new_order") == []
    pay(order)
    assert len(texts("shop_new_order")) == 1


def test_a_lost_job_announces_nothing_twice_and_nothing_never():
    order = an_order()
    assert tasks.announce_forgotten_orders() == 0
    Order.objects.update(date_placed=timezone.now() - timedelta(minutes=5))
    assert tasks.announce_forgotten_orders() == 1
    assert tasks.announce_forgotten_orders() == 0
    assert Delivery.objects.get(order=order).confirmation_sent_at
    assert len(texts("order_placed")) == 1


def test_each_step_is_told_in_the_language_of_the_order():
    with translation.override("en"):
        part = a_seller_order(state="packed")
    transitions.hand_over(part, None, a_carrier(), "EE1VN")
    (text,) = texts("order_on_its_way")
    assert text.startswith("Chợ Sen: order ")
    assert "number EE1VN" in text
    assert texts("order_confirmed")


def test_a_cancelled_order_is_told_to_the_shop_only_when_the_buyer_did_it():
    transitions.cancel(a_seller_order(), None, "Hết hàng", role=Role.SHOP)
    assert told("shop_order_cancelled") == []
    transitions.cancel(a_seller_order(), None, "Đổi ý", role=Role.BUYER)
    assert len(texts("shop_order_cancelled")) == 1
    assert len(texts("order_cancelled")) == 2


def test_an_order_that_ran_out_is_told_once_for_all_its_shops():
    order = an_order(a_listing(), a_listing(), payment="prepaid")
    order.payment.expires_at = timezone.now()
    order.payment.save()
    tasks.expire_reservations()
    assert len(texts("order_expired")) == 1
    assert told("order_cancelled") == []


def test_the_officer_of_the_shop_s_commune_hears_of_a_shop_that_does_not_answer():
    near, far, province = a_user(), a_user(), a_user()
    StaffRole.objects.create(user=near, kind=StaffRole.Kind.OFFICER, commune=a_commune())
    StaffRole.objects.create(user=far, kind=StaffRole.Kind.OFFICER, commune=a_commune("Kim Sơn", "14638"))
    StaffRole.objects.create(user=province, kind=StaffRole.Kind.OFFICER)
    part = a_seller_order()
    SellerOrder.objects.update(confirm_by=timezone.now() - timedelta(minutes=1))
    tasks.act_on_late_orders()
    assert {notice.user for notice in told("officer_late_order")} == {near}
    assert len(texts("shop_reminder")) == 1
    assert part.number in texts("officer_late_order")[0]


def test_a_return_is_told_to_whom_it_concerns():
    officer = a_user()
    StaffRole.objects.create(user=officer, kind=StaffRole.Kind.OFFICER)
    request = a_return(a_seller_order(state="delivered"))
    assert len(texts("shop_return_asked")) == 1
    request = returns.dispute(returns.decline(request, None, "Không"))
    assert len(texts("return_declined")) == 1
    assert {notice.user for notice in told("officer_dispute")} == {officer}
    returns.decide(request, officer, for_buyer=True, grounds="Rõ ràng")
    assert len(texts("return_decided")) == len(texts("shop_return_decided")) == 1


def test_messages_are_told_once_until_they_are_read():
    conversation = conversations.about_order(a_seller_order())
    for text in ("Chào bạn", "Hàng sẽ đi chiều nay"):
        conversations.send(conversation, Role.SHOP, text)
    assert len(texts("message_from_shop")) == 1
    conversations.read_by(conversation, Role.BUYER)
    conversations.send(conversation, Role.SHOP, "Đã gửi rồi")
    assert len(texts("message_from_shop")) == 2


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_notice_has_words_in_both_languages(language):
    folder = ROOT / "templates" / "notifications"
    names = [path.name.removesuffix(".sms.txt") for path in folder.glob("*.sms.txt")]
    ours = [name for name in names if name.startswith(("order_", "return_", "message_", "shop_order", "shop_return"))]
    assert len(ours) > 15
    context = dict.fromkeys(["number", "shop", "url", "total", "until", "reason", "parcel", "amount", "about"], "X1")
    for name in ours:
        title, text = rendering.words(name, "app", context, language)
        assert title or text
        assert "{{" not in title + text
