from django.conf import settings
from django.utils.translation import gettext_lazy as _
from oscar.apps.shipping.methods import Base
from oscar.core.prices import Price

from marketplace.orders.delivery import delivery_fees


class PerShopDelivery(Base):
    """The sum of the shops' delivery fees to the province of the address (the home province where none is given)."""

    code = "per-shop"
    name = _("Delivery by each shop")

    def __init__(self, address=None):
        self.province_code = getattr(address, "province_code", settings.HOME_PROVINCE)

    def calculate(self, basket, options=None):
        total = sum(delivery_fees(basket.all_lines(), self.province_code).values())
        return Price(currency=basket.currency, excl_tax=total, incl_tax=total)
