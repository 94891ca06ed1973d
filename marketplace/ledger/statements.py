"""A shop's statement: what came to her in a period, each order from its price to what she gets. Amounts in đồng."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from marketplace.ledger.models import Account, Entry, Posting
from marketplace.ledger.shares import apportion

WITHHELD = {Account.COMMISSION: "commission", Account.VAT: "vat", Account.PIT: "pit"}


@dataclass
class Row:
    """One event of the period. `net` is what it adds to what the shop is owed; the other figures say why."""

    entry_id: int
    at: datetime
    kind: str
    label: str
    number: str = ""
    goods: int = 0
    """At the shop's prices."""
    shop_discount: int = 0
    delivery: int = 0
    commission: int = 0
    vat: int = 0
    pit: int = 0
    net: int = 0
    is_order: bool = False
    """Whether `number` is a seller order's; else it is a payout's reference."""

    @property
    def taken(self) -> dict[str, int]:
        """What is taken off, as negative amounts."""
        return {"commission": -self.commission, "tax": -self.vat - self.pit}


@dataclass
class MakerShare:
    """What one maker's products brought: pieces, at what price, for the shop; her part of the payouts made.

    `hers` is what shop and maker agreed on: a percentage of what the shop gets, as it was at the sale.
    """

    name: str
    pieces: int = 0
    base: int = 0
    net: int = 0
    hers: int = 0
    paid_out: int = 0


@dataclass
class Statement:
    """What a shop was owed before, what happened, what she is owed after (negative: she owes it)."""

    shop: object
    start: date
    end: date
    opening: int
    rows: list[Row] = field(default_factory=list)
    makers: list[MakerShare] = field(default_factory=list)

    @property
    def closing(self) -> int:
        return self.opening + sum(row.net for row in self.rows)

    def total(self, name: str) -> int:
        return sum(getattr(row, name) for row in self.rows)

    @property
    def totals(self) -> dict[str, int]:
        return {name: self.total(name) for name in ("goods", "shop_discount", "delivery", "commission", "vat", "pit")}

    @property
    def earned(self) -> int:
        """What sales and returns brought the shop, cash that she collected herself included."""
        return sum(row.net for row in self.rows if row.kind in SALES)

    @property
    def paid_out(self) -> int:
        return -sum(row.net for row in self.rows if row.kind in PAYOUTS)


SALES = {Entry.Kind.SALE, Entry.Kind.RETURN, Entry.Kind.PARCEL_REFUSED}
PAYOUTS = {Entry.Kind.PAYOUT, Entry.Kind.PAYOUT_FAILED}


def bounds(start: date, end: date) -> tuple[datetime, datetime]:
    """The first moment of `start` and the first after `end`, in our time zone."""
    first = timezone.make_aware(datetime.combine(start, time.min))
    return first, timezone.make_aware(datetime.combine(end + timedelta(days=1), time.min))


def month_of(day: date) -> tuple[date, date]:
    """The first and the last day of the month of `day`."""
    first = day.replace(day=1)
    return first, (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def statement_of(shop, start: date, end: date) -> Statement:
    """The statement of `shop` from `start` to `end`, both included; two queries whatever it holds."""
    first, after = bounds(start, end)
    own = Posting.objects.filter(shop=shop)
    opening = -own.filter(account=Account.SHOP, entry__at__lt=first).balance()
    postings = list(
        own.filter(entry__at__gte=first, entry__at__lt=after, account__in=[Account.SHOP, *WITHHELD])
        .select_related("entry", "seller_order", "terms")
        .order_by("entry__at", "entry_id", "pk")
    )
    statement = Statement(shop, start, end, opening, _rows(postings))
    statement.makers = _makers(postings, statement.paid_out)
    return statement


def statement_of_order(part) -> list[Row]:
    """What one seller order has brought its shop so far, in one query."""
    own = Posting.objects.filter(seller_order=part, account__in=[Account.SHOP, *WITHHELD])
    return _rows(own.select_related("entry", "seller_order", "terms").order_by("entry__at", "entry_id", "pk"))


def _rows(postings) -> list[Row]:
    """One row an entry that changes what the shop is owed."""
    by_entry: dict[int, list[Posting]] = defaultdict(list)
    for posting in postings:
        by_entry[posting.entry_id].append(posting)
    return [_row(group) for group in by_entry.values() if any(one.account == Account.SHOP for one in group)]


def _row(postings: list[Posting]) -> Row:
    entry = postings[0].entry
    part = postings[0].seller_order
    row = Row(entry.pk, entry.at, entry.kind, _label(entry), part.number if part else entry.note, is_order=bool(part))
    discounts = {}
    for posting in postings:
        amount = -int(posting.amount)
        name = WITHHELD.get(posting.account)
        if name:
            setattr(row, name, getattr(row, name) + amount)
        else:
            row.net += amount
        if posting.terms_id:
            place = "goods" if posting.terms.line_id else "delivery"
            setattr(row, place, getattr(row, place) + amount)
            discounts[posting.terms_id] = int(posting.terms.shop_discount)
    if entry.kind == Entry.Kind.SALE:
        row.shop_discount = -sum(discounts.values())
        row.goods -= row.shop_discount
    return row


def _label(entry: Entry) -> str:
    return {
        Entry.Kind.SALE: _("Delivered"),
        Entry.Kind.RETURN: _("Sent back by the buyer"),
        Entry.Kind.PARCEL_REFUSED: _("Refused at the door: delivery"),
        Entry.Kind.CASH_IN: _("Cash you collected yourself"),
        Entry.Kind.PAYOUT: _("Paid out to you"),
        Entry.Kind.PAYOUT_FAILED: _("Payout came back"),
    }.get(entry.kind, entry.get_kind_display())


def _makers(postings: list[Posting], paid_out: int) -> list[MakerShare]:
    """What each maker's products brought, and her part of what was paid out, by largest remainder."""
    shares: dict[str, MakerShare] = {}
    nets: dict[object, int] = defaultdict(int)
    for posting in postings:
        terms = posting.terms
        if not (terms and terms.line_id and terms.maker_name):
            continue
        share = shares.setdefault(terms.maker_name, MakerShare(terms.maker_name))
        share.base -= int(posting.amount)
        if posting.account == Account.SHOP:
            share.net -= int(posting.amount)
            nets[terms] -= int(posting.amount)
            if posting.entry.kind == Entry.Kind.SALE:
                share.pieces += terms.quantity
    for terms, net in nets.items():
        shares[terms.maker_name].hers += int(apportion(net, [terms.maker_percent, 100 - terms.maker_percent])[0])
    found = sorted(shares.values(), key=lambda share: share.name)
    for share, part in zip(found, apportion(paid_out, [max(0, share.net) for share in found])):
        share.paid_out = int(part)
    return found


def owed_to(shop) -> int:
    """What the shop is owed now in all, whether it may be paid out yet or not."""
    return -Posting.objects.filter(account=Account.SHOP, shop=shop).balance()
