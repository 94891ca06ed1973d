from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.phones import validate_e164
from marketplace.bilingual import Bilingual


class ShopQuerySet(models.QuerySet):
    def run_by(self, user):
        """Shops that `user` works in, whatever her role there; the oldest first."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.filter(people__user=user).order_by("pk")

    def open_for_orders(self):
        """Shops that buyers see and order from."""
        return self.filter(state=Shop.State.OPEN, partner__isnull=False)

    def for_cards(self):
        """With what a card of the shop shows, in one query."""
        return self.select_related("partner", "commune")


class Shop(models.Model):
    """A seller's shop, beside Oscar's Partner (which holds its stock records): who she is, where, what she tells."""

    class LegalForm(models.TextChoices):
        COOPERATIVE = "cooperative", _("Cooperative")
        COOPERATIVE_GROUP = "cooperative_group", _("Cooperative group")
        HOUSEHOLD = "household", _("Household business")
        COMPANY = "company", _("Company")
        INDIVIDUAL = "individual", _("Individual")

    class State(models.TextChoices):
        PREPARING = "preparing", _("Preparing")
        OPEN = "open", _("Open")
        PAUSED = "paused", _("Paused")
        SUSPENDED = "suspended", _("Suspended")

    partner = models.OneToOneField("partner.Partner", models.PROTECT, related_name="shop", verbose_name=_("partner"))
    slug = models.SlugField(_("slug"), unique=True)
    legal_form = models.CharField(_("legal form"), max_length=20, choices=LegalForm.choices)
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.PREPARING)
    tagline = models.CharField(_("tagline"), max_length=160, blank=True)
    tagline_en = models.CharField(_("tagline (English)"), max_length=160, blank=True)
    story = models.TextField(_("story"), blank=True)
    story_en = models.TextField(_("story (English)"), blank=True)
    commune = models.ForeignKey("places.Commune", models.PROTECT, related_name="shops", verbose_name=_("commune"))
    address_line = models.CharField(_("hamlet, street, house number"), max_length=200)
    phone = models.CharField(_("phone number"), max_length=16, validators=[validate_e164])
    tax_code = models.CharField(_("tax code"), max_length=14, blank=True)
    founded_year = models.PositiveSmallIntegerField(_("founded"), null=True, blank=True)
    cover = models.ImageField(_("cover"), upload_to="shops/", blank=True)
    opening_days = models.CharField(_("opening days"), max_length=160, blank=True)
    opening_days_en = models.CharField(_("opening days (English)"), max_length=160, blank=True)
    lead_time_days = models.PositiveSmallIntegerField(
        _("packing time"), default=2, help_text=_("Days from the order to the hand-over to the carrier.")
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = ShopQuerySet.as_manager()

    tagline_text = Bilingual("tagline")
    story_text = Bilingual("story")
    opening_days_text = Bilingual("opening_days")

    class Meta:
        verbose_name = _("shop")
        verbose_name_plural = _("shops")
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("shops:detail", args=[self.slug])

    @cached_property
    def name(self) -> str:
        return self.partner.name

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN


class Maker(models.Model):
    """A member of a shop who is named on what she made."""

    shop = models.ForeignKey(Shop, models.CASCADE, related_name="makers", verbose_name=_("shop"))
    name = models.CharField(_("name"), max_length=120)
    picture = models.ImageField(_("picture"), upload_to="makers/", blank=True)
    role = models.CharField(_("role"), max_length=120, blank=True)
    role_en = models.CharField(_("role (English)"), max_length=120, blank=True)
    story = models.TextField(_("story"), blank=True)
    story_en = models.TextField(_("story (English)"), blank=True)
    commune = models.ForeignKey(
        "places.Commune", models.PROTECT, null=True, blank=True, related_name="makers", verbose_name=_("commune")
    )
    birth_year = models.PositiveSmallIntegerField(_("birth year"), null=True, blank=True)

    role_text = Bilingual("role")
    story_text = Bilingual("story")

    class Meta:
        verbose_name = _("maker")
        verbose_name_plural = _("makers")
        constraints = [models.UniqueConstraint(fields=["shop", "name"], name="maker_once_a_shop")]

    def __str__(self) -> str:
        return self.name


class ShopPerson(models.Model):
    """Somebody who works in a shop; what she may do there follows from her role (`people.DUTIES`)."""

    class Role(models.TextChoices):
        OWNER = "owner", _("Owner")
        MANAGER = "manager", _("Manager")
        PACKER = "packer", _("Packer")

    shop = models.ForeignKey(Shop, models.CASCADE, related_name="people", verbose_name=_("shop"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="shop_roles", verbose_name=_("person")
    )
    role = models.CharField(_("role in the shop"), max_length=8, choices=Role.choices)
    since = models.DateTimeField(_("since"), auto_now_add=True)

    class Meta:
        verbose_name = _("person of a shop")
        verbose_name_plural = _("people of a shop")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["shop", "user"], name="person_once_a_shop")]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display()}"
