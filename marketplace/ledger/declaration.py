"""The monthly declaration of withheld tax (Decree 117/2025/NĐ-CP): due by the 20th of the next month.

Returns are offset against the sales of the month in which they came back, as the decree has it; a shop whose returns
outweigh its sales carries a negative line, which the accountant carries over.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from marketplace.ledger.models import Account, Posting, Supply
from marketplace.ledger.statements import bounds, month_of
from marketplace.ledger.workbooks import workbook
from marketplace.shops.models import Shop

PARTS = (Account.COMMISSION, Account.VAT, Account.PIT, Account.SHOP)


@dataclass(frozen=True)
class Line:
    """One seller's month: revenue and tax, in đồng, by what she sold."""

    shop: Shop
    supply: str
    supply_name: str
    revenue: int
    vat: int
    pit: int


def due_on(month: date) -> date:
    """The last day to declare what was withheld in the month of `month`."""
    return (month.replace(day=1) + timedelta(days=32)).replace(day=20)


def next_to_declare() -> date:
    """The first day of the month whose declaration comes next: the last month until the 20th, then this one."""
    today = timezone.localdate()
    first = today.replace(day=1)
    return first if today.day > 20 else (first - timedelta(days=1)).replace(day=1)


def declaration(month: date) -> list[Line]:
    """The lines of the month of `month`, by shop; a fixed number of queries."""
    first, after = bounds(*month_of(month))
    taxed = Posting.objects.filter(entry__at__gte=first, entry__at__lt=after, account__in=PARTS, terms__isnull=False)
    rows = (
        taxed.filter(terms__vat_rate__gt=0)
        .values("shop", "terms__supply", "account")
        .annotate(total=Sum("amount"))
        .order_by("shop", "terms__supply")
    )
    sums: dict[tuple[int, str], dict[str, int]] = {}
    for row in rows:
        sums.setdefault((row["shop"], row["terms__supply"]), {})[row["account"]] = -int(row["total"])
    shops = Shop.objects.select_related("partner").in_bulk({shop for shop, __ in sums})
    return [_line(shops[shop], supply, parts) for (shop, supply), parts in sums.items()]


def _line(shop: Shop, supply: str, parts: dict[str, int]) -> Line:
    vat, pit = parts.get(Account.VAT, 0), parts.get(Account.PIT, 0)
    return Line(shop, supply, Supply(supply).label, sum(parts.values()), vat, pit)


def declaration_xlsx(month: date) -> bytes:
    lines = declaration(month)
    header = [
        _("Seller"),
        _("Legal form"),
        _("Tax code"),
        _("Address"),
        _("What was sold"),
        _("Revenue"),
        _("VAT withheld"),
        _("Income tax withheld"),
    ]
    rows = []
    for line in lines:
        seller = (line.shop.name, line.shop.get_legal_form_display(), line.shop.tax_code, line.shop.address_line)
        rows.append([*seller, str(line.supply_name), line.revenue, line.vat, line.pit])
    sums = [sum(getattr(line, name) for line in lines) for name in ("revenue", "vat", "pit")]
    above = [_("Tax withheld in %(month)s") % {"month": month.strftime("%m/%Y")}]
    return workbook(_("Declaration"), header, rows, above, total=[_("In all"), "", "", "", "", *sums])
