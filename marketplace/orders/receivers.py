"""Orders listen to payments, and tell people what happens to orders."""

from functools import partial

from django.db import transaction
from django.dispatch import receiver

from marketplace.orders import notices, tasks
from marketplace.orders.reservations import let_shops_confirm
from marketplace.orders.signals import (
    message_sent,
    reservation_expired,
    return_changed,
    seller_order_changed,
    seller_order_late,
)
from marketplace.payments.models import Payment
from marketplace.payments.signals import money_arrived, payment_received


@receiver(payment_received, dispatch_uid="orders-let-shops-confirm")
def on_payment_received(order, **kwargs) -> None:
    let_shops_confirm(order)
    notices.announce_to_shops(order)


@receiver(money_arrived, dispatch_uid="orders-settle-late-payment")
def on_money_arrived(payment, **kwargs) -> None:
    if payment.state == Payment.State.EXPIRED:
        transaction.on_commit(partial(tasks.settle_late_payment.delay, payment.pk), robust=True)


@receiver(seller_order_changed, dispatch_uid="orders-tell-of-step")
def on_step(seller_order, transition, by, event_id, **kwargs) -> None:
    notices.tell_of_step(seller_order, transition, by, event_id)


@receiver(seller_order_late, dispatch_uid="orders-tell-of-lateness")
def on_lateness(seller_order, step, event_id, **kwargs) -> None:
    notices.tell_of_lateness(seller_order, step, event_id)


@receiver(reservation_expired, dispatch_uid="orders-tell-of-expiry")
def on_expiry(order, **kwargs) -> None:
    notices.tell_of_expiry(order)


@receiver(return_changed, dispatch_uid="orders-tell-of-return")
def on_return(request, step, **kwargs) -> None:
    notices.tell_of_return(request, step)


@receiver(message_sent, dispatch_uid="orders-tell-of-message")
def on_message(message, **kwargs) -> None:
    notices.tell_of_message(message)
