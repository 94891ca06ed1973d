from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Zone(models.TextChoices):
    """How far a parcel goes, nearest first."""

    COMMUNE = "commune", _("the same commune")
    PROVINCE = "province", _("the same province")
    REGION = "region", _("the same region")
    COUNTRY = "country", _("the whole country")


class DeliveryRate(models.Model):
    """What a parcel up to `max_grams` costs into one zone, and how many days it travels.

    Rows without a shop are the platform's table; a shop that has rows of her own in force uses only those. Above the
    heaviest band each further half kilogram begun costs `per_extra_500g`.
    """

    shop = models.ForeignKey(
        "shops.Shop",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="delivery_rates",
        verbose_name=_("shop"),
        help_text=_("Empty: the platform's table."),
    )
    zone = models.CharField(_("zone"), max_length=10, choices=Zone.choices)
    max_grams = models.PositiveIntegerField(_("up to"), help_text=_("Grams."))
    price = models.DecimalField(_("price"), max_digits=12, decimal_places=0, help_text=_("Whole đồng."))
    per_extra_500g = models.DecimalField(_("each further 500 g"), max_digits=12, decimal_places=0, default=0)
    min_days = models.PositiveSmallIntegerField(_("at least days on the way"), default=1)
    max_days = models.PositiveSmallIntegerField(_("at most days on the way"), default=3)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(
        _("valid to"), null=True, blank=True, help_text=_("The last day; empty: until further.")
    )

    class Meta:
        verbose_name = _("delivery price")
        verbose_name_plural = _("delivery prices")
        ordering = ["shop", "zone", "max_grams", "-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["shop", "zone", "max_grams", "valid_from"], name="delivery_rate_once"),
            models.UniqueConstraint(
                fields=["zone", "max_grams", "valid_from"], condition=Q(shop=None), name="delivery_rate_platform_once"
            ),
            models.CheckConstraint(condition=Q(price__gte=0, per_extra_500g__gte=0), name="delivery_rate_not_negative"),
            models.CheckConstraint(condition=Q(max_days__gte=F("min_days")), name="delivery_rate_days_in_order"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="delivery_rate_ends_later"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_zone_display()} ≤ {self.max_grams} g"


class DeliveryTerms(models.Model):
    """How a shop delivers, beside its prices. A shop without a row has the platform's terms."""

    shop = models.OneToOneField("shops.Shop", models.CASCADE, related_name="delivery_terms", verbose_name=_("shop"))
    free_from = models.DecimalField(
        _("free from"),
        max_digits=12,
        decimal_places=0,
        null=True,
        blank=True,
        help_text=_("Đồng of goods; empty: never free."),
    )
    pickup_at_shop = models.BooleanField(_("buyers may fetch it at the shop"), default=False)
    pickup_hours = models.CharField(_("when to fetch it"), max_length=160, blank=True)
    cold_zone = models.CharField(
        _("cold food goes as far as"), max_length=10, choices=Zone.choices, default=Zone.PROVINCE
    )

    class Meta:
        verbose_name = _("delivery terms")
        verbose_name_plural = _("delivery terms")
        constraints = [
            models.CheckConstraint(condition=Q(free_from=None) | Q(free_from__gte=0), name="free_from_not_negative")
        ]

    def __str__(self) -> str:
        return str(self.shop)


class CollectionPoint(models.Model):
    """A place in a commune where buyers fetch what the commune's shops bring there, mostly the Union's office."""

    commune = models.ForeignKey(
        "places.Commune", models.PROTECT, related_name="collection_points", verbose_name=_("commune or ward")
    )
    name = models.CharField(_("name"), max_length=120)
    address_line = models.CharField(_("address"), max_length=200)
    hours = models.CharField(_("opening hours"), max_length=160, blank=True)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("collection point")
        verbose_name_plural = _("collection points")
        ordering = ["commune", "name"]
        constraints = [models.UniqueConstraint(fields=["commune", "name"], name="collection_point_once")]

    def __str__(self) -> str:
        return self.name
