"""Spreadsheets that shops send: each row is kept with its faults until the shop says “go on”."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Sheet(models.Model):
    """A spreadsheet of products that a shop has sent, and how far it has come; `pictures` is a private file, a ZIP."""

    class State(models.TextChoices):
        SEEN = "seen", _("Looked through")
        RUNNING = "running", _("Being imported")
        DONE = "done", _("Imported")

    shop = models.ForeignKey("shops.Shop", models.CASCADE, related_name="sheets", verbose_name=_("shop"))
    name = models.CharField(_("file"), max_length=120)
    pictures = models.CharField(_("pictures"), max_length=200, blank=True)
    unknown = models.JSONField(_("columns not used"), default=list, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.SEEN)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("sent by")
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("spreadsheet of products")
        verbose_name_plural = _("spreadsheets of products")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name


class SheetRow(models.Model):
    """One row: what it says (`content`, in the words of `ContentForm`), what is wrong with it, what became of it.

    `key` is the same for the same product in whatever spreadsheet it comes: of its SKU, or else of its name.
    """

    class State(models.TextChoices):
        FAULTY = "faulty", _("To be put right")
        READY = "ready", _("Ready")
        SENT = "sent", _("Waiting for review")
        DRAFT = "draft", _("Draft: add a picture")
        CHANGED = "changed", _("Price and stock changed")
        SAME = "same", _("Nothing new")
        FAILED = "failed", _("Not imported")

    FINISHED = (State.SENT, State.DRAFT, State.CHANGED, State.SAME, State.FAILED)

    sheet = models.ForeignKey(Sheet, models.CASCADE, related_name="rows", verbose_name=_("spreadsheet"))
    line = models.PositiveIntegerField(_("row"))
    title = models.CharField(_("name"), max_length=200, blank=True)
    key = models.UUIDField(_("key"), null=True)
    content = models.JSONField(_("content"), default=dict, blank=True)
    pictures = models.JSONField(_("pictures"), default=list, blank=True)
    faults = models.JSONField(_("faults"), default=list, blank=True, help_text=_("Pairs: a column, what is wrong."))
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.READY)
    is_known = models.BooleanField(_("of a product that is there"), default=False)
    revision = models.ForeignKey(
        "catalogue_ext.Revision", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("draft")
    )
    listing = models.ForeignKey(
        "catalogue_ext.Listing", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("listing")
    )

    class Meta:
        verbose_name = _("row of a spreadsheet")
        verbose_name_plural = _("rows of spreadsheets")
        ordering = ["line"]
        constraints = [models.UniqueConstraint(fields=["sheet", "line"], name="row_once_a_sheet")]

    def __str__(self) -> str:
        return f"{self.line}: {self.title}"
