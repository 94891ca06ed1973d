"""What the platform takes and withholds (rows with validity). Rates are percent."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from marketplace.shops.models import Shop


class ValidQuerySet(models.QuerySet):
    def on(self, day):
        """The rows that hold on `day`."""
        return self.filter(valid_from__lte=day).filter(Q(valid_until=None) | Q(valid_until__gte=day))


class CommissionRule(models.Model):
    """The platform's share of the price of goods. The narrowest rule wins: shop and category, shop, category, all."""

    shop = models.ForeignKey(
        "shops.Shop", models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("shop")
    )
    category = models.ForeignKey(
        "catalogue.Category", models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("category")
    )
    rate = models.DecimalField(_("percent"), max_digits=5, decimal_places=2)
    valid_from = models.DateField(_("from"))
    valid_until = models.DateField(_("until"), null=True, blank=True)

    objects = ValidQuerySet.as_manager()

    class Meta:
        verbose_name = _("commission rule")
        verbose_name_plural = _("commission rules")
        ordering = ["-valid_from", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(rate__gte=0, rate__lte=100), name="commission_is_a_percentage"),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")), name="commission_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rate} %"


class Supply(models.TextChoices):
    """What is sold, as the tax law sorts it."""

    GOODS = "goods", _("Goods")
    SERVICES = "services", _("Services")
    TRANSPORT = "transport", _("Transport, services tied to goods")
    UNKNOWN = "unknown", _("Cannot be told")


class TaxRate(models.Model):
    """What is withheld from sellers of a legal form (Decree 117/2025/NĐ-CP); without a row nothing is."""

    legal_form = models.CharField(_("legal form"), max_length=20, choices=Shop.LegalForm.choices)
    supply = models.CharField(_("what is sold"), max_length=10, choices=Supply.choices)
    vat = models.DecimalField(_("VAT, percent"), max_digits=5, decimal_places=2)
    pit = models.DecimalField(_("personal income tax, percent"), max_digits=5, decimal_places=2)
    valid_from = models.DateField(_("from"))
    valid_until = models.DateField(_("until"), null=True, blank=True)

    objects = ValidQuerySet.as_manager()

    class Meta:
        verbose_name = _("tax rate")
        verbose_name_plural = _("tax rates")
        ordering = ["legal_form", "supply", "-valid_from"]
        constraints = [
            models.CheckConstraint(
                condition=Q(vat__gte=0, pit__gte=0, vat__lte=100, pit__lte=100), name="tax_is_a_percentage"
            ),
            models.UniqueConstraint(fields=["legal_form", "supply", "valid_from"], name="tax_rate_once_a_start"),
        ]

    def __str__(self) -> str:
        return f"{self.get_legal_form_display()}, {self.get_supply_display()}: {self.vat} % + {self.pit} %"


class CategorySupply(models.Model):
    """Categories that hold something else than goods; it counts for their children too."""

    category = models.OneToOneField("catalogue.Category", models.CASCADE, related_name="+", verbose_name=_("category"))
    supply = models.CharField(_("what is sold"), max_length=10, choices=Supply.choices)

    class Meta:
        verbose_name = _("kind of supply of a category")
        verbose_name_plural = _("kinds of supply of categories")

    def __str__(self) -> str:
        return f"{self.category}: {self.get_supply_display()}"
