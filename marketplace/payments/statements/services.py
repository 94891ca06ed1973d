"""Statements come in; lines find their payments; clerks settle the rest."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from marketplace.payments.models import BankLayout, BankLine, Payment, Receipt, Refund, StatementUpload
from marketplace.payments.references import find_references
from marketplace.payments.services import confirm_payment, mark_refund_sent
from marketplace.payments.signals import bank_line_booked, bank_line_settled
from marketplace.payments.statements.layouts import Row, read_rows
from marketplace.payments.statements.reading import read_cells

Outcome = BankLine.Outcome


class NotNow(Exception):
    """The line was settled before, or cannot be settled so; the message is for the screen."""


def store_upload(bank: str, file_name: str, content: bytes, by=None) -> StatementUpload:
    """Keep a file's cells.

    Raises:
        Unreadable: when it is no statement.
    """
    return StatementUpload.objects.create(
        bank=bank.strip(), file_name=file_name[:200], cells=read_cells(file_name, content), by=by
    )


def layout_for(upload: StatementUpload) -> BankLayout | None:
    return BankLayout.objects.filter(bank=upload.bank).first()


@transaction.atomic
def import_upload(upload: StatementUpload) -> StatementUpload:
    """Book every line that no earlier file had. Safe to run again, with this file or one that overlaps it.

    Raises:
        Unreadable: when the columns of the bank's layout are not there; nothing is booked.
    """
    upload = StatementUpload.objects.select_for_update().get(pk=upload.pk)
    rows = read_rows(upload.cells, layout_for(upload))
    known = set(BankLine.objects.filter(row_hash__in=[row.row_hash for row in rows]).values_list("row_hash", flat=True))
    new = 0
    for row in rows:
        if row.row_hash not in known:
            new += _book(upload, row)
    upload.new_lines, upload.known_lines = new, len(rows) - new
    upload.save(update_fields=["new_lines", "known_lines"])
    return upload


def _book(upload: StatementUpload, row: Row) -> bool:
    line, is_new = BankLine.objects.get_or_create(
        row_hash=row.row_hash,
        defaults={
            "upload": upload,
            "booked_on": row.booked_on,
            "amount": row.amount,
            "description": row.description,
            "bank_reference": row.reference,
        },
    )
    if not is_new:
        return False
    payment = _payment_named_in(row.description)
    if row.amount > 0 and payment:
        _pay(line, payment)
    elif row.amount < 0 and payment and (refund := _refund_without_line(payment, -row.amount)):
        _take_for(line, refund)
    else:
        bank_line_booked.send(BankLine, line=line)
    return True


def _payment_named_in(description: str) -> Payment | None:
    """The payment whose reference the line carries; of several the first that still waits."""
    found = Payment.objects.filter(reference__in=find_references(description), method="bank")
    return min(found, key=lambda payment: payment.state != Payment.State.OPEN, default=None)


def _refund_without_line(payment: Payment, amount) -> Refund | None:
    """A refund of this amount that no line has: one that waits, else one that a clerk has marked as sent."""
    seen = BankLine.objects.filter(payment=payment, outcome=Outcome.REFUND).values("note")
    found = payment.refunds.filter(amount=amount).exclude(state=Refund.State.WAIVED).exclude(key__in=seen)
    return min(found.order_by("pk"), key=lambda refund: refund.state != Refund.State.WAITING, default=None)


def _take_for(line: BankLine, refund: Refund, by=None) -> None:
    """Let `line` be the transfer of `refund`; its key is kept as the note, so that no other line is."""
    mark_refund_sent(refund.pk, bank_reference=line.bank_reference)
    _close(line, Outcome.REFUND, payment=refund.payment, by=by, note=refund.key)


def _pay(line: BankLine, payment: Payment, by=None) -> None:
    waited = Payment.objects.get(pk=payment.pk).state == Payment.State.OPEN
    confirm_payment(payment, line.amount, f"bank-line:{line.pk}", Receipt.Source.BANK)
    payment = Payment.objects.get(pk=payment.pk)
    if not waited:
        outcome = Outcome.TOO_LATE
    elif payment.state == Payment.State.PAID:
        outcome = Outcome.TOO_MUCH if payment.missing < 0 else Outcome.PAID
    else:
        outcome = Outcome.TOO_LITTLE
    _close(line, outcome, payment=payment, by=by)


def _close(line: BankLine, outcome: str, *, payment=None, by=None, nature: str = "", note: str = "") -> None:
    line.outcome, line.payment, line.nature, line.note = outcome, payment, nature, note[:200]
    line.decided_by, line.decided_at = by, timezone.now()
    line.save(update_fields=["outcome", "payment", "nature", "note", "decided_by", "decided_at"])


def claim(line: BankLine, outcome: str, note: str, by=None) -> None:
    """A room above has recognised the line: as the payout that `note` names."""
    _close(line, outcome, by=by, note=note)


def lock_unknown(line: BankLine) -> BankLine:
    line = BankLine.objects.select_for_update().get(pk=line.pk)
    if line.outcome != Outcome.UNKNOWN:
        raise NotNow(_("This line was settled already."))
    return line


@transaction.atomic
def assign(line: BankLine, reference: str, by) -> BankLine:
    """A clerk knows to which order an unrecognised transfer belongs, by its reference or its order number.

    Raises:
        NotNow: when the line was settled, is money out, or there is no such order that is paid by transfer.
    """
    line = lock_unknown(line)
    wanted = reference.strip().upper().replace(" ", "")
    payment = Payment.objects.filter(Q(reference=wanted) | Q(order__number=wanted), method="bank").first()
    if line.amount < 0 or payment is None:
        raise NotNow(_("No order that is paid by transfer has this reference or number."))
    bank_line_settled.send(BankLine, line=line, nature="", by=by)
    _pay(line, payment, by)
    return line


@transaction.atomic
def settle(line: BankLine, nature: str, by, note: str = "") -> BankLine:
    """A clerk knows what a line is that belongs to no order.

    Raises:
        NotNow: when the line was settled already.
    """
    line = lock_unknown(line)
    _close(line, Outcome.SETTLED, by=by, nature=BankLine.Nature(nature), note=note)
    bank_line_settled.send(BankLine, line=line, nature=nature, by=by)
    return line


@transaction.atomic
def assign_refund(line: BankLine, refund: Refund, by) -> BankLine:
    """A clerk knows that money out is this refund.

    Raises:
        NotNow: when the line was settled, or the amounts differ, or another line is this refund.
    """
    line = lock_unknown(line)
    if line.amount != -refund.amount or BankLine.objects.filter(outcome=Outcome.REFUND, note=refund.key).exists():
        raise NotNow(_("This refund and this line do not belong together."))
    bank_line_settled.send(BankLine, line=line, nature="", by=by)
    _take_for(line, refund, by)
    return line
