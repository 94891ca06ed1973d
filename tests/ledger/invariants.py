"""What must always hold of money (docs/design.md, “What must always hold”), read from the tables alone.

`assert_all_holds` may be called after any step of any test.
"""

from django.db import connection
from django.db.models import Count, F, Q, Sum
from django.utils import timezone
from oscar.core.loading import get_model

from marketplace.ledger.declaration import declaration
from marketplace.ledger.models import Account, Entry, Payout, PayoutItem, Posting, SaleTerms
from marketplace.ledger.payouts import unpaid
from marketplace.ledger.statements import SALES, month_of, owed_to, statement_of
from marketplace.orders.models import SellerOrder
from marketplace.payments.models import Payment, Receipt, Refund, RefundLine
from marketplace.shops.models import Shop

Order = get_model("order", "Order")


def assert_all_holds() -> None:
    entries_sum_to_zero()
    totals_sum_up()
    refunds_stay_within_what_was_paid()
    buyers_money_is_where_it_should_be()
    what_is_owed_back_waits_to_be_sent()
    no_posting_is_paid_twice()
    what_shops_are_owed_is_what_no_payout_has()
    statements_lead_from_prices_to_what_is_owed()
    tax_is_what_is_declared()


def balance(account: str, **lookup) -> int:
    """Debit positive."""
    return Posting.objects.filter(account=account, **lookup).balance()


def total(rows, name: str = "amount") -> int:
    return int(rows.aggregate(total=Sum(name))["total"] or 0)


def entries_sum_to_zero() -> None:
    assert not Posting.objects.values("entry").annotate(total=Sum("amount")).exclude(total=0).exists()
    assert not Entry.objects.filter(postings=None).exists()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:  # the database's own check, which otherwise waits for the commit
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


def totals_sum_up() -> None:
    for order in Order.objects.prefetch_related("lines", "seller_orders"):
        parts = order.seller_orders.all()
        assert sum(part.total for part in parts) == order.total_incl_tax
        assert sum(line.line_price_incl_tax for line in order.lines.all()) == sum(part.goods_total for part in parts)
    for part in SellerOrder.objects.prefetch_related("sale_terms"):
        if terms := part.sale_terms.all():
            assert sum(one.paid for one in terms) == part.total


def refunds_stay_within_what_was_paid() -> None:
    for payment in Payment.objects.all():
        assert 0 <= payment.refunded <= payment.received
        assert payment.received == total(payment.receipts.all())
        assert payment.refunded == total(payment.refunds.all())
    sums = RefundLine.objects.values("line").annotate(amount=Sum("amount"), pieces=Sum("quantity"))
    assert not sums.filter(Q(amount__gt=F("line__line_price_incl_tax")) | Q(pieces__gt=F("line__quantity"))).exists()


def buyers_money_is_where_it_should_be() -> None:
    """What lies here for a buyer is what she paid, less what went back and what became the shops'."""
    for payment in Payment.objects.all():
        of_order = {"order": payment.order_id}
        became = balance(Account.BUYER, entry__kind__in=SOLD, **of_order)
        to_collect = balance(Account.CASH_ON_THE_WAY, **of_order)
        assert -balance(Account.BUYER, **of_order) == payment.refundable + to_collect - became
        assert to_collect >= 0


SOLD = (Entry.Kind.SALE, Entry.Kind.RETURN)


def what_is_owed_back_waits_to_be_sent() -> None:
    assert -balance(Account.REFUND) == total(Refund.objects.filter(state=Refund.State.WAITING))
    card = total(Receipt.objects.filter(source=Receipt.Source.STRIPE))
    sent = total(Refund.objects.filter(state=Refund.State.SENT, payment__method="card", attempt=1))
    assert balance(Account.STRIPE) == card - sent


def no_posting_is_paid_twice() -> None:
    held = PayoutItem.objects.filter(released=False)
    assert not held.values("posting").annotate(times=Count("pk")).filter(times__gt=1).exists()
    for payout in Payout.objects.exclude(state=Payout.State.FAILED):
        assert payout.amount == -total(Posting.objects.filter(payout_items__payout=payout))
    assert -balance(Account.PAYOUT) == total(Payout.objects.filter(state=Payout.State.ORDERED))


def what_shops_are_owed_is_what_no_payout_has() -> None:
    for shop in Shop.objects.all():
        assert owed_to(shop) == -unpaid().filter(shop=shop).balance()


def statements_lead_from_prices_to_what_is_owed() -> None:
    for shop in Shop.objects.select_related("partner"):
        statement = statement_of(shop, *month_of(timezone.localdate()))
        assert statement.closing == owed_to(shop)
        for row in statement.rows:
            if row.kind in SALES:
                taken = row.commission + row.vat + row.pit
                assert row.goods + row.shop_discount + row.delivery - taken == row.net
        assert sum(share.paid_out for share in statement.makers) in (0, statement.paid_out)


def tax_is_what_is_declared() -> None:
    lines = declaration(timezone.localdate())
    assert sum(line.vat for line in lines) == -balance(Account.VAT)
    assert sum(line.pit for line in lines) == -balance(Account.PIT)
    for terms in SaleTerms.objects.all():
        for name, account in (("commission", Account.COMMISSION), ("vat", Account.VAT), ("pit", Account.PIT)):
            assert 0 <= -balance(account, terms=terms) <= getattr(terms, name)
