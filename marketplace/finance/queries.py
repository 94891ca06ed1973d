"""What waits for finance staff."""

from django.db.models import F, Sum

from marketplace.ledger.models import Payout
from marketplace.payments.models import BankLine, Payment, Refund
from marketplace.payments.refunding import to_transfer


def unknown_lines():
    """Bank movements that nobody has explained."""
    return BankLine.objects.filter(outcome=BankLine.Outcome.UNKNOWN)


def overpaid():
    """Payments with which more lies here than is owed; those by card go back by themselves."""
    return (
        Payment.objects.exclude(method="card")
        .filter(received__gt=F("amount") + F("refunded"))
        .exclude(state=Payment.State.EXPIRED, amount__gt=0)  # `orders` decides these, hourly
        .select_related("order")
        .order_by("pk")
    )


def underpaid():
    """Payments for which some money came, not all."""
    return (
        Payment.objects.filter(state=Payment.State.OPEN, received__gt=F("refunded"))
        .select_related("order")
        .order_by("expires_at", "pk")
    )


def num_to_decide() -> int:
    return unknown_lines().count() + overpaid().count() + underpaid().count()


def waiting_refunds() -> tuple[int, int]:
    """How many refunds wait for a transfer, and how much they are together."""
    found = to_transfer()
    return found.count(), int(found.aggregate(total=Sum("amount"))["total"] or 0)


def card_refunds_under_way():
    """Refunds to cards that the job has not got away yet."""
    return Refund.objects.filter(state=Refund.State.WAITING, payment__method="card", attempt=1)


def ordered_payouts() -> tuple[int, int]:
    """How many payouts are to be transferred or confirmed, and how much they are together."""
    found = Payout.objects.filter(state=Payout.State.ORDERED)
    return found.count(), int(found.aggregate(total=Sum("amount"))["total"] or 0)
