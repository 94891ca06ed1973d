"""Pages of an order as buyer, shop and officer see them, with the demo's orders."""

from django.utils import timezone

from marketplace.accounts.models import StaffRole, User
from marketplace.orders.models import Conversation, ReturnRequest, SellerOrder
from marketplace.orders.returns import returnable
from marketplace.orders.tracking import messages_url, return_url, tracking_url
from marketplace.shops.models import Shop

BUYER = "+84912345678"
State = SellerOrder.State


def look_at_orders(walk) -> None:
    """The buyer's pages, the shop's, the officer's."""
    as_buyer(walk)
    as_shop(walk)
    as_officer(walk)


def as_buyer(walk) -> None:
    buyer = User.objects.get(phone=BUYER)
    walk.sign_in(buyer)
    mine = SellerOrder.objects.filter(order__user=buyer).select_related("order")
    walk.open("account-orders", "/account/orders/")
    talk = Conversation.objects.filter(seller_order__in=mine).select_related("seller_order__order").first()
    walk.open("order-under-way", tracking_url(talk.seller_order.order))
    walk.open("order-messages", messages_url(talk.seller_order))
    walk.open("conversations", "/orders/messages/")
    delivered = next(part for part in mine.filter(state=State.DELIVERED, returns=None) if returnable(part))
    ask = f"{tracking_url(delivered.order)}{delivered.pk}/return/"
    walk.open("return-ask", ask)
    walk.page.locator('[data-form="ask-return"]').evaluate("form => form.noValidate = true")
    walk.page.locator('[data-form="ask-return"] .btn--primary').click()
    walk.page.locator(".form-errors").wait_for()
    walk.look("return-ask-errors")
    for request in ReturnRequest.objects.filter(seller_order__in=mine).select_related("seller_order__order"):
        walk.open(f"return-{request.state}", return_url(request))


def as_shop(walk) -> None:
    shop = Shop.objects.get(slug="coi-kim-son")
    walk.sign_in(shop.people.filter(role="owner").first().user)
    walk.open("shop-orders", "/seller/orders/")
    for state in (State.NEW, State.HANDED_OVER, State.DELIVERED):
        part = SellerOrder.objects.filter(shop=shop, state=state).order_by("-returns", "pk").first()
        walk.open(f"shop-order-{state}", f"/seller/orders/{part.number}/")
    walk.open("shop-vouchers", "/seller/shop/vouchers/")
    walk.open("shop-voucher-new", "/seller/shop/vouchers/new/")
    walk.page.locator('[data-form="voucher"] .btn--primary').click()
    walk.page.locator(".form-errors").wait_for()
    walk.look("shop-voucher-errors")
    walk.open("shop-delivery", "/seller/shop/delivery/")


def as_officer(walk) -> None:
    """Of the home province."""
    dispute = ReturnRequest.objects.filter(state=ReturnRequest.State.DISPUTED).first()
    late = SellerOrder.objects.filter(state=State.NEW, confirm_by__lt=timezone.now()).first()
    officer, __ = User.objects.get_or_create(phone="+84988000111", defaults={"full_name": "Vũ Thị Hoa"})
    StaffRole.objects.get_or_create(user=officer, kind=StaffRole.Kind.OFFICER)
    walk.sign_in(officer)
    walk.open("disputes", "/union/disputes/")
    walk.open("dispute", f"/union/disputes/{dispute.pk}/")
    walk.open("late-orders", "/union/orders/")
    walk.open("late-order", f"/union/orders/{late.number}/")
