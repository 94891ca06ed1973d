"""How a seller comes in: her application, her papers, what is asked of whom, and what happened to it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.phones import validate_e164
from marketplace.bilingual import Bilingual
from marketplace.history import AppendOnly
from marketplace.shops.banks import banks, masked
from marketplace.shops.models import Shop
from marketplace.vault import SealedTextField, private_storage

LegalForm = Shop.LegalForm


class Item(models.TextChoices):
    """What may be asked of a seller, beyond her name, phone, place and legal form, which always are."""

    REGISTRATION_NUMBER = "registration_number", _("Registration number")
    TAX_CODE = "tax_code", _("Tax code")
    ID_FRONT = "id_front", _("Identity card, front")
    ID_BACK = "id_back", _("Identity card, back")
    REGISTRATION = "registration", _("Registration certificate")
    COOPERATION_CONTRACT = "cooperation_contract", _("Cooperation contract of the group")
    FOOD_SAFETY = "food_safety", _("Food safety certificate")
    OCOP = "ocop", _("OCOP certificate")
    BANK_ACCOUNT = "bank_account", _("Bank account")
    COURSE = "course", _("Onboarding course")


PAPERS = (
    Item.ID_FRONT,
    Item.ID_BACK,
    Item.REGISTRATION,
    Item.COOPERATION_CONTRACT,
    Item.FOOD_SAFETY,
    Item.OCOP,
)
"""Items that are photographed."""


class Requirement(models.Model):
    """One cell of the table that staff edit: whether sellers of a legal form have to give an item.

    No row: it is not asked.
    """

    legal_form = models.CharField(_("legal form"), max_length=20, choices=LegalForm.choices)
    item = models.CharField(_("item"), max_length=24, choices=Item.choices)
    required = models.BooleanField(_("required"), default=True, help_text=_("No: she may give it, or leave it out."))
    for_food_only = models.BooleanField(_("of food sellers only"), default=False)
    help = models.CharField(_("help"), max_length=200, blank=True)
    help_en = models.CharField(_("help (English)"), max_length=200, blank=True)

    help_text = Bilingual("help")

    class Meta:
        verbose_name = _("requirement")
        verbose_name_plural = _("requirements")
        ordering = ["legal_form", "pk"]
        constraints = [models.UniqueConstraint(fields=["legal_form", "item"], name="requirement_once_a_legal_form")]

    def __str__(self) -> str:
        return f"{self.get_legal_form_display()}: {self.get_item_display()}"


class ApplicationQuerySet(models.QuerySet):
    def open(self):
        """Those that are not decided."""
        return self.filter(state__in=ShopApplication.OPEN)

    def waiting(self):
        """Those that a Union officer has to look at, the oldest first."""
        return self.filter(state=ShopApplication.State.SUBMITTED).order_by("submitted_at", "pk")


class ShopApplication(models.Model):
    """What a seller says of herself and her shop; becomes a `Shop` when an officer approves it.

    `typed` keeps, by field, what she has typed that cannot be taken yet, so that nothing is lost on her way.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SUBMITTED = "submitted", _("Waiting for review")
        CHANGES_ASKED = "changes_asked", _("Changes asked")
        APPROVED = "approved", _("Approved")
        REJECTED = "rejected", _("Rejected")

    OPEN = (State.DRAFT, State.SUBMITTED, State.CHANGES_ASKED)
    EDITABLE = (State.DRAFT, State.CHANGES_ASKED)

    applicant = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="applications", verbose_name=_("applicant")
    )
    state = models.CharField(_("state"), max_length=13, choices=State.choices, default=State.DRAFT)
    full_name = models.CharField(_("full name"), max_length=150, blank=True)
    position = models.CharField(_("her part in it"), max_length=60, blank=True)
    phone = models.CharField(_("phone number"), max_length=16, blank=True, validators=[validate_e164])
    phone_verified_at = models.DateTimeField(_("phone number verified"), null=True, blank=True)
    legal_form = models.CharField(_("legal form"), max_length=20, choices=LegalForm.choices, blank=True)
    shop_name = models.CharField(_("name of the shop"), max_length=120, blank=True)
    sells = models.CharField(_("what she sells"), max_length=300, blank=True)
    sells_food = models.BooleanField(_("sells food or drinks"), default=False)
    registration_number = models.CharField(_("registration number"), max_length=30, blank=True)
    tax_code = models.CharField(_("tax code"), max_length=14, blank=True)
    commune = models.ForeignKey(
        "places.Commune", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("commune")
    )
    address_line = models.CharField(_("hamlet, street, house number"), max_length=200, blank=True)
    bank_bin = models.CharField(_("bank"), max_length=6, blank=True)
    account_number = SealedTextField(_("account number"), blank=True)
    account_holder = models.CharField(_("account holder"), max_length=150, blank=True)
    typed = models.JSONField(_("typed"), default=dict, blank=True)
    agreed_at = models.DateTimeField(_("agreed to the terms"), null=True, blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    identity_way = models.CharField(_("identity verified by"), max_length=20, blank=True)
    identity_verified_at = models.DateTimeField(_("identity verified"), null=True, blank=True)
    shop = models.OneToOneField(
        Shop, models.PROTECT, null=True, blank=True, related_name="application", verbose_name=_("shop")
    )

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("application of a seller")
        verbose_name_plural = _("applications of sellers")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["applicant"],
                condition=Q(state__in=["draft", "submitted", "changes_asked"]),
                name="one_open_application_a_person",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "changes_asked", "rejected"])
                | Q(
                    ~Q(full_name=""),
                    ~Q(shop_name=""),
                    ~Q(legal_form=""),
                    commune__isnull=False,
                    phone_verified_at__isnull=False,
                    submitted_at__isnull=False,
                ),
                name="application_sent_is_whole",
            ),
            models.CheckConstraint(
                condition=~Q(state="approved") | Q(shop__isnull=False, identity_verified_at__isnull=False),
                name="approved_application_has_shop_and_identity",
            ),
        ]

    def __str__(self) -> str:
        return self.shop_name or str(self.applicant)

    @property
    def is_editable(self) -> bool:
        return self.state in self.EDITABLE

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN

    @property
    def bank_name(self) -> str:
        bank = banks().get(self.bank_bin)
        return bank.label if bank else ""

    @property
    def masked_account(self) -> str:
        """What screens show of the account number: its last four digits."""
        return masked(self.account_number) if self.account_number else ""


