"""Offers and vouchers of the platform and of shops, on Oscar's engine; who bears what they take off."""

from decimal import Decimal

from django.db import transaction
from oscar.core.loading import get_model

from marketplace.orders.models import Bearer, OfferTerms
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
