"""What the books say: balances, movements, and where a shop stands. Amounts in đồng, signed as the reader expects."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, Sum
from django.utils.functional import cached_property

from marketplace.ledger.models import Account, Entry, Payout, Posting
from marketplace.ledger.payouts import Due, due
from marketplace.ledger.statements import bounds, owed_to

HAVE = (Account.BANK, Account.STRIPE)
ON_THE_WAY = (Account.CARRIER, Account.CASH_ON_THE_WAY)
OWED = (
    Account.BUYER,
    Account.REFUND,
    Account.SHOP,
    Account.PAYOUT,
    Account.VAT,
    Account.PIT,
    Account.UNKNOWN,
)
EARNED = (Account.COMMISSION, Account.DISCOUNT, Account.FEES, Account.OTHER)
CREDIT_SIDE = (*OWED, *EARNED)
"""Accounts whose balance is shown as what we owe and earn: credit positive."""

COMES_IN = (Entry.Kind.MONEY_IN, Entry.Kind.CASH_IN)
LIES_WITH = (Account.BANK, Account.STRIPE, Account.CARRIER, Account.SHOP)


def shown(account: str, debit: int) -> int:
    """A sum of postings as it is shown for this account."""
    return -debit if account in CREDIT_SIDE else debit


def balances(until: date | None = None) -> dict[str, int]:
    """What stands on each account at the end of `until` (None: now), as it is shown; one query."""
    found = Posting.objects.all()
    if until is not None:
        found = found.filter(entry__at__lt=bounds(until, until)[1])
    sums = dict(found.order_by().values_list("account").annotate(total=Sum("amount")))
    return {account: shown(account, int(sums.get(account) or 0)) for account in Account.values}


def money_in(first: date, last: date) -> dict[str, int]:
    """What buyers paid in a period, by with whom it lay first; one query."""
    start, after = bounds(first, last)
    found = Posting.objects.filter(
        entry__kind__in=COMES_IN, account__in=LIES_WITH, amount__gt=0, entry__at__gte=start, entry__at__lt=after
    )
    sums = dict(found.order_by().values_list("account").annotate(total=Sum("amount")))
    return {account: int(sums.get(account) or 0) for account in LIES_WITH}


@dataclass(frozen=True)
class Movements:
    """The postings of one account in a period, with what stood before and after. Debit positive."""

    account: str
    first: date
    last: date
    shop: object = None
    kinds: tuple[str, ...] = ()
    """Only entries of these kinds; then there is no balance."""

    @cached_property
    def postings(self):
        start, after = bounds(self.first, self.last)
        found = self._all.filter(entry__at__gte=start, entry__at__lt=after)
        return found.select_related("entry", "shop__partner", "order", "seller_order").order_by("entry__at", "pk")

    @property
    def _all(self):
        found = Posting.objects.filter(account=self.account)
        if self.shop is not None:
            found = found.filter(shop=self.shop)
        return found.filter(entry__kind__in=self.kinds) if self.kinds else found

    @cached_property
    def opening(self) -> int:
        return self._all.filter(entry__at__lt=bounds(self.first, self.first)[0]).balance()

    @cached_property
    def _sums(self) -> dict:
        return self.postings.order_by().aggregate(
            debit=Sum("amount", filter=Q(amount__gt=0)), credit=Sum("amount", filter=Q(amount__lt=0))
        )

    @property
    def debit(self) -> int:
        return int(self._sums["debit"] or 0)

    @property
    def credit(self) -> int:
        return -int(self._sums["credit"] or 0)

    @property
    def closing(self) -> int:
        return self.opening + self.debit - self.credit


@dataclass(frozen=True)
class Standing:
    """Where a shop stands now: what the next payout brings, what must wait, what is on its way to her bank."""

    due: Due | None
    owed: int
    on_the_way: int

    @property
    def ready(self) -> int:
        return self.due.amount if self.due else 0

    @property
    def waiting(self) -> int:
        """Not paid out yet, as buyers may still send goods back or something is in dispute."""
        return self.owed - self.ready


def standing_of(shop) -> Standing:
    ordered = Payout.objects.filter(shop=shop, state=Payout.State.ORDERED).aggregate(total=Sum("amount"))["total"]
    return Standing(next(iter(due(shops=[shop.pk])), None), owed_to(shop), int(ordered or 0))
