"""Sending back: a buyer asks, the shop answers, an officer decides where they disagree; the money follows by itself.

Each verb is one transaction under the locks of the payment and the seller order.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from marketplace.orders import photos
from marketplace.orders.models import ReturnLine, ReturnPicture, ReturnRequest, Role, SellerOrder
from marketplace.orders.periods import answer_by, is_fresh, return_until
from marketplace.orders.refunds import lines_of, refund_return, share_of
from marketplace.orders.signals import return_changed
from marketplace.orders.transitions import NotAllowed, came_back_whole, lock

State = ReturnRequest.State


@dataclass(frozen=True)
class Returnable:
    """A line that may be sent back: how many pieces of it, until when, and whether a picture is needed."""

    line: object
    quantity: int
    until: datetime
    needs_picture: bool


def returnable(seller_order: SellerOrder, now: datetime | None = None) -> list[Returnable]:
    """What a buyer may send back of this seller order today; empty when nothing, or while a return is open."""
    now = now or timezone.now()
    delivered = seller_order.state in (SellerOrder.State.DELIVERED, SellerOrder.State.COMPLETED)
    if not delivered or not seller_order.delivered_at:
        return []
    requests = list(seller_order.returns.prefetch_related("lines"))
    if any(request.is_open for request in requests):
        return []
    gone: dict[int, int] = {}
    for request in requests:
        if request.state in (State.ACCEPTED, State.FOR_BUYER):
            for entry in request.lines.all():
                gone[entry.line_id] = gone.get(entry.line_id, 0) + entry.quantity
    found = []
    for line in lines_of(seller_order):
        listing = getattr(line.product, "listing", None)
        until = return_until(seller_order.delivered_at, listing)
        left = line.quantity - gone.get(line.pk, 0)
        if left > 0 and until >= now:
            found.append(Returnable(line, left, until, is_fresh(listing)))
    return found


@transaction.atomic
def ask(
    seller_order: SellerOrder, quantities: dict[int, int], reason: str, text: str, pictures: Iterable = (), *, by=None
) -> ReturnRequest:
    """A buyer wants to give pieces of some lines back: `quantities` maps an order line's key to pieces.

    Raises:
        NotAllowed: outside the time for it, for too many pieces, or without the picture that fresh food needs.
        NotAPicture: for a file that is none.
    """
    locked = lock(seller_order)
    possible = {entry.line.pk: entry for entry in returnable(locked)}
    wanted = {pk: quantity for pk, quantity in quantities.items() if quantity > 0}
    if not wanted:
        raise NotAllowed(_("Choose what you want to give back."))
    if any(pk not in possible or quantity > possible[pk].quantity for pk, quantity in wanted.items()):
        raise NotAllowed(_("The time for giving this back is over, or there are fewer pieces of it."))
    pictures = list(pictures)[: photos.MOST]
    if not pictures and any(possible[pk].needs_picture for pk in wanted):
        raise NotAllowed(_("For fresh food, add a picture that shows what is wrong."))
    request = ReturnRequest.objects.create(seller_order=locked, reason=reason, text=text, answer_by=answer_by())
    before = _given_back(locked)
    ReturnLine.objects.bulk_create(
        ReturnLine(
            request=request,
            line=possible[pk].line,
            quantity=quantity,
            amount=share_of(possible[pk].line, quantity, before.get(pk, 0)),
        )
        for pk, quantity in sorted(wanted.items())
    )
    ReturnPicture.objects.bulk_create(
        ReturnPicture(request=request, name=photos.store(picture, "returns")) for picture in pictures
    )
    return _tell(request, "ask", by)


@transaction.atomic
def accept(request: ReturnRequest, by, answer: str = "") -> ReturnRequest:
    """The shop agrees, also when the officer has it already; the money goes back."""
    locked = _lock(request, ReturnRequest.OPEN)
    _answer(locked, State.ACCEPTED, answer)
    _give_back(locked, by, Role.SHOP)
    return _tell(locked, "accept", by)


@transaction.atomic
def decline(request: ReturnRequest, by, answer: str) -> ReturnRequest:
    """The shop does not agree and says why; the buyer may go to the officer."""
    locked = _lock(request, [State.ASKED])
    if not answer.strip():
        raise NotAllowed(_("Say why, so that the others understand."))
    _answer(locked, State.DECLINED, answer)
    return _tell(locked, "decline", by)


@transaction.atomic
def dispute(request: ReturnRequest, by=None, objection: str = "") -> ReturnRequest:
    """The buyer does not agree with the shop's answer, or the shop gave none in time: the officer has it now."""
    locked = _lock(request, [State.ASKED, State.DECLINED])
    if locked.state == State.ASKED and locked.answer_by > timezone.now():
        raise NotAllowed(_("The shop still has time to answer."))
    locked.state, locked.objection, locked.disputed_at = State.DISPUTED, objection.strip(), timezone.now()
    locked.save(update_fields=["state", "objection", "disputed_at"])
    return _tell(locked, "dispute", by)


