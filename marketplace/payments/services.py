"""Acts on payments: one function for one act and one transaction. Whatever comes twice has the effect of once."""

from decimal import Decimal

from celery import current_app
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from marketplace.payments.models import Payment, Receipt, Refund, RefundLine
from marketplace.payments.references import new_reference
from marketplace.payments.signals import (
    money_arrived,
    payment_received,
    payment_refunded,
    refund_came_back,
    refund_sent,
)


class TooMuch(Exception):
    """More would go back than was paid; nothing is changed, the message says so."""


def start_payment(order, method) -> Payment:
    """Write down, with the placement of `order`, how it is to be paid: once, as the database sees to."""
    return Payment.objects.create(
        order=order,
        method=method.code,
        state=Payment.State.ON_DELIVERY if method.is_paid_on_delivery else Payment.State.OPEN,
        amount=order.total_incl_tax,
        reference=_free_reference(),
        external_id=method.external_id,
        expires_at=timezone.now() + method.hold if method.hold else None,
    )


def _free_reference() -> str:
    reference = new_reference()
    while Payment.objects.filter(reference=reference).exists():
        reference = new_reference()
    return reference


def locked(payment_id: int) -> Payment:
    """The payment, its row locked until the transaction ends."""
    return Payment.objects.select_for_update().get(pk=payment_id)


@transaction.atomic
def confirm_payment(payment, amount, event_id: str, source: str = Receipt.Source.BANK, part: str = "") -> bool:
    """Money came in; with it the order may be paid. Return whether this event was new.

    Too little leaves the payment open, too much or too late is kept and shown at the finance desk. `part` names the
    seller order whose cash it is.
    """
    payment = locked(payment.pk)
    if Receipt.objects.filter(event_id=event_id).exists():
        return False
    receipt = Receipt.objects.create(payment=payment, amount=amount, event_id=event_id, source=source, part=part)
    payment.received = payment.received + Decimal(amount)
    payment.save(update_fields=["received"])
    money_arrived.send(Payment, payment=payment, receipt=receipt)
    _settle(payment, event_id)
    return True


def _settle(payment: Payment, event_id: str) -> None:
    """Turn an open payment to paid when nothing is missing any more."""
    if payment.state not in (Payment.State.OPEN, Payment.State.ON_DELIVERY) or payment.missing > 0:
        return
    nothing_owed = payment.amount == 0 and payment.refundable == 0
    payment.state = Payment.State.CANCELLED if nothing_owed else Payment.State.PAID
    payment.paid_at = None if nothing_owed else timezone.now()
    payment.save(update_fields=["state", "paid_at"])
    if payment.state == Payment.State.PAID:
        payment_received.send(
            Payment, order=payment.order, payment=payment, amount=payment.amount, event_id=f"paid:{event_id}"
        )


@transaction.atomic
def refund(order, amount, key: str, reason: str, lines=None, *, delivered: bool | None = None) -> Refund:
    """Give `amount` of `order` back, the way it was paid; where it was not paid, ask for so much less.

    `lines` are `(order line, pieces, amount)`. In cash-on-delivery orders `delivered` says whether this part's cash was
    collected (by default: whether the rest to collect is smaller than `amount`). The same `key` twice is one refund.

    Raises:
        TooMuch: when more would go back than was paid (for the order or for a line); nothing is changed.
    """
    payment = locked(order.payment.pk)
    if existing := Refund.objects.filter(key=key).first():
        return existing
    amount = Decimal(amount)
    _require_lines_hold(lines or [])
    waived = _not_paid_yet(payment, amount, delivered)
    back = amount - waived
    if back > payment.refundable:
        raise TooMuch(_("No more can go back than was paid."))
    entry = _write_refund(payment, back, waived, key, reason, lines)
    payment.refunded += back
    payment.amount -= amount
    payment.save(update_fields=["refunded", "amount"])
    if back:
        payment_refunded.send(
            Payment, order=order, payment=payment, amount=back, event_id=f"refund:{key}", refund=entry
        )
    _settle(payment, f"waived:{key}")
    return entry


def _not_paid_yet(payment: Payment, amount: Decimal, delivered: bool | None) -> Decimal:
    """How much of `amount` the buyer has not paid, so that nothing need go back for it."""
    if payment.state in (Payment.State.OPEN, Payment.State.EXPIRED):
        return min(amount, max(Decimal(0), payment.missing))
    if payment.state == Payment.State.ON_DELIVERY:
        to_collect = payment.missing >= amount if delivered is None else not delivered
        return amount if to_collect else Decimal(0)
    return Decimal(0)


