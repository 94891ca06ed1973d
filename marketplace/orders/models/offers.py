from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Bearer(models.TextChoices):
    """Whose money a discount is."""

    SHOP = "shop", _("Shop")
    PLATFORM = "platform", _("Chợ Sen")


class OfferTerms(models.Model):
    """Whose an offer of Oscar's is: a shop's (for her goods, at her cost) or, without a shop, the platform's."""

    offer = models.OneToOneField(
        "offer.ConditionalOffer", models.CASCADE, related_name="terms", verbose_name=_("offer")
    )
    shop = models.ForeignKey(
        "shops.Shop", models.CASCADE, null=True, blank=True, related_name="offer_terms", verbose_name=_("shop")
    )

    class Meta:
        verbose_name = _("terms of an offer")
        verbose_name_plural = _("terms of offers")

    def __str__(self) -> str:
        return str(self.offer)


class LineDiscount(models.Model):
    """What one offer took off one order line, in whole đồng, and who bears it; frozen at the sale."""

    line = models.ForeignKey("order.Line", models.CASCADE, related_name="shares", verbose_name=_("order line"))
    seller_order = models.ForeignKey(
        "seller_orders.SellerOrder", models.CASCADE, related_name="discounts", verbose_name=_("seller order")
    )
    offer_id = models.PositiveBigIntegerField(_("offer"))
    offer_name = models.CharField(_("name of the offer"), max_length=128)
    voucher_code = models.CharField(_("voucher code"), max_length=128, blank=True)
    bearer = models.CharField(_("borne by"), max_length=8, choices=Bearer.choices)
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=0)

    class Meta:
        verbose_name = _("discount of a line")
        verbose_name_plural = _("discounts of lines")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["line", "offer_id"], name="line_discount_once_an_offer"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="line_discount_is_positive"),
        ]

    def __str__(self) -> str:
        return self.offer_name
