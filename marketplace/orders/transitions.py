"""What happens to a seller order, one function for each step, each one transaction.

Every function takes who does it (`by`, a user; None for a guest or for a job) and as what (`role`; by default the
system without a user, the buyer for her own order, else the shop). Whether this person may see this order at all is the
querysets' matter; whether the step may be taken now is decided here, under the lock of the row. Rows are locked in one
order everywhere: the payment, the seller order, stock records by key.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue_ext.availability import NOT_SOLD
from marketplace.orders import stock
from marketplace.orders.models import Carrier, Parcel, Role, SellerOrder, SellerOrderEvent, Transition
from marketplace.orders.refunds import lines_of, refund_rest
from marketplace.orders.signals import return_decided, seller_order_changed
from marketplace.payments.models import Payment

State = SellerOrder.State

STEPS: dict[Transition, tuple[frozenset[State], State]] = {
    Transition.CONFIRM: (frozenset({State.NEW}), State.CONFIRMED),
    Transition.REFUSE: (frozenset({State.NEW}), State.REFUSED),
    Transition.PACK: (frozenset({State.CONFIRMED}), State.PACKED),
    Transition.HAND_OVER: (frozenset({State.CONFIRMED, State.PACKED}), State.HANDED_OVER),
    Transition.DELIVER: (frozenset({State.HANDED_OVER}), State.DELIVERED),
    Transition.COMPLETE: (frozenset({State.DELIVERED}), State.COMPLETED),
    Transition.CANCEL: (frozenset({State.NEW, State.CONFIRMED, State.PACKED}), State.CANCELLED),
    Transition.RETURN: (frozenset({State.HANDED_OVER, State.DELIVERED, State.COMPLETED}), State.RETURNED),
    Transition.REVIVE: (frozenset({State.CANCELLED}), State.NEW),
}
"""From which states a step may be taken, and to which it leads."""

BUYER_MAY_CANCEL = frozenset({State.NEW, State.CONFIRMED})
STAMPS = {
    Transition.CONFIRM: "confirmed_at",
    Transition.HAND_OVER: "handed_over_at",
    Transition.DELIVER: "delivered_at",
}


class NotAllowed(Exception):
    """The step cannot be taken (any more); nothing is changed. The message is for the screen."""


def allowed(seller_order: SellerOrder, step: Transition, role: Role = Role.SHOP) -> bool:
    """Whether a screen should offer this step; the step itself asks again."""
    if step == Transition.CANCEL and role == Role.BUYER:
        return seller_order.state in BUYER_MAY_CANCEL
    return seller_order.state in STEPS[step][0]


@transaction.atomic
def confirm(seller_order: SellerOrder, by, *, role: Role | None = None) -> SellerOrder:
    """The shop has the goods and will send them."""
    locked = _lock(seller_order, Transition.CONFIRM)
    payment = getattr(locked.order, "payment", None)
    if payment and not payment.lets_fulfil:
        raise NotAllowed(_("This order is not paid yet. It can be confirmed as soon as it is."))
    return _move(locked, Transition.CONFIRM, by, role)


@transaction.atomic
def refuse(seller_order: SellerOrder, by, reason: str, *, role: Role | None = None) -> SellerOrder:
    """The shop cannot deliver; her promised pieces are given back, and the buyer's money."""
    locked = _lock(seller_order, Transition.REFUSE)
    _require_reason(reason)
    stock.give_back_promised(lines_of(locked))
    moved = _move(locked, Transition.REFUSE, by, role, reason)
    refund_rest(moved, f"refuse:{moved.number}", reason, with_delivery=True, delivered=False)
    return moved


@transaction.atomic
def pack(seller_order: SellerOrder, by, *, role: Role | None = None) -> SellerOrder:
    """The parcel is packed; from now on the buyer cannot cancel."""
    locked = _lock(seller_order, Transition.PACK)
    return _move(locked, Transition.PACK, by, role)


@transaction.atomic
def hand_over(
    seller_order: SellerOrder,
    by,
    carrier: Carrier | None = None,
    tracking_number: str = "",
    *,
    role: Role | None = None,
) -> SellerOrder:
    """The first parcel is on its way (no carrier: the shop brings it herself); the pieces leave the stock."""
    locked = _lock(seller_order, Transition.HAND_OVER)
    _add_parcel(locked, carrier, tracking_number)
    stock.take_promised(lines_of(locked))
    return _move(locked, Transition.HAND_OVER, by, role)


@transaction.atomic
def add_parcel(seller_order: SellerOrder, by, carrier: Carrier | None, tracking_number: str = "") -> Parcel:
    """One more parcel of a seller order that is on its way."""
    locked = lock(seller_order)
    if locked.state != State.HANDED_OVER:
        raise NotAllowed(_("Hand over the first parcel before you add another."))
    return _add_parcel(locked, carrier, tracking_number)


@transaction.atomic
def deliver(seller_order: SellerOrder, by, *, role: Role | None = None) -> SellerOrder:
    """The goods are with the buyer; the time in which she may send them back begins."""
    locked = _lock(seller_order, Transition.DELIVER)
    return _move(locked, Transition.DELIVER, by, role)


@transaction.atomic
def complete(seller_order: SellerOrder, by=None, *, role: Role | None = None) -> SellerOrder:
    """The time for returns is over, or the buyer says that all is well: the shop has earned her money."""
    locked = _lock(seller_order, Transition.COMPLETE)
    return _move(locked, Transition.COMPLETE, by, role)


