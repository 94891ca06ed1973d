"""Who is told what of orders. Everything is told once: the key names the event and the person.

Shops and officers are led to their desks (`/seller/`, `/union/`), which stand above this room. What happens is told in
its own transaction (the notices are rows; jobs send them after the commit); new orders are announced by a job, so that
a buyer does not wait for it.
"""

from django.conf import settings
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import override

from marketplace.accounts.models import StaffRole, User
from marketplace.notifications.services import Addressee, notify
from marketplace.orders.models import Conversation, Message, ReturnRequest, Role, SellerOrder, Transition
from marketplace.orders.periods import return_until
from marketplace.orders.refunds import lines_of
from marketplace.orders.tracking import messages_url, return_url, tracking_url
from marketplace.shops.models import Shop, ShopPerson
from marketplace.shops.people import DUTIES
from marketplace.ui.numbers import format_dong, format_phone

RETURN_TO_BUYER = {
    "accept": "return_accepted",
    "decline": "return_declined",
    "dispute": "return_disputed",
    "decide": "return_decided",
}


def announce(order) -> None:
    """A new order: to the buyer, and to its shops when they may begin."""
    buyer = buyer_of(order)
    with override(buyer.language):
        notify(f"order:{order.number}:placed", "order_placed", buyer, _of_order(order))
    payment = getattr(order, "payment", None)
    if payment is None or payment.lets_fulfil:
        announce_to_shops(order)


def announce_to_shops(order) -> None:
    """The shops of an order may begin: it is paid, or will be on delivery."""
    parts = list(order.seller_orders.select_related("order", "shop__partner").order_by("pk"))
    handlers = _handlers([part.shop for part in parts])
    for part in parts:
        _tell_each(
            handlers[part.shop_id],
            f"seller-order:{part.number}:new",
            "shop_new_order",
            lambda part=part: {
                "number": part.number,
                "total": format_dong(part.total),
                "until": _moment(part.confirm_by),
                "url": shop_page(part),
            },
        )


def tell_of_step(part: SellerOrder, step: Transition, by, event_id: str) -> None:
    """A seller order has gone a step further."""
    templates = {
        Transition.CONFIRM: "order_confirmed",
        Transition.REFUSE: "order_refused",
        Transition.HAND_OVER: "order_on_its_way",
        Transition.DELIVER: "order_delivered",
        Transition.CANCEL: "order_cancelled",
        Transition.REVIVE: "order_revived",
    }
    event = part.events.last()
    if step in templates and not _ran_out(part, event):
        tell_buyer(f"{event_id}:buyer", templates[step], part.order, lambda: _of_part(part, event.reason))
    if step == Transition.CANCEL and event.role == Role.BUYER:
        tell_shop(
            event_id,
            "shop_order_cancelled",
            part.shop,
            lambda: {"number": part.number, "reason": event.reason, "url": shop_page(part)},
        )


def tell_of_lateness(part: SellerOrder, step: Transition, event_id: str) -> None:
    """A shop does not confirm: she is reminded, then the officers of her commune hear of it."""
    if step == Transition.REMIND:
        tell_shop(
            event_id,
            "shop_reminder",
            part.shop,
            lambda: {"number": part.number, "until": _moment(part.confirm_by), "url": shop_page(part)},
        )
    else:
        context = {
            "number": part.number,
            "shop": part.shop.name,
            "phone": format_phone(part.shop.phone),
            "url": _absolute(part.shop.get_absolute_url()),
        }
        tell_officers(event_id, "officer_late_order", part.shop, context)


def tell_of_expiry(order) -> None:
    tell_buyer(f"order:{order.number}:expired", "order_expired", order, lambda: {"number": order.number})


def tell_of_return(request: ReturnRequest, step: str) -> None:
    """A return was asked for, answered, brought to the officer or decided."""
    part, key = request.seller_order, f"return:{request.pk}:{step}"

    def context() -> dict:
        return {
            "number": part.number,
            "shop": part.shop.name,
            "reason": request.get_reason_display(),
            "until": _moment(request.answer_by),
            "decision": request.get_state_display(),
            "amount": format_dong(sum(line.amount for line in request.lines.all())),
            "url": _absolute(return_url(request)),
        }

    if step in RETURN_TO_BUYER:
        tell_buyer(f"{key}:buyer", RETURN_TO_BUYER[step], part.order, context)
    if step in ("ask", "decide"):
        template = "shop_return_asked" if step == "ask" else "shop_return_decided"
        tell_shop(key, template, part.shop, lambda: context() | {"url": shop_page(part)})
    if step == "dispute":
        page = _absolute(f"/union/disputes/{request.pk}/")
        tell_officers(key, "officer_dispute", part.shop, {"number": part.number, "shop": part.shop.name, "url": page})


def tell_of_message(message: Message) -> None:
    """The other side has written; not again while the notice before is unread."""
    conversation = message.conversation
    earlier = conversation.messages.filter(role=message.role, read_at=None).exclude(pk=message.pk)
    if earlier.exists():
        return
    if message.role == Role.SHOP:
        _tell_buyer_of_message(conversation, message)
    else:
        tell_shop(
            f"message:{message.pk}",
            "message_for_shop",
            conversation.shop,
            lambda: {"about": str(conversation), "url": _absolute(f"/seller/messages/{conversation.pk}/")},
        )


