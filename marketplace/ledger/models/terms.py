from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from marketplace.ledger.models.rates import Supply
from marketplace.money import dong


class SaleTerms(models.Model):
    """What was agreed for one order line when it was sold, and for the delivery of a seller order (`line` is None).

    Later changes of rates change nothing here. `base` is what commission and tax are counted from: the price after the
    shop's own discount, before the platform's. The shop's `net` is the exact remainder.
    """

    seller_order = models.ForeignKey(
        "seller_orders.SellerOrder", models.PROTECT, related_name="sale_terms", verbose_name=_("seller order")
    )
    line = models.OneToOneField(
        "order.Line", models.PROTECT, null=True, blank=True, related_name="sale_terms", verbose_name=_("order line")
    )
    maker = models.ForeignKey(
        "shops.Maker", models.SET_NULL, null=True, blank=True, related_name="sale_terms", verbose_name=_("maker")
    )
    maker_name = models.CharField(_("maker's name"), max_length=120, blank=True)
    maker_percent = models.PositiveSmallIntegerField(_("maker's share of what the shop gets, percent"), default=0)
    supply = models.CharField(_("what is sold"), max_length=10, choices=Supply.choices)
    quantity = models.PositiveIntegerField(_("pieces"), default=1)
    list_price = dong(_("at list price"))
    shop_discount = dong(_("discount of the shop"), default=0)
    platform_discount = dong(_("discount of the platform"), default=0)
    commission_rate = models.DecimalField(_("commission, percent"), max_digits=5, decimal_places=2)
    vat_rate = models.DecimalField(_("VAT, percent"), max_digits=5, decimal_places=2)
    pit_rate = models.DecimalField(_("personal income tax, percent"), max_digits=5, decimal_places=2)
    base = dong(_("base"))
    commission = dong(_("commission"))
    vat = dong(_("VAT"))
    pit = dong(_("personal income tax"))
    net = dong(_("for the shop"))

    class Meta:
        verbose_name = _("terms of a sale")
        verbose_name_plural = _("terms of sales")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["seller_order"], condition=Q(line=None), name="delivery_terms_once_a_seller_order"
            ),
            models.CheckConstraint(condition=Q(base=F("list_price") - F("shop_discount")), name="terms_base"),
            models.CheckConstraint(
                condition=Q(net=F("base") - F("commission") - F("vat") - F("pit")), name="terms_net_is_the_remainder"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seller_order_id} {self.base} → {self.net}"

    @property
    def paid(self):
        """What the buyer pays for it."""
        return self.base - self.platform_discount