@transaction.atomic
def withdraw(request: ReturnRequest, by=None) -> ReturnRequest:
    """The buyer does not want it any more."""
    locked = _lock(request, ReturnRequest.OPEN)
    locked.state = State.WITHDRAWN
    locked.save(update_fields=["state"])
    return _tell(locked, "withdraw", by)


@transaction.atomic
def decide(request: ReturnRequest, officer, *, for_buyer: bool, grounds: str) -> ReturnRequest:
    """The officer of the shop's commune decides; for the buyer, the money goes back."""
    locked = _lock(request, [State.DISPUTED])
    if not grounds.strip():
        raise NotAllowed(_("Write down the grounds of the decision: both read them."))
    locked.state = State.FOR_BUYER if for_buyer else State.FOR_SHOP
    locked.decided_by, locked.decision, locked.decided_at = officer, grounds.strip(), timezone.now()
    locked.save(update_fields=["state", "decided_by", "decision", "decided_at"])
    if for_buyer:
        _give_back(locked, officer, Role.OFFICER)
    return _tell(locked, "decide", officer)


def overdue(now=None):
    """Returns that a shop has left without an answer."""
    return ReturnRequest.objects.filter(state=State.ASKED, answer_by__lte=now or timezone.now()).order_by("pk")


def _lock(request: ReturnRequest, states) -> ReturnRequest:
    lock(request.seller_order)
    locked = ReturnRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    locked.seller_order = request.seller_order
    if locked.state not in states:
        raise NotAllowed(
            _("This return is “%(state)s” now; this step is not possible any more.")
            % {"state": locked.get_state_display()}
        )
    return locked


def _answer(request: ReturnRequest, state: str, answer: str) -> None:
    request.state, request.answer, request.answered_at = state, answer.strip(), timezone.now()
    request.save(update_fields=["state", "answer", "answered_at"])


def _give_back(request: ReturnRequest, by, role: Role) -> None:
    """The money of the return; delivery too when with it all of the seller order has come back."""
    part = lock(request.seller_order)
    entries = [(entry.line, entry.quantity, entry.amount) for entry in request.lines.select_related("line")]
    given = _given_back(part)
    whole = all(given.get(line.pk, 0) >= line.quantity for line in lines_of(part))
    fee = part.delivery_fee if whole else Decimal(0)
    refund_return(part, entries, fee, key=f"return:{request.pk}", reason=request.get_reason_display())
    if whole:
        came_back_whole(part, by, request.get_reason_display(), role)


def _given_back(seller_order: SellerOrder) -> dict[int, int]:
    """Pieces of each order line for which a return was granted."""
    granted = ReturnLine.objects.filter(
        request__seller_order=seller_order, request__state__in=[State.ACCEPTED, State.FOR_BUYER]
    )
    return dict(granted.values_list("line_id").annotate(pieces=Sum("quantity")))


def _tell(request: ReturnRequest, step: str, by) -> ReturnRequest:
    return_changed.send(ReturnRequest, request=request, step=step, by=by)
    return request
