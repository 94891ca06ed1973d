"""What orders do to the books: cash with a parcel, the sale on delivery, the return."""

from decimal import Decimal

from django.db.models import Sum

from marketplace.ledger.models import Account, Entry, Posting, SaleTerms
from marketplace.ledger.posting import Line, post
from marketplace.ledger.shares import apportion
from marketplace.ledger.terms import freeze_terms
from marketplace.payments.models import Payment, Receipt
from marketplace.payments.services import confirm_payment

PARTS = (("commission", Account.COMMISSION), ("vat", Account.VAT), ("pit", Account.PIT), ("net", Account.SHOP))


def is_cash(order) -> bool:
    return Payment.objects.filter(order=order, method="cod").exists()


def is_sold(part) -> bool:
    """Whether the sale of this seller order is in the books."""
    return Entry.objects.filter(key=f"sale:{part.number}").exists()


def hand_over_cash(part) -> None:
    """A parcel leaves whose cash is to be collected."""
    post(
        f"cash-out:{part.number}",
        Entry.Kind.CASH_OUT,
        [
            Line(Account.CASH_ON_THE_WAY, part.total, part.shop, part),
            Line(Account.BUYER, -part.total, part.shop, part),
        ],
        order=part.order,
    )


def collector_of(part) -> Receipt.Source:
    """Who takes the cash at the door: the carrier for us, or the shop that brings the parcel herself."""
    carried = part.parcels.exclude(carrier=None).exists()
    return Receipt.Source.CARRIER if carried else Receipt.Source.SHOP


def collect_cash(part) -> None:
    """The parcel is delivered and its cash with the carrier or the shop; `book_money` writes where it lies."""
    if not is_cash(part.order) or not part.total:
        return
    hand_over_cash(part)
    confirm_payment(part.order.payment, part.total, f"cash:{part.number}", collector_of(part), part.number)


def refuse_parcel(part) -> None:
    """The buyer did not take the parcel. Cash that was to be collected does not come; of what was paid beforehand the
    shop, who has paid the carrier, keeps the delivery.
    """
    if not Entry.objects.filter(key=f"cash-out:{part.number}").exists():
        _sell_delivery(part)
        return
    post(
        f"refused:{part.number}",
        Entry.Kind.PARCEL_REFUSED,
        [
            Line(Account.BUYER, part.total, part.shop, part),
            Line(Account.CASH_ON_THE_WAY, -part.total, part.shop, part),
        ],
        order=part.order,
    )


def sell(part) -> None:
    """The goods are with the buyer: what she paid becomes the shop's, less commission and withheld tax."""
    freeze_terms(part.order)
    lines = [Line(Account.BUYER, part.total, part.shop, part)]
    for terms in SaleTerms.objects.filter(seller_order=part):
        lines.append(Line(Account.DISCOUNT, terms.platform_discount, part.shop, part, terms))
        lines += [Line(account, -getattr(terms, name), part.shop, part, terms) for name, account in PARTS]
    post(f"sale:{part.number}", Entry.Kind.SALE, lines, order=part.order)


def _sell_delivery(part) -> None:
    freeze_terms(part.order)
    for terms in SaleTerms.objects.filter(seller_order=part, line=None):
        lines = [Line(Account.BUYER, part.delivery_fee, part.shop, part, terms)]
        lines += [Line(account, -getattr(terms, name), part.shop, part, terms) for name, account in PARTS]
        post(f"refused:{part.number}", Entry.Kind.PARCEL_REFUSED, lines, order=part.order)


def take_back(part, returned: list[tuple[object, int, object]], event_id: str) -> None:
    """Undo the sale for `(order line, pieces, đồng given back)`; what was withheld is offset with it.

    The parts are counted from all that came back of a line so far, so that a line returned bit by bit ends at zero.
    """
    lines = []
    for order_line, __, amount in returned:
        terms = SaleTerms.objects.get(line=order_line, seller_order=part)
        lines += _reversal(part, terms, Decimal(amount))
    post(f"return:{event_id}", Entry.Kind.RETURN, lines, order=part.order)


def take_back_delivery(part, amount, event_id: str) -> None:
    """Undo the sale of the delivery, in whole or in part."""
    terms = SaleTerms.objects.filter(line=None, seller_order=part).first()
    if terms and amount:
        post(f"return-fee:{event_id}", Entry.Kind.RETURN, _reversal(part, terms, Decimal(amount)), order=part.order)


def _reversal(part, terms: SaleTerms, amount: Decimal) -> list[Line]:
    before = _given_back(terms)
    after = min(before + amount, terms.paid)
    now, earlier = _shares(terms, after), _shares(terms, before)
    lines = [Line(Account.BUYER, before - after, part.shop, part, terms)]
    lines.append(Line(Account.DISCOUNT, earlier[0] - now[0], part.shop, part, terms))
    for place, (__, account) in enumerate(PARTS, start=1):
        lines.append(Line(account, now[place] - earlier[place], part.shop, part, terms))
    return lines


def _given_back(terms: SaleTerms) -> Decimal:
    """What the buyer has been given back for these terms so far."""
    found = Posting.objects.filter(terms=terms, account=Account.BUYER, entry__kind=Entry.Kind.RETURN)
    return -(found.aggregate(total=Sum("amount"))["total"] or Decimal(0))


def _shares(terms: SaleTerms, given_back: Decimal) -> list[Decimal]:
    """Discount, commission, VAT, income tax and net of the part of a line for which `given_back` went back."""
    if not terms.paid:
        return [Decimal(0)] * 5
    discount = terms.platform_discount * given_back / terms.paid
    discount = discount.to_integral_value()
    parts = apportion(given_back + discount, [getattr(terms, name) for name, __ in PARTS])
    return [discount, *parts]
