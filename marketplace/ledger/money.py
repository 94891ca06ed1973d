"""What payments do to the books: money that comes in and goes back."""

from marketplace.ledger.models import Account, Entry
from marketplace.ledger.posting import Line, post
from marketplace.orders.models import SellerOrder
from marketplace.payments.models import Receipt

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
