"""People who learn, with or without an account, and their places in classes."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from training.codes import new_code
from training.folding import fold, initials, name_key
from training.models.classes import TrainingClass
from training.phones import validate_e164


def enrolment_token() -> str:
    return secrets.token_urlsafe(18)


BADGE_LENGTH = 6
"""Beside its check letter: short enough to be typed. Of 12,000 such codes two are alike one time in seven."""


def badge_code() -> str:
    return new_code(BADGE_LENGTH)


class LearnerQuerySet(models.QuerySet):
    def living(self) -> "LearnerQuerySet":
        """Records that were not merged into another one."""
        return self.filter(merged_into=None)

    def matching(self, text: str) -> "LearnerQuerySet":
        """By part of a phone number, or by a name typed with or without marks."""
        digits = "".join(letter for letter in text if letter.isdigit())
        if len(digits) >= 3:
            return self.filter(phone__contains=digits.removeprefix("84").lstrip("0"))
        found = self
        for word in fold(text).split():
            found = found.filter(folded__contains=word)
        return found


class Learner(models.Model):
    """A person. A phone may be shared in a family, so it names no one by itself."""

    class Role(models.TextChoices):
        MEMBER = "member", _("Union member")
        OFFICER = "officer", _("Union officer")
        COOPERATIVE = "cooperative", _("cooperative or household business")
        OTHER = "other", _("other")

    full_name = models.CharField(_("full name"), max_length=150)
    folded = models.CharField(max_length=150, editable=False, db_index=True)
    sort_key = models.CharField(max_length=320, editable=False)
    phone = models.CharField(_("phone number"), max_length=16, blank=True, db_index=True, validators=[validate_e164])
    email = models.EmailField(_("e-mail address"), blank=True)
    birth_year = models.PositiveSmallIntegerField(_("year of birth"), null=True, blank=True)
    place = models.ForeignKey(
        settings.TRAINING_PLACE_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("commune or ward"),
    )
    occupation = models.CharField(_("occupation"), max_length=100, blank=True)
    role = models.CharField(_("role"), max_length=12, choices=Role.choices, default=Role.MEMBER)
    language = models.CharField(_("language"), max_length=5, default="vi")
    badge = models.CharField(_("badge code"), max_length=10, unique=True, default=badge_code, editable=False)
    consent_at = models.DateTimeField(
        _("consent given"), null=True, blank=True, help_text=_("To keep her data for the courses.")
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        related_name="learner",
        null=True,
        blank=True,
        verbose_name=_("account"),
    )
    merged_into = models.ForeignKey(
        "self", models.PROTECT, related_name="merged_from", null=True, blank=True, verbose_name=_("merged into")
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    objects = LearnerQuerySet.as_manager()

    class Meta:
        verbose_name = _("learner")
        verbose_name_plural = _("learners")
        ordering = ["sort_key", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(birth_year=None) | Q(birth_year__range=(1900, 2100)), name="learner_birth_year_plausible"
            ),
            models.CheckConstraint(condition=Q(merged_into=None) | Q(user=None), name="merged_learner_has_no_account"),
        ]

    def __str__(self) -> str:
        return self.full_name

    def save(self, *args, **kwargs) -> None:
        self.describe()
        while self._state.adding and Learner.objects.filter(badge=self.badge).exists():
            self.badge = badge_code()
        if (fields := kwargs.get("update_fields")) is not None and "full_name" in fields:
            kwargs["update_fields"] = {*fields, "folded", "sort_key"}
        super().save(*args, **kwargs)

    def describe(self) -> None:
        """What follows from her name; `save` does it, who writes many at once does it herself."""
        self.full_name = " ".join(self.full_name.split())
        self.folded = fold(self.full_name)
        self.sort_key = name_key(self.full_name)

    @property
    def initials(self) -> str:
        return initials(self.full_name)


class EnrolmentQuerySet(models.QuerySet):
    def taking_part(self) -> "EnrolmentQuerySet":
        """Who is on the attendance sheet."""
        return self.filter(state=Enrolment.State.ENROLLED)

    def holding_a_place(self) -> "EnrolmentQuerySet":
        """Who counts against the capacity: the enrolled, and those to whom a place is offered."""
        return self.filter(state__in=[Enrolment.State.ENROLLED, Enrolment.State.OFFERED])


class Enrolment(models.Model):
    """A learner's place in a class, or in the line for one."""

    class State(models.TextChoices):
        ENROLLED = "enrolled", _("Enrolled")
        WAITING = "waiting", _("On the waiting list")
        OFFERED = "offered", _("A place is offered")
        WITHDRAWN = "withdrawn", pgettext_lazy("training", "Withdrawn")

    class Source(models.TextChoices):
        SELF = "self", _("by herself")
        TRAINER = "trainer", _("by the trainer")
        WALK_IN = "walk_in", _("at the door")
        SPREADSHEET = "spreadsheet", _("from a spreadsheet")
        OFFICER = "officer", _("by an officer")

    training_class = models.ForeignKey(
        TrainingClass, models.PROTECT, related_name="enrolments", verbose_name=_("class")
    )
    learner = models.ForeignKey(Learner, models.PROTECT, related_name="enrolments", verbose_name=_("learner"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices)
    source = models.CharField(_("how"), max_length=12, choices=Source.choices)
    token = models.CharField(max_length=32, unique=True, default=enrolment_token, editable=False)
    """Opens her own page of this enrolment without an account."""
    queued_at = models.DateTimeField(_("since"))
    """Her turn on the waiting list."""
    offer_expires_at = models.DateTimeField(_("offer holds until"), null=True, blank=True)
    enrolled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("by")
    )
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        ordering = ["queued_at", "pk"]
        indexes = [models.Index(fields=["training_class", "state"])]
        constraints = [
            models.UniqueConstraint(fields=["training_class", "learner"], name="enrolment_once_a_class"),
            models.CheckConstraint(
                condition=~Q(state="offered") | Q(offer_expires_at__isnull=False), name="offer_has_a_deadline"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.learner} → {self.training_class.code}"


class LearnerMerge(models.Model):
    """Two records of one person became one. `moved` tells what went over, so that it can be read and taken back."""

    kept = models.ForeignKey(Learner, models.PROTECT, related_name="+", verbose_name=_("kept"))
    merged = models.OneToOneField(Learner, models.PROTECT, related_name="+", verbose_name=_("merged"))
    moved = models.JSONField(_("what went over"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, related_name="+", null=True, verbose_name=_("by"))
    at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        verbose_name = _("merge of learners")
        verbose_name_plural = _("merges of learners")
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.merged_id} → {self.kept_id}"
