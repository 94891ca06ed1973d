import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from marketplace.history import AppendOnly


class RevisionQuerySet(models.QuerySet):
    def open(self):
        """What is still being written or reviewed."""
        return self.filter(state__in=Revision.OPEN)

    def waiting(self):
        """What an officer is to look at; the longest waiting first."""
        return self.filter(state=Revision.State.SUBMITTED).order_by("submitted_at", "pk")


class Revision(models.Model):
    """What a shop wants to say of a product: of a new one, or instead of what stands there now.

    `content` holds the fields of `catalogue_ext.forms.ContentForm` as they were typed. The listing that buyers see
    stays as it is until an officer has approved the revision. `client_id` is made on the phone, so that a draft that is
    sent twice over a poor connection is one draft; `typed_at` (milliseconds, the phone's clock) orders its versions.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SUBMITTED = "submitted", _("Waiting for review")
        CHANGES_ASKED = "changes_asked", _("Changes asked")
        APPROVED = "approved", _("Approved")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    OPEN = (State.DRAFT, State.SUBMITTED, State.CHANGES_ASKED)
    EDITABLE = (State.DRAFT, State.CHANGES_ASKED)

    shop = models.ForeignKey("shops.Shop", models.CASCADE, related_name="revisions", verbose_name=_("shop"))
    listing = models.ForeignKey(
        "catalogue_ext.Listing",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="revisions",
        verbose_name=_("listing"),
    )
    client_id = models.UUIDField(_("id of the phone"), default=uuid.uuid4)
    typed_at = models.BigIntegerField(_("typed at"), default=0)
    state = models.CharField(_("state"), max_length=14, choices=State.choices, default=State.DRAFT)
    content = models.JSONField(_("content"), default=dict, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("written by")
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["-updated_at", "-pk"]
        indexes = [models.Index(fields=["state", "submitted_at"], name="revision_queue")]
        constraints = [
            models.UniqueConstraint(fields=["shop", "client_id"], name="revision_once_a_phone"),
            models.UniqueConstraint(
                fields=["listing"],
                condition=models.Q(state__in=["draft", "submitted", "changes_asked"]),
                name="one_open_revision_a_listing",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return str(self.content.get("title") or "") or str(_("A product without a name yet"))

    @property
    def is_editable(self) -> bool:
        return self.state in self.EDITABLE

    @property
    def is_of_published(self) -> bool:
        """Whether it would change a product that buyers know already."""
        return self.listing is not None and self.listing.published_at is not None


class RevisionPicture(models.Model):
    """A picture of a revision: `original` as it was taken in, `file` the square that the shop shows."""

    revision = models.ForeignKey(Revision, models.CASCADE, related_name="pictures", verbose_name=_("revision"))
    client_id = models.UUIDField(_("id of the phone"), default=uuid.uuid4)
    original = models.ImageField(_("original"), max_length=255)
    file = models.ImageField(_("picture"), max_length=255)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    crop_x = models.PositiveSmallIntegerField(_("from the left"), default=50)
    crop_y = models.PositiveSmallIntegerField(_("from the top"), default=50)
    zoom = models.PositiveSmallIntegerField(_("zoom"), default=100)
    turns = models.PositiveSmallIntegerField(_("quarter turns"), default=0)

    class Meta:
        verbose_name = _("picture of a revision")
        verbose_name_plural = _("pictures of a revision")
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["revision", "client_id"], name="picture_once_a_revision")]

    def __str__(self) -> str:
        return self.file.name


class ReviewEvent(AppendOnly):
    """What happened to a revision, by whom and why. Rows are added only."""

    class Kind(models.TextChoices):
        SUBMITTED = "submitted", _("Sent for review")
        APPROVED = "approved", _("Approved")
        CHANGES_ASKED = "changes_asked", _("Changes asked")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    revision = models.ForeignKey(Revision, models.PROTECT, related_name="events", verbose_name=_("revision"))
    kind = models.CharField(_("what"), max_length=14, choices=Kind.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    remarks = models.JSONField(_("remarks"), default=dict, blank=True, help_text=_("Reasons by field."))
    content = models.JSONField(_("content at that time"), default=dict, blank=True)
    at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        verbose_name = _("review event")
        verbose_name_plural = _("review events")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.revision}"