def _tell_buyer_of_message(conversation: Conversation, message: Message) -> None:
    key, context = f"message:{message.pk}", {"shop": conversation.shop.name, "url": _absolute(conversation.page)}
    if conversation.seller_order:
        context["url"] = _absolute(messages_url(conversation.seller_order))
        tell_buyer(key, "message_from_shop", conversation.seller_order.order, lambda: context)
    elif conversation.buyer:
        notify(key, "message_from_shop", Addressee.of(conversation.buyer), context)


def buyer_of(order) -> Addressee:
    """The buyer at the phone and the address she gave with the order, in the language she ordered in."""
    delivery = order.delivery
    return Addressee(user=order.user, phone=delivery.phone, email=delivery.email, language=delivery.language)


def tell_buyer(key: str, template: str, order, context) -> None:
    """`context` is called in the buyer's language; `url` is her order's page unless it says otherwise."""
    buyer = buyer_of(order)
    with override(buyer.language):
        notify(key, template, buyer, {"url": _absolute(tracking_url(order)), **context()})


def tell_shop(key: str, template: str, shop: Shop, context) -> None:
    """Everybody who handles the orders of a shop; her own phone number while nobody has an account."""
    _tell_each(_handlers([shop])[shop.pk], key, template, context)


def _handlers(shops: list[Shop]) -> dict[int, list[tuple[int, Addressee]]]:
    """Whom to tell of the orders of each of these shops, with the number of each person's account, 0 without one."""
    people = ShopPerson.objects.filter(shop__in=shops, role__in=DUTIES["handle_orders"]).select_related("user")
    found: dict[int, list[tuple[int, Addressee]]] = {shop.pk: [] for shop in shops}
    for person in people:
        found[person.shop_id].append((person.user_id, Addressee.of(person.user)))
    return {shop.pk: found[shop.pk] or [(0, Addressee(phone=shop.phone))] for shop in shops}


def _tell_each(handlers: list[tuple[int, Addressee]], key: str, template: str, context) -> None:
    for number, addressee in handlers:
        with override(addressee.language):
            notify(f"{key}:shop:{number}", template, addressee, context())


def tell_officers(key: str, template: str, shop: Shop, context: dict) -> None:
    """The officers of the shop's commune, or those of the province where it has none."""
    officers = User.objects.filter(staff_roles__kind=StaffRole.Kind.OFFICER, is_active=True)
    near = officers.filter(staff_roles__commune=shop.commune_id)
    for officer in (near if near.exists() else officers.filter(staff_roles__commune=None)).distinct():
        notify(f"{key}:officer:{officer.pk}", template, Addressee.of(officer), context)


def shop_page(part: SellerOrder) -> str:
    """Where a shop handles this order."""
    return _absolute(f"/seller/orders/{part.number}/")


def _of_order(order) -> dict:
    """What was ordered from whom and where it goes, for the letter."""
    delivery = order.delivery
    where = (delivery.full_name, format_phone(delivery.phone), delivery.address_line, str(delivery.commune))
    return {
        "number": order.number,
        "name": delivery.full_name,
        "total": format_dong(order.total_incl_tax),
        "recipient": ", ".join(where),
        "parts": [
            {
                "shop": part.shop.name,
                "lines": [
                    {"title": _title(line), "quantity": line.quantity, "price": int(line.line_price_incl_tax)}
                    for line in part.lines
                ],
                "delivery_fee": int(part.delivery_fee),
            }
            for part in order.seller_orders.all()
        ],
        "url": _absolute(tracking_url(order)),
    }


def _title(line) -> str:
    """The product's name in the reader's language; as it was sold once the product is gone."""
    listing = getattr(line.product, "listing", None)
    return str(listing.title) if listing else line.title


def _of_part(part: SellerOrder, reason: str) -> dict:
    context = {"number": part.number, "shop": part.shop.name, "reason": reason}
    if part.state == SellerOrder.State.HANDED_OVER:
        context["parcel"] = _parcel(part)
    if part.state == SellerOrder.State.DELIVERED:
        listings = [getattr(line.product, "listing", None) for line in lines_of(part)]
        context["until"] = _moment(min(return_until(part.delivered_at, listing) for listing in listings))
    return context


def _parcel(part: SellerOrder) -> str:
    parcel = part.parcels.select_related("carrier").last()
    if parcel is None or parcel.carrier is None:
        return _("The shop brings it herself.")
    if not parcel.tracking_number:
        return f"{parcel.carrier.name}."
    return _("%(carrier)s, number %(number)s.") % {"carrier": parcel.carrier.name, "number": parcel.tracking_number}


def _ran_out(part: SellerOrder, event) -> bool:
    """Cancelled because it was not paid: one notice for the whole order says so."""
    payment = getattr(part.order, "payment", None)
    return event.transition == Transition.CANCEL and payment is not None and payment.state == "expired"


def _moment(moment) -> str:
    return date_format(localtime(moment), "H:i j/n") if moment else ""


def _absolute(path: str) -> str:
    return settings.SITE_URL + path
