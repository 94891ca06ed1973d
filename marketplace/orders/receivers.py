"""Orders listen to payments."""

from django.db import transaction
from django.dispatch import receiver

from marketplace.orders import tasks
from marketplace.orders.reservations import let_shops_confirm
from marketplace.payments.models import Payment
from marketplace.payments.signals import money_arrived, payment_received


@receiver(payment_received, dispatch_uid="orders-let-shops-confirm")
def on_payment_received(order, **kwargs) -> None:
    let_shops_confirm(order)


@receiver(money_arrived, dispatch_uid="orders-settle-late-payment")
def on_money_arrived(payment, **kwargs) -> None:
    if payment.state == Payment.State.EXPIRED:
        transaction.on_commit(lambda: tasks.settle_late_payment.delay(payment.pk), robust=True)
