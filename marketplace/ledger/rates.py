"""Which commission and which tax hold for a sale on a day."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import router

from marketplace.ledger.models import CategorySupply, CommissionRule, Supply, TaxRate
from marketplace.money import round_dong
from marketplace.shops.models import Shop

# The first rows of an empty table; afterwards the tables rule (admin). Commission: the operator's to decide.
FIRST_DAY = date(2025, 7, 1)
FIRST_COMMISSION = Decimal(5)
WITHHELD_FROM = (Shop.LegalForm.HOUSEHOLD, Shop.LegalForm.INDIVIDUAL)
DECREE_117 = {  # residents; VAT, personal income tax
    Supply.GOODS: (Decimal(1), Decimal("0.5")),
    Supply.SERVICES: (Decimal(5), Decimal(2)),
    Supply.TRANSPORT: (Decimal(3), Decimal("1.5")),
}


@dataclass(frozen=True)
class Rates:
    """Percentages that hold for one line."""

    commission: Decimal
    vat: Decimal
    pit: Decimal


def load_first_rates(using: str = "default", **kwargs) -> None:
    """Fill empty tables of rates with what held when the shop opened."""
    if not router.allow_migrate(using, "ledger"):
        return
    if not CommissionRule.objects.using(using).exists():
        CommissionRule.objects.using(using).create(rate=FIRST_COMMISSION, valid_from=FIRST_DAY)
    if not TaxRate.objects.using(using).exists():
        TaxRate.objects.using(using).bulk_create(
            TaxRate(legal_form=form, supply=supply, vat=vat, pit=pit, valid_from=FIRST_DAY)
            for form in WITHHELD_FROM
            for supply, (vat, pit) in DECREE_117.items()
        )


def percent_of(amount, rate: Decimal) -> Decimal:
    """`rate` percent of `amount` in whole đồng, half a đồng upwards."""
    return round_dong(Decimal(amount) * rate / 100)


class RateBook:
    """The rates of one day, read once for all lines of an order (three queries however many lines)."""

    def __init__(self, day: date):
        self.rules = list(CommissionRule.objects.on(day).select_related("category"))
        self.taxes: dict[tuple[str, str], TaxRate] = {}
        for rate in TaxRate.objects.on(day).order_by("valid_from"):
            self.taxes[rate.legal_form, rate.supply] = rate
        self.supplies = dict(CategorySupply.objects.values_list("category__path", "supply"))
        self.paths = {rule.pk: rule.category.path for rule in self.rules if rule.category}

    def rates(self, shop, category, supply: str | None = None) -> Rates:
        """What holds for a sale of `shop` in `category` (None: no category)."""
        vat, pit = self.tax(shop.legal_form, supply or self.supply_of(category))
        return Rates(self.commission(shop, category), vat, pit)

    def commission(self, shop, category) -> Decimal:
        path = category.path if category else ""
        fitting = [
            rule
            for rule in self.rules
            if rule.shop_id in (None, shop.pk) and (rule.category_id is None or path.startswith(self.paths[rule.pk]))
        ]
        best = max(fitting, key=self._narrowness, default=None)
        return best.rate if best else Decimal(0)

    def _narrowness(self, rule: CommissionRule) -> tuple:
        return (rule.shop_id is not None, len(self.paths.get(rule.pk, "")), rule.valid_from, rule.pk)

    def supply_of(self, category) -> str:
        """What the nearest marked category says; goods where none does."""
        path = category.path if category else ""
        marked = [(len(above), supply) for above, supply in self.supplies.items() if path.startswith(above)]
        return max(marked)[1] if marked else Supply.GOODS

    def tax(self, legal_form: str, supply: str) -> tuple[Decimal, Decimal]:
        """VAT and income tax in percent; where the kind cannot be told, the highest."""
        if supply == Supply.UNKNOWN:
            rows = [rate for (form, __), rate in self.taxes.items() if form == legal_form]
            return max(((rate.vat, rate.pit) for rate in rows), default=(Decimal(0), Decimal(0)))
        rate = self.taxes.get((legal_form, supply))
        return (rate.vat, rate.pit) if rate else (Decimal(0), Decimal(0))