class PaperQuerySet(models.QuerySet):
    def kept(self):
        return self.filter(removed_at=None)


class Paper(models.Model):
    """A photographed paper, sealed in the private storage; read through a view that checks who asks and notes it."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Not looked at yet")
        ACCEPTED = "accepted", _("Accepted")
        REFUSED = "refused", _("To be photographed again")

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    application = models.ForeignKey(
        ShopApplication, models.PROTECT, related_name="papers", verbose_name=_("application")
    )
    kind = models.CharField(_("kind"), max_length=24, choices=[(item.value, item.label) for item in PAPERS])
    file = models.FileField(_("file"), upload_to="papers/", storage=private_storage)
    width = models.PositiveIntegerField(_("width"))
    height = models.PositiveIntegerField(_("height"))
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.WAITING)
    expires_on = models.DateField(_("expires"), null=True, blank=True)
    added_at = models.DateTimeField(_("added"), auto_now_add=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("added by"))
    removed_at = models.DateTimeField(_("removed"), null=True, blank=True)

    objects = PaperQuerySet.as_manager()

    class Meta:
        verbose_name = _("paper")
        verbose_name_plural = _("papers")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.application_id})"


class PaperAccess(AppendOnly):
    """Somebody looked at a paper."""

    paper = models.ForeignKey(Paper, models.PROTECT, related_name="accesses", verbose_name=_("paper"))
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("user"))
    at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        verbose_name = _("look at a paper")
        verbose_name_plural = _("looks at papers")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.user} {self.paper_id}"


class Remark(models.Model):
    """What an officer wants changed, beside the field (`tax_code`) or the kind of paper (`id_front`) it is about."""

    application = models.ForeignKey(
        ShopApplication, models.CASCADE, related_name="remarks", verbose_name=_("application")
    )
    key = models.CharField(_("about"), max_length=24)
    text = models.CharField(_("remark"), max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), auto_now_add=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)

    class Meta:
        verbose_name = _("remark")
        verbose_name_plural = _("remarks")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "key"], condition=Q(answered_at=None), name="one_open_remark_a_field"
            )
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.text}"


class ApplicationEvent(AppendOnly):
    """Something that happened to an application, by whom, and for whom in assisted mode. Values are not kept here."""

    class Kind(models.TextChoices):
        STARTED = "started", _("Application begun")
        CHANGED = "changed", _("Changed")
        PHONE_VERIFIED = "phone_verified", _("Phone number verified")
        PAPER_ADDED = "paper_added", _("Paper added")
        PAPER_REMOVED = "paper_removed", _("Paper removed")
        SUBMITTED = "submitted", _("Sent for review")
        TAKEN_BACK = "taken_back", _("Taken back")
        CHANGES_ASKED = "changes_asked", _("Changes asked")
        IDENTITY_VERIFIED = "identity_verified", _("Identity verified")
        APPROVED = "approved", _("Approved")
        REJECTED = "rejected", _("Rejected")

    application = models.ForeignKey(
        ShopApplication, models.PROTECT, related_name="events", verbose_name=_("application")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    on_behalf_of = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("for")
    )
    detail = models.JSONField(_("detail"), default=dict, blank=True)
    """Names of fields (`fields`), remarks by key (`remarks`), a reason (`reason`), a kind of paper (`paper`)."""
    at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        verbose_name = _("event of an application")
        verbose_name_plural = _("events of applications")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.application_id} {self.kind}"
