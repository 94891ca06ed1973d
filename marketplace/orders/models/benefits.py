"""Conditions and benefits of Oscar's offers that look at the shop of a line instead of asking a range.

They cost no query a line, which Oscar's ranges do, and a shop's offer touches no other shop's goods.
"""

from operator import itemgetter

from django.utils.translation import gettext_lazy as _
from oscar.core.loading import get_class, get_model

get_model("offer", "Benefit")  # Oscar's benefits can only be loaded after its models
AbsoluteDiscountBenefit = get_class("offer.benefits", "AbsoluteDiscountBenefit")
PercentageDiscountBenefit = get_class("offer.benefits", "PercentageDiscountBenefit")
ValueCondition = get_class("offer.conditions", "ValueCondition")
unit_price = get_class("offer.utils", "unit_price")


def shop_of_offer(offer) -> int | None:
    """The key of the shop whose offer it is, None for the platform's; one query an offer."""
    terms = getattr(offer, "terms", None)
    return terms.shop_id if terms else None


def lines_of_offer(offer, basket) -> list[tuple]:
    """(price, line) of what an offer may take something off, cheapest first."""
    shop_id = shop_of_offer(offer)
    found = [
        (unit_price(offer, line), line)
        for line in basket.all_lines()
        if line.stockrecord and line.product.is_discountable and shop_id in (None, line.product.listing.shop_id)
    ]
    return sorted(((price, line) for price, line in found if price), key=itemgetter(0))


class PercentOff(PercentageDiscountBenefit):
    """So many percent off the goods of the offer's shop, or off everything."""

    class Meta:
        proxy = True
        verbose_name = _("percent off")
        verbose_name_plural = _("percent off")

    @property
    def name(self) -> str:
        return _("%(percent)d%% off") % {"percent": self.value}

    description = name

    def get_applicable_lines(self, offer, basket, range=None):
        return lines_of_offer(offer, basket)


class AmountOff(AbsoluteDiscountBenefit):
    """So many đồng off, spread over the goods of the offer's shop, or over everything."""

    class Meta:
        proxy = True
        verbose_name = _("amount off")
        verbose_name_plural = _("amounts off")

    @property
    def name(self) -> str:
        return _("%(amount)d ₫ off") % {"amount": self.value}

    description = name

    def get_applicable_lines(self, offer, basket, range=None):
        return lines_of_offer(offer, basket)


class GoodsWorth(ValueCondition):
    """Goods of the offer's shop, or of all shops, for so many đồng lie in the basket."""

    class Meta:
        proxy = True
        verbose_name = _("goods worth an amount")
        verbose_name_plural = _("goods worth an amount")

    @property
    def name(self) -> str:
        return _("from %(amount)d ₫ of goods") % {"amount": self.value}

    description = name

    def is_satisfied(self, offer, basket) -> bool:
        worth = sum(
            price * line.quantity_without_offer_discount(offer) for price, line in lines_of_offer(offer, basket)
        )
        return worth >= self.value and worth > 0

    def is_partially_satisfied(self, offer, basket) -> bool:
        return bool(lines_of_offer(offer, basket)) and not self.is_satisfied(offer, basket)

    def get_upsell_message(self, offer, basket) -> str:
        return ""

    def can_apply_condition(self, line) -> bool:
        return line.product.is_discountable

    def consume_items(self, offer, basket, affected_lines) -> None:
        """What the benefit has taken something off is used up; what only helped to reach the amount is not."""
