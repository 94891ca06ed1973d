"""What payments do to the books: money that comes in and goes back."""

from marketplace.ledger.models import Account, Entry, Payout
from marketplace.ledger.payouts import confirm_payout, payout_named_in
from marketplace.ledger.posting import Line, post
from marketplace.orders.models import SellerOrder
from marketplace.payments.models import BankLine, Receipt
from marketplace.payments.statements.services import claim

HOLDERS = {Receipt.Source.BANK: Account.BANK, Receipt.Source.STRIPE: Account.STRIPE}


def book_receipt(payment, receipt: Receipt) -> None:
    """Money lies in an account of ours, or its cash with a carrier or a shop."""
    if receipt.source in HOLDERS:
        kind, lines = (
            Entry.Kind.MONEY_IN,
            [Line(HOLDERS[receipt.source], receipt.amount), Line(Account.BUYER, -receipt.amount)],
        )
    else:
        part = SellerOrder.objects.select_related("shop").get(number=receipt.part)
        account = Account.CARRIER if receipt.source == Receipt.Source.CARRIER else Account.SHOP
        kind, lines = (
            Entry.Kind.CASH_IN,
            [
                Line(account, receipt.amount, part.shop, part),
                Line(Account.CASH_ON_THE_WAY, -receipt.amount, part.shop, part),
            ],
        )
    post(f"receipt:{receipt.event_id}", kind, lines, order=payment.order)


def book_refund(order, amount, event_id: str) -> None:
    """What the buyer had paid for is hers again, until it is sent."""
    post(
        event_id,
        Entry.Kind.REFUND,
        [Line(Account.BUYER, amount), Line(Account.REFUND, -amount)],
        order=order,
    )


def book_refund_sent(payment, refund) -> None:
    holder = Account.STRIPE if refund.goes_to_card else Account.BANK
    post(
        f"refund-sent:{refund.key}:{refund.attempt}",
        Entry.Kind.REFUND_SENT,
        [Line(Account.REFUND, refund.amount), Line(holder, -refund.amount)],
        order=payment.order,
        note=refund.bank_reference or refund.external_id,
    )


def book_refund_came_back(payment, refund) -> None:
    post(
        f"refund-back:{refund.key}:{refund.attempt}",
        Entry.Kind.CORRECTION,
        [Line(Account.STRIPE, refund.amount), Line(Account.REFUND, -refund.amount)],
        order=payment.order,
        note=refund.external_id,
    )


NATURES = {
    BankLine.Nature.CARRIER: Account.CARRIER,
    BankLine.Nature.STRIPE: Account.STRIPE,
    BankLine.Nature.FEES: Account.FEES,
    BankLine.Nature.VAT: Account.VAT,
    BankLine.Nature.PIT: Account.PIT,
    BankLine.Nature.OTHER: Account.OTHER,
}


def book_bank_line(line: BankLine) -> None:
    """A movement that belongs to no order: a payout of ours, or one that a clerk must explain."""
    payout = payout_named_in(line.description)
    if payout and payout.state == Payout.State.ORDERED and line.amount == -payout.amount:
        confirm_payout(payout, line.bank_reference)
        claim(line, BankLine.Outcome.PAYOUT)
        return
    post(
        f"bank-line:{line.pk}",
        Entry.Kind.BANK,
        [Line(Account.BANK, line.amount), Line(Account.UNKNOWN, -line.amount)],
        note=line.description,
    )


def explain_bank_line(line: BankLine, nature: str, by) -> None:
    """A clerk has said what it is; without `nature` it pays an order, and the receipt books the bank anew."""
    account = NATURES[nature] if nature else Account.BANK
    post(
        f"bank-line-explained:{line.pk}",
        Entry.Kind.BANK,
        [Line(Account.UNKNOWN, line.amount), Line(account, -line.amount)],
        by=by,
        note=line.note or line.description,
    )