def _write_refund(payment, amount, waived, key, reason, lines) -> Refund:
    state = Refund.State.WAITING if amount else Refund.State.WAIVED
    entry = Refund.objects.create(
        payment=payment, amount=amount, waived=waived, key=key, reason=reason[:200], state=state
    )
    RefundLine.objects.bulk_create(
        RefundLine(refund=entry, line=line, quantity=quantity, amount=part) for line, quantity, part in lines or []
    )
    if amount and entry.goes_to_card:
        _later("send_refund", entry.pk)
    return entry


def _later(task: str, pk: int) -> None:
    """Have a job of `payments.tasks` run after this transaction (by name: the jobs import this module)."""
    transaction.on_commit(lambda: current_app.tasks[f"marketplace.payments.tasks.{task}"].delay(pk))


def _require_lines_hold(lines) -> None:
    """No line gives back more money or pieces than it had."""
    for line, quantity, amount in lines:
        before = RefundLine.objects.filter(line=line).aggregate(amount=Sum("amount"), quantity=Sum("quantity"))
        if (before["amount"] or 0) + amount > line.line_price_incl_tax:
            raise TooMuch(_("No more can go back than was paid for this product."))
        if (before["quantity"] or 0) + quantity > line.quantity:
            raise TooMuch(_("No more pieces can come back than were bought."))


@transaction.atomic
def mark_refund_sent(refund_id: int, *, external_id: str = "", bank_reference: str = "") -> bool:
    """The money has left. Return whether that was news."""
    entry = Refund.objects.select_for_update().get(pk=refund_id)
    if entry.state in (Refund.State.SENT, Refund.State.WAIVED):
        return False
    entry.state = Refund.State.SENT
    entry.sent_at = timezone.now()
    entry.external_id = external_id or entry.external_id
    entry.bank_reference = bank_reference or entry.bank_reference
    entry.save(update_fields=["state", "sent_at", "external_id", "bank_reference"])
    refund_sent.send(Payment, payment=entry.payment, refund=entry)
    return True


@transaction.atomic
def mark_refund_failed(refund_id: int) -> bool:
    """The card's bank sent a refund back: the money is still owed, and finance staff transfer it."""
    entry = Refund.objects.select_for_update().get(pk=refund_id)
    if entry.attempt > 1 or entry.state == Refund.State.WAIVED:
        return False
    if entry.state == Refund.State.SENT:
        refund_came_back.send(Payment, payment=entry.payment, refund=entry)
    entry.state, entry.attempt, entry.sent_at = Refund.State.WAITING, entry.attempt + 1, None
    entry.save(update_fields=["state", "attempt", "sent_at"])
    return True


@transaction.atomic
def expire_payment(payment) -> bool:
    """Stop waiting for the money, as the reservation has run out; False when it has come meanwhile.

    Money that still comes is kept as a receipt and shown at the finance desk.
    """
    payment = locked(payment.pk)
    if payment.state != Payment.State.OPEN:
        return False
    payment.state = Payment.State.EXPIRED
    payment.save(update_fields=["state"])
    if payment.external_id:
        _later("withdraw_card_payment", payment.pk)
    return True


@transaction.atomic
def reopen_payment(payment) -> None:
    """Money came after the time was over, and the goods are promised again: let what came pay for them."""
    payment = locked(payment.pk)
    if payment.state == Payment.State.EXPIRED:
        payment.state = Payment.State.OPEN
        payment.save(update_fields=["state"])
        _settle(payment, f"late:{payment.reference}")


@transaction.atomic
def return_excess(payment, key: str, reason: str = "") -> Refund | None:
    """Give back what came beyond what is owed, or came when nothing was; None when there is nothing."""
    payment = locked(payment.pk)
    if existing := Refund.objects.filter(key=key).first():
        return existing
    excess = payment.excess
    if excess <= 0:
        return None
    entry = _write_refund(payment, excess, Decimal(0), key, reason, None)
    payment.refunded += excess
    payment.save(update_fields=["refunded"])
    payment_refunded.send(
        Payment, order=payment.order, payment=payment, amount=excess, event_id=f"refund:{key}", refund=entry
    )
    return entry
