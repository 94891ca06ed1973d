"""Who may do what in training, and which notices went out."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from training.models.learners import Learner


class StaffAssignment(models.Model):
    """A role in training. What each may do: training/access.py."""

    class Role(models.TextChoices):
        TRAINER = "trainer", _("Trainer")
        OFFICER = "officer", _("Officer")
        MANAGER = "manager", _("Programme manager")
        AUDITOR = "auditor", _("Auditor")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="training_assignments", verbose_name=_("user")
    )
    role = models.CharField(_("role"), max_length=8, choices=Role.choices)
    place = models.ForeignKey(
        settings.TRAINING_PLACE_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("area"),
        help_text=_("Of an officer; empty: everywhere."),
    )

    class Meta:
        verbose_name = _("role in training")
        verbose_name_plural = _("roles in training")
        constraints = [
            models.UniqueConstraint(fields=["user", "role", "place"], name="training_role_once_an_area"),
            models.UniqueConstraint(
                fields=["user", "role"], condition=Q(place=None), name="training_role_once_everywhere"
            ),
            models.CheckConstraint(
                condition=Q(place=None) | Q(role="officer"),
                name="only_officers_have_an_area",
                violation_error_message=_("Only an officer has an area."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"


class SentNotice(models.Model):
    """A notice that went out; its key keeps it from going twice."""

    key = models.CharField(_("key"), max_length=120, unique=True)
    template = models.CharField(_("template"), max_length=40)
    learner = models.ForeignKey(Learner, models.CASCADE, related_name="notices", verbose_name=_("learner"))
    sent_at = models.DateTimeField(_("sent"), auto_now_add=True)

    class Meta:
        verbose_name = _("sent notice")
        verbose_name_plural = _("sent notices")

    def __str__(self) -> str:
        return self.key
