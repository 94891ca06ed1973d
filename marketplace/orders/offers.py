"""Offers and vouchers of the platform and of shops, on Oscar's engine; who bears what they take off."""

from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.db.models import Count, Sum
from django.utils import timezone
from oscar.core.loading import get_model

from catalogue_ext.availability import NOT_SOLD
from marketplace.orders.models import Bearer, LineDiscount, OfferTerms
from marketplace.shops.models import Shop

Benefit = get_model("offer", "Benefit")
Condition = get_model("offer", "Condition")
ConditionalOffer = get_model("offer", "ConditionalOffer")
Voucher = get_model("voucher", "Voucher")

RULES = "marketplace.orders.models.benefits"


@transaction.atomic
def make_offer(
    name: str,
    *,
    shop: Shop | None = None,
    percent: int | None = None,
    amount: int | None = None,
    minimum: int = 0,
    start=None,
    end=None,
    code: str = "",
    usage: str = Voucher.MULTI_USE,
):
    """An offer of `shop` (at her cost, for her goods) or of the platform; with a `code` it is a voucher.

    Exactly one of `percent` and `amount` (đồng) is given; `minimum` is what the goods must be worth. A voucher needs
    `start` and `end`. Returns the voucher where there is a code, else the offer.
    """
    if (percent is None) == (amount is None):
        raise ValueError("Give either percent or amount.")
    benefit = Benefit.objects.create(
        proxy_class=f"{RULES}.{'PercentOff' if percent else 'AmountOff'}", value=Decimal(percent or amount)
    )
    condition = Condition.objects.create(proxy_class=f"{RULES}.GoodsWorth", value=Decimal(minimum))
    offer = ConditionalOffer.objects.create(
        name=name,
        offer_type=ConditionalOffer.VOUCHER if code else ConditionalOffer.SITE,
        benefit=benefit,
        condition=condition,
        start_datetime=start,
        end_datetime=end,
        max_basket_applications=1,
    )
    OfferTerms.objects.create(offer=offer, shop=shop)
    if not code:
        return offer
    voucher = Voucher.objects.create(name=name, code=code, usage=usage, start_datetime=start, end_datetime=end)
    voucher.offers.add(offer)
    return voucher


@dataclass(frozen=True)
class OwnOffer:
    """An offer of a shop for her list: its voucher's code (empty: for everybody), how often used, what it has cost."""

    offer: object
    code: str
    times: int
    cost: Decimal

    @property
    def percent(self) -> int | None:
        """How many percent it takes off; None where it takes off an amount (`offer.benefit.value`)."""
        takes_percent = self.offer.benefit.proxy_class == f"{RULES}.PercentOff"
        return int(self.offer.benefit.value) if takes_percent else None

    @property
    def state(self) -> str:
        """One of `coming`, `running`, `over`."""
        now = timezone.now()
        if self.offer.start_datetime and self.offer.start_datetime > now:
            return "coming"
        return "over" if self.offer.end_datetime and self.offer.end_datetime < now else "running"


def offers_of(shop: Shop) -> list[OwnOffer]:
    """What this shop takes off, the newest first: three queries. What came to nothing counts as not used."""
    offers = list(
        ConditionalOffer.objects.filter(terms__shop=shop)
        .select_related("benefit", "condition")
        .prefetch_related("vouchers")
        .order_by("-pk")
    )
    used = LineDiscount.objects.filter(seller_order__shop=shop).exclude(seller_order__state__in=NOT_SOLD)
    figures = {
        row["offer_id"]: row
        for row in used.order_by()
        .values("offer_id")
        .annotate(times=Count("seller_order", distinct=True), cost=Sum("amount"))
    }
    found = []
    for offer in offers:
        row = figures.get(offer.pk, {"times": 0, "cost": Decimal(0)})
        code = next((voucher.code for voucher in offer.vouchers.all()), "")
        found.append(OwnOffer(offer, code, row["times"], row["cost"]))
    return found


def name_taken(name: str) -> bool:
    """Oscar wants each offer and each voucher to have a name of its own."""
    return ConditionalOffer.objects.filter(name=name).exists() or Voucher.objects.filter(name=name).exists()


@transaction.atomic
def end_offer(offer) -> None:
    """Let an offer and its vouchers end now, unless they are over; orders that were placed keep their prices."""
    now = timezone.now()
    for thing in (offer, *offer.vouchers.select_for_update().order_by("pk")):
        if thing.end_datetime is None or thing.end_datetime > now:
            type(thing).objects.filter(pk=thing.pk).update(
                start_datetime=min(thing.start_datetime or now, now), end_datetime=now
            )


def bearer_of(offer) -> Bearer:
    """Whose money an offer spends: a shop's where it is hers, else the platform's."""
    terms = getattr(offer, "terms", None)
    return Bearer.SHOP if terms and terms.shop_id else Bearer.PLATFORM


@transaction.atomic
def give_vouchers_back(order) -> None:
    """The vouchers of an order that came to nothing may be used again."""
    used = list(order.discounts.filter(voucher_id__isnull=False).values("voucher_id", "amount"))
    applications = order.voucherapplication_set.all()
    for voucher in Voucher.objects.select_for_update().filter(applications__in=applications).order_by("pk"):
        voucher.num_orders = max(0, voucher.num_orders - 1)
        voucher.total_discount -= sum((row["amount"] for row in used if row["voucher_id"] == voucher.pk), Decimal(0))
        voucher.total_discount = max(Decimal(0), voucher.total_discount)
        voucher.save(update_fields=["num_orders", "total_discount"])
    applications.delete()
