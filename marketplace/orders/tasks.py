"""Jobs of orders. Each is safe to run twice: what it does is decided under the lock of the row.

A job that goes through many does each alone: one that cannot be done is logged, and keeps none of the others waiting.
"""

import logging
from collections.abc import Callable, Iterable

from celery import shared_task
from django.utils import timezone

from marketplace.orders import announcing, lateness, reservations, returns
from marketplace.orders.models import ReturnRequest
from marketplace.orders.transitions import NotAllowed
from marketplace.payments.models import Payment

logger = logging.getLogger(__name__)


@shared_task
def announce_order(order_id: int) -> None:
    """Tell the buyer and the shops of a new order, once however often this runs."""
    announcing.announce_order(order_id)


@shared_task
def announce_forgotten_orders() -> int:
    """Orders whose job was lost, as while Redis was down; beat runs this every five minutes."""
    return _each_alone(_announced, announcing.unannounced())


@shared_task
def expire_reservations() -> int:
    """Give back what was promised for payments that did not come; beat runs this every minute."""
    payments = Payment.objects.filter(pk__in=reservations.overdue_payments()).select_related("order__delivery")
    return _each_alone(reservations.expire_reservation, payments)


@shared_task
def settle_late_payment(payment_id: int) -> str:
    """Take an order up again that was paid after its time, or send the money back."""
    return reservations.settle_late_payment(payment_id)


@shared_task
def settle_late_payments() -> int:
    """What a job that was lost has left undecided; beat runs this every hour."""
    expired = Payment.objects.filter(state=Payment.State.EXPIRED, received__gt=0, amount__gt=0).order_by("pk")
    return _each_alone(_settled, expired.values_list("pk", flat=True))


@shared_task
def act_on_late_orders() -> dict[str, int]:
    """Remind, escalate, cancel, and end what nobody ends; beat runs this every ten minutes."""
    now = timezone.now()
    steps = {
        "reminded": (lateness.due_reminders, lateness.remind),
        "escalated": (lateness.due_escalations, lateness.escalate),
        "cancelled": (lateness.due_cancellations, lateness.give_up),
        "delivered": (lateness.due_deliveries, lateness.take_for_delivered),
        "completed": (lateness.due_completions, lateness.complete_when_over),
    }
    done = {}
    for name, (due, act) in steps.items():
        orders = due(now).select_related("order__delivery", "shop").order_by("pk")
        done[name] = _each_alone(act, orders)
    return done


@shared_task
def bring_unanswered_returns_to_officers() -> int:
    """A shop that does not answer a return leaves it to the officer; beat runs this every hour."""
    return _each_alone(_brought_to_officer, returns.overdue().select_related("seller_order"))


def _announced(order_id: int) -> bool:
    announcing.announce_order(order_id)
    return True


def _settled(payment_id: int) -> bool:
    return reservations.settle_late_payment(payment_id) != "nothing"


def _brought_to_officer(request: ReturnRequest) -> bool:
    try:
        returns.dispute(request)
    except NotAllowed:
        return False
    return True


def _each_alone(act: Callable[..., bool], things: Iterable) -> int:
    """Do it to each, whatever becomes of the others; return to how many it was done."""
    done = 0
    for thing in things:
        try:
            done += act(thing)
        except Exception:  # whatever is wrong with this one must not hold up the rest
            logger.exception("Not done, and left for the next run: %s of %r", act.__name__, thing)
    return done
