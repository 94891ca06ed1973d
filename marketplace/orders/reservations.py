"""Goods promised for a payment that has not come: for how long, and what happens when it comes too late.

The payment's `expires_at` says until when (minutes for a card, a day for a transfer). After that stock and vouchers are
given back. Money that comes later takes the order up again if everything is still there, else all of it goes back
(docs/decisions/0050-late-payments.md).

Rows are locked in one order everywhere: payment, seller orders by key, stock records by key.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from marketplace.orders import transitions
from marketplace.orders.models import Role, SellerOrder
from marketplace.orders.offers import give_vouchers_back
from marketplace.orders.periods import confirm_by
from marketplace.orders.refunds import lines_of
from marketplace.orders.signals import reservation_expired
from marketplace.orders.stock import lock_stock, promise, quantities
from marketplace.payments.models import Payment
from marketplace.payments.services import expire_payment, locked, refund, reopen_payment

State = SellerOrder.State


@transaction.atomic
def expire_reservation(payment: Payment) -> bool:
    """Stop waiting for a payment: cancel its order, give stock and vouchers back. False when it came meanwhile."""
    if not expire_payment(payment):
        return False
    order = payment.order
    with override(order.delivery.language):
        reason = _("It was not paid in time.")
    for part in order.seller_orders.filter(state=State.NEW).order_by("pk"):
        transitions.cancel(part, None, reason, role=Role.SYSTEM, give_money_back=False)
    give_vouchers_back(order)
    reservation_expired.send(Payment, order=order)
    return True


@transaction.atomic
def settle_late_payment(payment_id: int) -> str:
    """Decide about money that lies with an expired payment: `revived`, `refunded` or `nothing` to decide."""
    payment = locked(payment_id)
    if payment.state != Payment.State.EXPIRED or payment.refundable <= 0 or payment.amount <= 0:
        return "nothing"
    if payment.missing <= 0 and _promise_again(payment):
        reopen_payment(payment)
        return "revived"
    with override(payment.order.delivery.language):
        reason = _("It was paid too late.")
    refund(payment.order, payment.amount, f"late:{payment.reference}", reason)
    return "refunded"


def _promise_again(payment: Payment) -> bool:
    """Take the order up again if all of it can still be had: all or nothing."""
    parts = list(payment.order.seller_orders.select_for_update(of=("self",)).select_related("shop").order_by("pk"))
    if any(part.state != State.CANCELLED or not part.shop.is_open for part in parts):
        return False
    lines = [line for part in parts for line in lines_of(part)]
    if any(line.product is None or line.stockrecord_id is None for line in lines):
        return False
    stocked = [line for line in lines if not line.product.listing.is_made_to_order]
    records = lock_stock(line.stockrecord_id for line in stocked)
    if any(records[pk].net_stock_level < wanted for pk, wanted in quantities(stocked).items()):
        return False
    promise(stocked)
    for line in stocked:
        line.num_allocated = line.quantity
        line.save(update_fields=["num_allocated"])
    for part in parts:
        transitions.revive(part)
    return True


def let_shops_confirm(order) -> None:
    """The order is paid: from now on its shops have time to confirm it."""
    SellerOrder.objects.filter(order=order, state=State.NEW).update(confirm_by=confirm_by())


def overdue_payments(now=None) -> list[int]:
    """The keys of payments whose time is over."""
    return list(Payment.objects.overdue(now or timezone.now()).order_by("pk").values_list("pk", flat=True))
