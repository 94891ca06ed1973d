"""What was read from a file and waits for someone's yes."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from training.models.classes import Session, TrainingClass


class ImportDraft(models.Model):
    """The rows of an uploaded list, as they were read: shown first, written when its maker says so, once."""

    class Kind(models.TextChoices):
        LEARNERS = "learners", _("list of learners")
        PARTICIPANTS = "participants", _("list of participants of an online meeting")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    training_class = models.ForeignKey(TrainingClass, models.CASCADE, related_name="imports", verbose_name=_("class"))
    session = models.ForeignKey(Session, models.CASCADE, null=True, related_name="imports", verbose_name=_("session"))
    file_name = models.CharField(_("file"), max_length=200)
    rows = models.JSONField(_("rows"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("by"))
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    applied_at = models.DateTimeField(_("written"), null=True, blank=True)

    class Meta:
        verbose_name = _("list read from a file")
        verbose_name_plural = _("lists read from files")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.file_name
