"""Movements on our bank account that are no buyer's payment: payouts, and what a clerk must explain."""

from django.db import transaction
from django.utils.translation import gettext as _

from marketplace.ledger.models import Account, Entry, Payout
from marketplace.ledger.payouts import confirm_payout, fail_payout, payout_named_in
from marketplace.ledger.posting import Line, post
from marketplace.payments.models import BankLine
from marketplace.payments.statements.services import NotNow, claim, lock_unknown

Outcome = BankLine.Outcome

NATURES = {
    BankLine.Nature.CARRIER: Account.CARRIER,
    BankLine.Nature.STRIPE: Account.STRIPE,
    BankLine.Nature.FEES: Account.FEES,
    BankLine.Nature.VAT: Account.VAT,
    BankLine.Nature.PIT: Account.PIT,
    BankLine.Nature.OTHER: Account.OTHER,
}


def book_bank_line(line: BankLine) -> None:
    """A movement that belongs to no order: a payout of ours, one that came back, or one that a clerk must explain."""
    payout = payout_named_in(line.description)
    if payout and _take_for(line, payout):
        return
    post(
        f"bank-line:{line.pk}",
        Entry.Kind.BANK,
        [Line(Account.BANK, line.amount), Line(Account.UNKNOWN, -line.amount)],
        note=line.description,
    )


def _take_for(line: BankLine, payout: Payout, by=None) -> bool:
    """Let `line` be the transfer of `payout`, or its coming back; False when it cannot be.

    A payout that a clerk confirmed before its line came is in the books already: its line is only marked, once.
    """
    if line.amount == payout.amount and payout.state == Payout.State.PAID:
        fail_payout(payout, by, came_back=True)
        claim(line, Outcome.PAYOUT_BACK, payout.reference, by)
        return True
    if line.amount != -payout.amount or payout.state == Payout.State.FAILED:
        return False
    if BankLine.objects.filter(outcome=Outcome.PAYOUT, note=payout.reference).exists():
        return False
    confirm_payout(payout, line.bank_reference, by)
    claim(line, Outcome.PAYOUT, payout.reference, by)
    return True


@transaction.atomic
def assign_to_payout(line: BankLine, payout: Payout, by) -> BankLine:
    """A clerk knows that an unrecognised line is this payout, or this payout coming back.

    Raises:
        NotNow: when it cannot be, or the line was settled.
    """
    line = lock_unknown(line)
    explain_bank_line(line, "", by)
    if not _take_for(line, payout, by):
        raise NotNow(_("This payout and this line do not belong together."))
    return line


def explain_bank_line(line: BankLine, nature: str, by) -> None:
    """A clerk has said what it is; without `nature` what it is books the bank anew."""
    account = NATURES[nature] if nature else Account.BANK
    post(
        f"bank-line-explained:{line.pk}",
        Entry.Kind.BANK,
        [Line(Account.UNKNOWN, line.amount), Line(account, -line.amount)],
        by=by,
        note=line.note or line.description,
    )
