"""What happens when nobody does anything: reminders, the officer, and ends that come by themselves. Run by beat.

Each function takes one order and is safe to run twice; `due_*` say which ones are due.
"""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from marketplace.orders import transitions
from marketplace.orders.models import ReturnRequest, Role, SellerOrder, SellerOrderEvent, Transition
from marketplace.orders.periods import return_until
from marketplace.orders.refunds import lines_of
from marketplace.orders.signals import seller_order_late
from marketplace.orders.transitions import NotAllowed, lock, record_event
from marketplace.payments.models import Payment

State = SellerOrder.State


def due_reminders(now):
    """Not confirmed after half of the time."""
    half = timedelta(hours=settings.CONFIRM_WITHIN_HOURS / 2)
    return _without(Transition.REMIND, SellerOrder.objects.filter(state=State.NEW, confirm_by__lte=now + half))


def due_escalations(now):
    """Not confirmed after all of it."""
    return _without(Transition.ESCALATE, SellerOrder.objects.filter(state=State.NEW, confirm_by__lte=now))


def due_cancellations(now):
    """Not confirmed although the officer knows."""
    grace = timedelta(hours=settings.CANCEL_UNCONFIRMED_AFTER_HOURS - settings.CONFIRM_WITHIN_HOURS)
    return SellerOrder.objects.filter(state=State.NEW, confirm_by__lte=now - grace)


def due_deliveries(now):
    """Paid beforehand, long under way, and nobody complained; cash is never taken for collected."""
    long_ago = now - timedelta(days=settings.DELIVERED_AFTER_DAYS)
    return SellerOrder.objects.filter(
        state=State.HANDED_OVER, handed_over_at__lte=long_ago, order__payment__state=Payment.State.PAID
    )


def due_completions(now):
    """Delivered, with nothing open, and at least the shorter time for returns is over."""
    shortest = now - timedelta(hours=min(settings.RETURN_FRESH_WITHIN_HOURS, settings.RETURN_WITHIN_DAYS * 24))
    open_returns = ReturnRequest.objects.filter(seller_order=OuterRef("pk"), state__in=ReturnRequest.OPEN)
    return SellerOrder.objects.filter(~Exists(open_returns), Q(state=State.DELIVERED), Q(delivered_at__lte=shortest))


@transaction.atomic
def remind(seller_order: SellerOrder) -> bool:
    """Tell the shop that somebody waits for her."""
    return _mark(seller_order, Transition.REMIND)


@transaction.atomic
def escalate(seller_order: SellerOrder) -> bool:
    """Tell the officer of the shop's commune that the shop does not answer."""
    return _mark(seller_order, Transition.ESCALATE)


def give_up(seller_order: SellerOrder) -> bool:
    """Cancel what the shop never confirmed; the buyer's money goes back."""
    with override(seller_order.order.delivery.language):
        reason = _("The shop did not confirm in time.")
    return _try(lambda: transitions.cancel(seller_order, None, reason, role=Role.SYSTEM))


def take_for_delivered(seller_order: SellerOrder) -> bool:
    return _try(lambda: transitions.deliver(seller_order, None, role=Role.SYSTEM))


def complete_when_over(seller_order: SellerOrder, now=None) -> bool:
    """Complete an order once the time for returns of each of its products is over."""
    now = now or timezone.now()
    listings = [getattr(line.product, "listing", None) for line in lines_of(seller_order)]
    if any(return_until(seller_order.delivered_at, listing) > now for listing in listings):
        return False
    return _try(lambda: transitions.complete(seller_order, None, role=Role.SYSTEM))


def _without(step: Transition, queryset):
    return queryset.filter(~Exists(SellerOrderEvent.objects.filter(seller_order=OuterRef("pk"), transition=step)))


def _mark(seller_order: SellerOrder, step: Transition) -> bool:
    locked = lock(seller_order)
    if locked.state != State.NEW or locked.events.filter(transition=step).exists():
        return False
    event = record_event(locked, step, None, Role.SYSTEM)
    seller_order_late.send(SellerOrder, seller_order=locked, step=step, event_id=event.event_id)
    return True


def _try(step) -> bool:
    try:
        step()
    except NotAllowed:
        return False
    return True
