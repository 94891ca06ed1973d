from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.phones import validate_e164
from marketplace.bilingual import Bilingual
from marketplace.history import AppendOnly
from marketplace.shops.banks import bank_name, masked
from marketplace.vault import SealedTextField


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
    identity_verified_at = models.DateTimeField(
        _("identity verified"),
        null=True,
        blank=True,
        help_text=_("When it was verified who the seller is. Nothing is sold before."),
    )
    away_from = models.DateField(_("on holiday from"), null=True, blank=True)
    away_until = models.DateField(_("on holiday until"), null=True, blank=True)
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
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="open") | models.Q(identity_verified_at__isnull=False),
                name="open_shop_has_identity_verified",
                violation_error_message=_("A shop opens after it was verified who the seller is."),
            )
        ]

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

    @property
    def reason(self) -> str:
        """Why it came into its state, in the words of who brought it there; empty when none were given."""
        return self.events.filter(kind=self.state).values_list("reason", flat=True).last() or ""

    @property
    def is_away(self) -> bool:
        """Whether today is one of her holidays: buyers look, but cannot order."""
        if self.away_until is None:
            return False
        today = timezone.localdate()
        return (self.away_from or today) <= today <= self.away_until


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
    share_percent = models.PositiveSmallIntegerField(
        _("share of the sale"),
        default=0,
        help_text=_("Percent of what the shop receives for her products; 0 when nothing is agreed here."),
    )

    role_text = Bilingual("role")
    story_text = Bilingual("story")

    class Meta:
        verbose_name = _("maker")
        verbose_name_plural = _("makers")
        constraints = [
            models.UniqueConstraint(fields=["shop", "name"], name="maker_once_a_shop"),
            models.CheckConstraint(condition=models.Q(share_percent__lte=100), name="maker_share_is_a_percentage"),
        ]

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


class ShopInvitation(models.Model):
    """A phone number whose owner may join a shop; she accepts after signing in with it."""

    shop = models.ForeignKey(Shop, models.CASCADE, related_name="invitations", verbose_name=_("shop"))
    phone = models.CharField(_("phone number"), max_length=16, validators=[validate_e164], db_index=True)
    role = models.CharField(_("role in the shop"), max_length=8, choices=ShopPerson.Role.choices)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("invited by")
    )
    invited_at = models.DateTimeField(_("invited"), auto_now_add=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    accepted = models.BooleanField(_("accepted"), default=False)

    class Meta:
        verbose_name = _("invitation to a shop")
        verbose_name_plural = _("invitations to shops")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["shop", "phone"],
                condition=models.Q(answered_at=None),
                name="invitation_waits_once_a_shop",
            )
        ]

    def __str__(self) -> str:
        return f"{self.phone}, {self.get_role_display()}"


class ShopEvent(AppendOnly):
    """Something that happened to a shop, by whom, and for whom when an officer acted in assisted mode."""

    shop = models.ForeignKey(Shop, models.PROTECT, related_name="events", verbose_name=_("shop"))
    kind = models.CharField(_("kind"), max_length=30)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by"))
    on_behalf_of = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("for")
    )
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        verbose_name = _("event of a shop")
        verbose_name_plural = _("events of shops")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.shop_id} {self.kind}"

    @property
    def label(self) -> str:
        """What happened, for the screen: a state the shop came into, or something with its people."""
        return str(EVENT_LABELS.get(self.kind) or dict(Shop.State.choices).get(self.kind, self.kind))


EVENT_LABELS = {
    "person_joined": _("Somebody joined the shop"),
    "person_changed": _("Somebody's role changed"),
    "person_left": _("Somebody left the shop"),
}


class PayoutAccount(models.Model):
    """Where a shop's money is sent. The number is sealed at rest; screens show its last four digits."""

    shop = models.OneToOneField(Shop, models.PROTECT, related_name="payout_account", verbose_name=_("shop"))
    bank_bin = models.CharField(_("bank"), max_length=6)
    number = SealedTextField(_("account number"))
    holder = models.CharField(_("account holder"), max_length=150)
    verified_at = models.DateTimeField(_("checked"), null=True, blank=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("checked by")
    )

    class Meta:
        verbose_name = _("payout account")
        verbose_name_plural = _("payout accounts")

    def __str__(self) -> str:
        return f"{self.bank_name} {self.masked_number}"

    @property
    def bank_name(self) -> str:
        return bank_name(self.bank_bin)

    @property
    def masked_number(self) -> str:
        return masked(self.number)


class PhoneCode(models.Model):
    """A code sent to a phone to prove that its owner is there and agrees; kept as a digest, good for one use."""

    class Purpose(models.TextChoices):
        PHONE = "phone", _("Verify a phone number")
        ASSISTANCE = "assistance", _("Agree to assistance")

    phone = models.CharField(_("phone number"), max_length=16, db_index=True)
    purpose = models.CharField(_("purpose"), max_length=10, choices=Purpose.choices)
    subject = models.CharField(max_length=60, blank=True)
    """Whom it is good for: `application:12`, `officer:7`. A code asked for one is no good for another."""
    digest = models.CharField(max_length=128)
    sent_at = models.DateTimeField(_("sent"), auto_now_add=True)
    expires_at = models.DateTimeField(_("expires"))
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    used_at = models.DateTimeField(_("used"), null=True, blank=True)

    class Meta:
        verbose_name = _("code sent to a phone")
        verbose_name_plural = _("codes sent to phones")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.phone} {self.purpose}"


class AssistanceQuerySet(models.QuerySet):
    def going_on(self):
        return self.filter(ended_at=None, expires_at__gt=timezone.now())


class Assistance(models.Model):
    """An officer acts for a seller who sits beside her: agreed to by a code on her phone, limited in time."""

    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="assistance_given", verbose_name=_("officer")
    )
    seller = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="assistance_received", verbose_name=_("seller")
    )
    consent = models.OneToOneField(PhoneCode, models.PROTECT, related_name="assistance", verbose_name=_("consent"))
    started_at = models.DateTimeField(_("started"), auto_now_add=True)
    expires_at = models.DateTimeField(_("expires"))
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("ended by")
    )

    objects = AssistanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("assistance")
        verbose_name_plural = _("assistance")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(officer=models.F("seller")), name="nobody_assists_herself"),
        ]

    def __str__(self) -> str:
        return f"{self.officer} → {self.seller}"

    @property
    def is_going_on(self) -> bool:
        return self.ended_at is None and self.expires_at > timezone.now()


class AssistedAct(AppendOnly):
    """One request that changed something, sent by an officer for a seller."""

    assistance = models.ForeignKey(Assistance, models.PROTECT, related_name="acts", verbose_name=_("assistance"))
    at = models.DateTimeField(_("at"), auto_now_add=True)
    url_name = models.CharField(_("page"), max_length=80)
    path = models.CharField(_("address"), max_length=200)

    class Meta:
        verbose_name = _("assisted act")
        verbose_name_plural = _("assisted acts")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.assistance_id} {self.path}"
