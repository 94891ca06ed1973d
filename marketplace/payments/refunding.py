"""Refunds that finance staff transfer: cash, transfers, and what a card's bank has turned down."""

from django.db import transaction
from django.db.models import Q

from marketplace.payments import vietqr
from marketplace.payments.models import Refund


def to_transfer():
    """Refunds that wait for a transfer, the oldest first. Those to cards are sent by a job."""
    by_hand = ~Q(payment__method="card") | Q(attempt__gt=1)
    return Refund.objects.filter(by_hand, state=Refund.State.WAITING).select_related("payment__order").order_by("pk")


@transaction.atomic
def note_account(refund: Refund, bank_bin: str, number: str, holder: str) -> Refund:
    """Where the buyer wants her money; the number is sealed at rest."""
    refund.bank_bin, refund.account_number, refund.account_holder = bank_bin, number, holder
    refund.save(update_fields=["bank_bin", "account_number", "account_holder"])
    return refund


def qr_of(refund: Refund) -> str:
    """The QR code of its transfer, as SVG; empty while nobody knows where to. The order's reference is its purpose."""
    if not refund.account_number:
        return ""
    return vietqr.svg(
        vietqr.payload(refund.bank_bin, refund.account_number, int(refund.amount), refund.payment.reference)
    )