@transaction.atomic
def cancel(
    seller_order: SellerOrder, by, reason: str, *, role: Role | None = None, give_money_back: bool = True
) -> SellerOrder:
    """Not to be delivered any more: by the buyer before it is packed, by shop, officer or job before the hand-over."""
    role = role or _role_of(seller_order, by)
    locked = _lock(seller_order, Transition.CANCEL)
    if not allowed(locked, Transition.CANCEL, role):
        raise NotAllowed(_("The parcel is packed already. You can refuse it or send it back when it arrives."))
    _require_reason(reason)
    stock.give_back_promised(lines_of(locked))
    moved = _move(locked, Transition.CANCEL, by, role, reason)
    if give_money_back:
        refund_rest(moved, f"cancel:{moved.number}", reason, with_delivery=True, delivered=False)
    return moved


@transaction.atomic
def return_(
    seller_order: SellerOrder, by, reason: str = "", *, restock: bool = False, role: Role | None = None
) -> SellerOrder:
    """Everything went back to the shop: refused at the door, or sent back whole; what was paid for it goes back.

    Delivery is not given back for a parcel that was refused at the door. `restock`: the pieces can be sold again; only
    who has them in her hands can say so.
    """
    locked = _lock(seller_order, Transition.RETURN)
    refused = locked.state == State.HANDED_OVER
    if restock:
        stock.put_back(lines_of(locked))
    moved = _move(locked, Transition.RETURN, by, role, reason)
    # Cash that was to be collected at the door is not: the delivery fee with it.
    with_delivery = refused and _is_cash(moved)
    given_back = refund_rest(
        moved, f"return:{moved.number}", reason or _("Sent back"), with_delivery=with_delivery, delivered=not refused
    )
    if not refused and given_back:
        return_decided.send(SellerOrder, seller_order=moved, lines=given_back, event_id=f"return:{moved.number}")
    return moved


@transaction.atomic
def refused_at_door(
    seller_order: SellerOrder, by, reason: str, *, restock: bool = False, role: Role | None = None
) -> SellerOrder:
    """The parcel is with the shop again: nobody took it. What was delivered comes back by `orders.returns` only."""
    if lock(seller_order).state != State.HANDED_OVER:
        raise NotAllowed(_("Only a parcel that is on its way can come back."))
    _require_reason(reason)
    return return_(seller_order, by, reason, restock=restock, role=role)


@transaction.atomic
def revive(seller_order: SellerOrder) -> SellerOrder:
    """Paid late, but everything is still there: as new. The caller has promised the stock again."""
    return _move(_lock(seller_order, Transition.REVIVE), Transition.REVIVE, None, Role.SYSTEM)


@transaction.atomic
def came_back_whole(seller_order: SellerOrder, by, reason: str, role: Role) -> SellerOrder:
    """The last of what was delivered is given back (by `orders.returns`, which sends the money)."""
    return _move(_lock(seller_order, Transition.RETURN), Transition.RETURN, by, role, reason)


@transaction.atomic
def record_event(
    seller_order: SellerOrder, step: Transition, by=None, role: Role | None = None, reason: str = ""
) -> SellerOrderEvent:
    """Write into the history what changes no state; the caller holds the lock of the seller order."""
    return _write(seller_order, step, seller_order.state, by, role or _role_of(seller_order, by), reason)


def lock(seller_order: SellerOrder) -> SellerOrder:
    """The seller order as it is now, locked after its payment until the transaction ends."""
    Payment.objects.select_for_update().filter(order_id=seller_order.order_id).first()
    return (
        SellerOrder.objects.select_for_update(of=("self",))
        .select_related("order__payment", "shop")
        .get(pk=seller_order.pk)
    )


def _is_cash(seller_order: SellerOrder) -> bool:
    payment = getattr(seller_order.order, "payment", None)
    return payment is not None and payment.state == Payment.State.ON_DELIVERY


def _lock(seller_order: SellerOrder, step: Transition) -> SellerOrder:
    locked = lock(seller_order)
    if locked.state not in STEPS[step][0]:
        raise NotAllowed(
            _("This order is “%(state)s” now; this step is not possible any more.")
            % {"state": locked.get_state_display()}
        )
    return locked


def _move(locked: SellerOrder, step: Transition, by, role: Role | None, reason: str = "") -> SellerOrder:
    """Take the step, write the history, tell who listens."""
    before, locked.state = locked.state, STEPS[step][1]
    changed = ["state"]
    if stamp := STAMPS.get(step):
        setattr(locked, stamp, timezone.now())
        changed.append(stamp)
    locked.save(update_fields=changed)
    event = _write(locked, step, before, by, role or _role_of(locked, by), reason)
    if locked.state in NOT_SOLD:
        stock.recount_month(lines_of(locked))
    seller_order_changed.send(SellerOrder, seller_order=locked, transition=step, by=by, event_id=event.event_id)
    return locked


def _write(seller_order, step: Transition, before: str, by, role: Role, reason: str) -> SellerOrderEvent:
    number = SellerOrderEvent.objects.filter(seller_order=seller_order).count() + 1
    return SellerOrderEvent.objects.create(
        seller_order=seller_order,
        event_id=f"{seller_order.number}:{number}:{step}",
        transition=step,
        from_state=before,
        to_state=seller_order.state,
        by=by,
        role=role,
        reason=reason.strip(),
    )


def _role_of(seller_order: SellerOrder, by) -> Role:
    if by is None:
        return Role.SYSTEM
    return Role.BUYER if by.pk == seller_order.order.user_id else Role.SHOP


def _add_parcel(seller_order: SellerOrder, carrier: Carrier | None, tracking_number: str) -> Parcel:
    number = tracking_number.strip().upper().replace(" ", "")
    if number and Parcel.objects.filter(carrier=carrier, tracking_number=number).exists():
        raise NotAllowed(_("Another parcel has this tracking number already. Please check it."))
    return Parcel.objects.create(seller_order=seller_order, carrier=carrier, tracking_number=number)


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise NotAllowed(_("Say why, so that the others understand."))
