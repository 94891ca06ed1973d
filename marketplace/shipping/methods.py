from django.utils.translation import gettext_lazy as _
from oscar.apps.shipping.methods import Base
from oscar.core.prices import Price

from marketplace.orders.delivery import quotes
from marketplace.orders.models import Zone


class PerShopDelivery(Base):
    """The sum of what each shop's parcel costs: to the commune of an address, within the province without one."""

    code = "per-shop"
    name = _("Delivery by each shop")

    def __init__(self, address=None):
        self.destination = getattr(address, "commune", None) or Zone.PROVINCE

    def calculate(self, basket, options=None):
        total = sum(quote.fee for quote in quotes(basket.all_lines(), self.destination).values())
        return Price(currency=basket.currency, excl_tax=total, incl_tax=total)
