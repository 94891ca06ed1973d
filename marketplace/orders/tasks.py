"""Jobs of orders. Each is safe to run twice: what it does is decided under the lock of the row."""

from celery import shared_task
from django.utils import timezone

from marketplace.orders import announcing, lateness, reservations, returns
from marketplace.orders.transitions import NotAllowed
from marketplace.payments.models import Payment


@shared_task
def announce_order(order_id: int) -> None:
    """Tell the buyer and the shops of a new order, once however often this runs."""
    announcing.announce_order(order_id)


@shared_task
def announce_forgotten_orders() -> int:
    """Orders whose job was lost, as while Redis was down; beat runs this every five minutes."""
    forgotten = announcing.unannounced()
    for order_id in forgotten:
        announcing.announce_order(order_id)
    return len(forgotten)


@shared_task
def expire_reservations() -> int:
    """Give back what was promised for payments that did not come; beat runs this every minute."""
    payments = Payment.objects.filter(pk__in=reservations.overdue_payments()).select_related("order__delivery")
    return sum(reservations.expire_reservation(payment) for payment in payments)


@shared_task
def settle_late_payment(payment_id: int) -> str:
    """Take an order up again that was paid after its time, or send the money back."""
    return reservations.settle_late_payment(payment_id)


@shared_task
def settle_late_payments() -> int:
    """What a job that was lost has left undecided; beat runs this every hour."""
    expired = Payment.objects.filter(state=Payment.State.EXPIRED, received__gt=0, amount__gt=0).order_by("pk")
    return sum(reservations.settle_late_payment(pk) != "nothing" for pk in expired.values_list("pk", flat=True))


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
        done[name] = sum(act(seller_order) for seller_order in orders)
    return done


@shared_task
def bring_unanswered_returns_to_officers() -> int:
    """A shop that does not answer a return leaves it to the officer; beat runs this every hour."""
    brought = 0
    for request in returns.overdue().select_related("seller_order"):
        try:
            returns.dispute(request)
        except NotAllowed:
            continue
        brought += 1
    return brought
