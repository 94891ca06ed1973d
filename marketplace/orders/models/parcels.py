from urllib.parse import quote

from django.db import models
from django.utils.translation import gettext_lazy as _


class Carrier(models.Model):
    """A firm that carries parcels, with the address of its public tracking page (`{number}` stands for the number)."""

    code = models.SlugField(_("code"), unique=True)
    name = models.CharField(_("name"), max_length=80)
    tracking_url = models.CharField(_("tracking page"), max_length=200, blank=True, help_text=_("With {number} in it."))
    is_active = models.BooleanField(_("offered to shops"), default=True)

    class Meta:
        verbose_name = _("carrier")
        verbose_name_plural = _("carriers")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Parcel(models.Model):
    """What was handed to a carrier; without one the shop brings it herself, or the buyer fetches it."""

    seller_order = models.ForeignKey(
        "seller_orders.SellerOrder", models.CASCADE, related_name="parcels", verbose_name=_("seller order")
    )
    carrier = models.ForeignKey(
        Carrier, models.PROTECT, null=True, blank=True, related_name="parcels", verbose_name=_("carrier")
    )
    tracking_number = models.CharField(_("tracking number"), max_length=40, blank=True)
    handed_over_at = models.DateTimeField(_("handed over"), auto_now_add=True)

    class Meta:
        verbose_name = _("parcel")
        verbose_name_plural = _("parcels")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["carrier", "tracking_number"],
                condition=~models.Q(tracking_number=""),
                name="parcel_tracking_number_once",
            )
        ]

    def __str__(self) -> str:
        return self.tracking_number or str(self.seller_order)

    @property
    def tracking_url(self) -> str:
        """The carrier's public page of this parcel; empty where there is none."""
        if not (self.carrier and self.carrier.tracking_url and self.tracking_number):
            return ""
        return self.carrier.tracking_url.replace("{number}", quote(self.tracking_number, safe=""))
