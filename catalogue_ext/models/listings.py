from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from catalogue_ext.querysets import ListingQuerySet, OcopCertificateQuerySet
from marketplace.bilingual import Bilingual


class Listing(models.Model):
    """What a shop says of a product, beside Oscar's Product (title, description, pictures, categories, attributes).

    Weights are in grams, times in days. `price`, `num_available`, `rating` and `num_reviews` repeat what Oscar's stock
    records and reviews say, so that a page of cards is one query; `catalogue_ext.services.refresh_listing` keeps them.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SUBMITTED = "submitted", _("Waiting for review")
        CHANGES_ASKED = "changes_asked", _("Changes asked")
        LIVE = "live", _("Live")
        PAUSED = "paused", _("Paused")

    product = models.OneToOneField(
        "catalogue.Product", models.CASCADE, related_name="listing", verbose_name=_("product")
    )
    shop = models.ForeignKey("shops.Shop", models.PROTECT, related_name="listings", verbose_name=_("shop"))
    maker = models.ForeignKey(
        "shops.Maker", models.SET_NULL, null=True, blank=True, related_name="listings", verbose_name=_("maker")
    )
    origin = models.ForeignKey(
        "places.Commune", models.PROTECT, null=True, blank=True, related_name="listings", verbose_name=_("origin")
    )
    slug = models.SlugField(_("slug"), max_length=120, unique=True)
    state = models.CharField(_("state"), max_length=14, choices=State.choices, default=State.DRAFT)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)

    title_en = models.CharField(_("title (English)"), max_length=255, blank=True)
    summary = models.CharField(_("summary"), max_length=160, blank=True)
    summary_en = models.CharField(_("summary (English)"), max_length=160, blank=True)
    description_en = models.TextField(_("description (English)"), blank=True)
    composition = models.TextField(_("ingredients or materials"), blank=True)
    composition_en = models.TextField(_("ingredients or materials (English)"), blank=True)
    unit = models.CharField(_("unit"), max_length=60, help_text=_("What one piece is, such as “200 g bag”."))
    unit_en = models.CharField(_("unit (English)"), max_length=60, blank=True)
    weight_grams = models.PositiveIntegerField(_("weight with packing"), help_text=_("Grams."))
    net_weight_grams = models.PositiveIntegerField(_("net weight"), null=True, blank=True, help_text=_("Grams."))
    shelf_life_days = models.PositiveSmallIntegerField(_("shelf life"), null=True, blank=True, help_text=_("Days."))
    storage = models.CharField(_("storage"), max_length=200, blank=True)
    storage_en = models.CharField(_("storage (English)"), max_length=200, blank=True)
    warnings = models.CharField(_("warnings"), max_length=250, blank=True)
    warnings_en = models.CharField(_("warnings (English)"), max_length=250, blank=True)
    keep_cold = models.BooleanField(_("must stay cold"), default=False)
    season_months = models.JSONField(
        _("season"), default=list, blank=True, help_text=_("Months, 1 to 12; empty: always.")
    )
    made_to_order_days = models.PositiveSmallIntegerField(
        _("made to order"), null=True, blank=True, help_text=_("Days it takes to make; empty: sold from stock.")
    )
    size = models.CharField(_("size"), max_length=100, blank=True)
    size_en = models.CharField(_("size (English)"), max_length=100, blank=True)
    monthly_capacity = models.PositiveSmallIntegerField(
        _("pieces a month"),
        null=True,
        blank=True,
        help_text=_("How many the shop can make in a month; empty: no limit."),
    )
    variant_of = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="variants", verbose_name=_("variant of")
    )
    variant = models.CharField(
        _("variant"), max_length=40, blank=True, help_text=_("What tells it from its sisters: “500 g”, “spicy”.")
    )
    featured = models.BooleanField(_("featured"), default=False)

    price = models.DecimalField(_("price"), max_digits=12, decimal_places=0, default=0, editable=False)
    num_available = models.PositiveIntegerField(_("pieces available"), default=0, editable=False)
    ordered_in_month = models.PositiveIntegerField(_("ordered this month"), default=0, editable=False)
    counted_month = models.DateField(_("month counted"), null=True, editable=False)
    resting = models.BooleanField(
        _("resting"), default=False, editable=False, help_text=_("Out of season, or fully booked this month.")
    )
    rating = models.FloatField(_("rating"), null=True, editable=False)
    num_reviews = models.PositiveIntegerField(_("reviews"), default=0, editable=False)
    popularity = models.PositiveIntegerField(_("popularity"), default=0, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = ListingQuerySet.as_manager()

    summary_text = Bilingual("summary")
    composition_text = Bilingual("composition")
    unit_text = Bilingual("unit")
    storage_text = Bilingual("storage")
    warnings_text = Bilingual("warnings")
    size_text = Bilingual("size")

    LOW_STOCK = 3

    class Meta:
        verbose_name = _("listing")
        verbose_name_plural = _("listings")
        ordering = ["-popularity", "-pk"]
        indexes = [
            models.Index(fields=["state", "-popularity", "-id"], name="listing_popular"),
            models.Index(fields=["state", "-published_at", "-id"], name="listing_newest"),
            models.Index(fields=["state", "price", "id"], name="listing_price"),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(price__gte=0), name="listing_price_not_negative"),
            models.CheckConstraint(
                condition=~models.Q(state="live") | models.Q(published_at__isnull=False),
                name="live_listing_was_published",
            ),
        ]

    def __str__(self) -> str:
        return self.product.title

    def get_absolute_url(self) -> str:
        return reverse("catalogue:detail", kwargs={"product_slug": self.slug, "pk": self.product_id})

    @property
    def title(self) -> str:
        """The product's name in the reader's language."""
        return (self.title_en if get_language() == "en" else "") or self.product.title

    @property
    def description(self) -> str:
        """The product's description in the reader's language: paragraphs parted by empty lines."""
        return (self.description_en if get_language() == "en" else "") or self.product.description

    @property
    def is_made_to_order(self) -> bool:
        return self.made_to_order_days is not None

    @property
    def is_limited_to_order(self) -> bool:
        """Made to order, but only so many a month: no stock moves when it is ordered, yet fewer are left."""
        return self.is_made_to_order and self.monthly_capacity is not None

    @property
    def is_on_sale(self) -> bool:
        """Whether buyers may see it and, stock allowing, buy it."""
        return self.state == self.State.LIVE and self.product.is_public and self.shop.is_open

    @property
    def is_in_season(self) -> bool:
        return not self.season_months or timezone.localdate().month in self.season_months

    @property
    def capacity_left(self) -> int | None:
        """How many the shop can still make this month, as last counted; None: no limit."""
        if self.monthly_capacity is None:
            return None
        counted = self.ordered_in_month if self.counted_month == timezone.localdate().replace(day=1) else 0
        return max(0, self.monthly_capacity - counted)

    @property
    def is_sold_today(self) -> bool:
        """Whether there is something to buy, as last counted; holidays of the shop are not looked at."""
        return not self.resting and (self.is_made_to_order or self.num_available > 0)

    @property
    def rests(self) -> bool:
        """Whether it is shown but not sold today: out of season, booked out this month, or its shop on holiday."""
        return not self.is_in_season or self.capacity_left == 0 or self.shop.is_away

    @property
    def availability(self) -> str:
        """One of `made_to_order`, `sold_out`, `low`, `in_stock`."""
        if self.rests:
            return "sold_out"
        if self.is_made_to_order:
            return "made_to_order"
        if self.num_available == 0:
            return "sold_out"
        return "low" if self.num_available <= self.LOW_STOCK else "in_stock"

    @cached_property
    def certificate(self) -> "OcopCertificate | None":
        """The OCOP certificate that holds today, the one with the most stars."""
        today = timezone.localdate()
        held = [one for one in self.certificates.all() if one.issued_on <= today <= one.expires_on]
        return max(held, key=lambda one: one.stars, default=None)

    @property
    def ocop_stars(self) -> int | None:
        return self.certificate.stars if self.certificate else None


class OcopCertificate(models.Model):
    """An OCOP certificate: 3 to 5 stars, valid 36 months (Decisions 148/QĐ-TTg of 2023, 1489/QĐ-TTg of 2025)."""

    listing = models.ForeignKey(Listing, models.CASCADE, related_name="certificates", verbose_name=_("listing"))
    stars = models.PositiveSmallIntegerField(_("stars"), validators=[MinValueValidator(3), MaxValueValidator(5)])
    number = models.CharField(_("number"), max_length=60, unique=True)
    issued_on = models.DateField(_("issued on"))
    expires_on = models.DateField(_("expires on"))
    seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("seen by"),
        help_text=_("The officer who has seen the paper."),
    )
    seen_at = models.DateTimeField(_("seen at"), null=True, blank=True)

    objects = OcopCertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("OCOP certificate")
        verbose_name_plural = _("OCOP certificates")
        constraints = [
            models.CheckConstraint(condition=models.Q(stars__range=(3, 5)), name="ocop_stars_3_to_5"),
            models.CheckConstraint(condition=models.Q(expires_on__gt=models.F("issued_on")), name="ocop_expires_later"),
        ]

    def __str__(self) -> str:
        return self.number


class CategoryText(models.Model):
    """What a category is called and shown as in English and on tiles, beside Oscar's Category (Vietnamese)."""

    category = models.OneToOneField(
        "catalogue.Category", models.CASCADE, related_name="text", verbose_name=_("category")
    )
    name_en = models.CharField(_("name (English)"), max_length=255)
    description_en = models.TextField(_("description (English)"), blank=True)

    class Meta:
        verbose_name = _("category text")
        verbose_name_plural = _("category texts")

    def __str__(self) -> str:
        return self.name_en


class AttributeText(models.Model):
    """What an attribute of products, or a value of one, is called in English."""

    name = models.CharField(_("name"), max_length=128, unique=True, help_text=_("As it is written in Vietnamese."))
    name_en = models.CharField(_("name (English)"), max_length=128)

    class Meta:
        verbose_name = _("attribute text")
        verbose_name_plural = _("attribute texts")

    def __str__(self) -> str:
        return self.name_en
