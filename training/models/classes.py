"""A course run in one place by one trainer, and its meetings."""

import secrets

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Case, F, Q, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from training.codes import new_code
from training.models.courses import Course, Curriculum


def session_key() -> str:
    """What a session's check-in codes are signed with, beside the site's own key."""
    return secrets.token_hex(16)


class ClassQuerySet(models.QuerySet):
    def public(self) -> "ClassQuerySet":
        """Classes that anyone may see and enrol in."""
        return self.filter(state=TrainingClass.State.OPEN, course__is_public=True)

    def coming(self) -> "ClassQuerySet":
        """Those that are not over, the next one first; what has begun already stands at the end."""
        today = timezone.localdate()
        has_begun = Case(When(starts_on__lt=today, then=1), default=0)
        return self.filter(ends_on__gte=today).order_by(has_begun, "starts_on", "pk")

    def taught_by(self, user) -> "ClassQuerySet":
        return self.filter(
            Q(trainer=user)
            | Q(pk__in=TrainingClass.assistants.through.objects.filter(user=user).values("trainingclass"))
        )


class TrainingClass(models.Model):
    """A course run in one place. `starts_on` and `ends_on` follow its sessions (services.plan)."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        OPEN = "open", _("Open")
        CLOSED = "closed", _("Closed")
        CANCELLED = "cancelled", _("Cancelled")

    class Language(models.TextChoices):
        VIETNAMESE = "vi", _("Vietnamese")
        ENGLISH = "en", _("English")

    code = models.CharField(_("code"), max_length=12, unique=True, default=new_code, editable=False)
    course = models.ForeignKey(Course, models.PROTECT, related_name="classes", verbose_name=_("course"))
    curriculum = models.ForeignKey(Curriculum, models.PROTECT, related_name="classes", verbose_name=_("curriculum"))
    place = models.ForeignKey(
        settings.TRAINING_PLACE_MODEL, models.PROTECT, related_name="+", verbose_name=_("commune or ward")
    )
    venue = models.CharField(_("venue"), max_length=150, help_text=_("“Nhà văn hóa thôn Văn Lâm”"))
    trainer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="training_classes", verbose_name=_("trainer")
    )
    assistants = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="assisted_training_classes", blank=True, verbose_name=_("assistants")
    )
    capacity = models.PositiveSmallIntegerField(_("capacity"), default=40, validators=[MinValueValidator(1)])
    language = models.CharField(_("language"), max_length=2, choices=Language.choices, default=Language.VIETNAMESE)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    only_own_commune = models.BooleanField(_("only for people of its commune"), default=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    objects = ClassQuerySet.as_manager()

    class Meta:
        verbose_name = _("class")
        verbose_name_plural = _("classes")
        ordering = ["starts_on", "pk"]
        indexes = [models.Index(fields=["state", "ends_on"]), models.Index(fields=["place", "starts_on"])]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="class_ends_after_it_starts"),
            models.CheckConstraint(condition=Q(capacity__gte=1), name="class_has_places"),
        ]

    def __str__(self) -> str:
        return f"{self.course} ({self.code})"

    def get_absolute_url(self) -> str:
        return reverse("training:class", args=[self.code])

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def has_begun(self) -> bool:
        return self.starts_on < timezone.localdate()

    @property
    def is_closed(self) -> bool:
        """Nothing of it changes any more but by staff."""
        return self.state in (self.State.CLOSED, self.State.CANCELLED)


class SessionQuerySet(models.QuerySet):
    def held(self) -> "SessionQuerySet":
        """Those that take place or took place."""
        return self.filter(state=Session.State.PLANNED)


class Session(models.Model):
    """One meeting, in a hall or online. Times are stored in UTC and read in the project's zone."""

    class Mode(models.TextChoices):
        HALL = "hall", _("in a hall")
        ONLINE = "online", _("online")

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        CANCELLED = "cancelled", _("Cancelled")

    training_class = models.ForeignKey(TrainingClass, models.CASCADE, related_name="sessions", verbose_name=_("class"))
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=150, blank=True)
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    mode = models.CharField(_("mode"), max_length=6, choices=Mode.choices, default=Mode.HALL)
    hall = models.CharField(_("hall"), max_length=150, blank=True)
    map_url = models.URLField(_("map link"), max_length=300, blank=True)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    online_url = models.URLField(
        _("link of the meeting"), max_length=500, blank=True, help_text=_("Zoom or Zalo; shown to the enrolled only.")
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.PLANNED)
    revision = models.PositiveSmallIntegerField(default=0, editable=False)
    """Counts its changes, for calendars (RFC 5545 SEQUENCE)."""
    self_check_in = models.BooleanField(_("learners may check in themselves"), default=True)
    opens_before_minutes = models.PositiveSmallIntegerField(_("check-in opens before, minutes"), default=30)
    closes_after_minutes = models.PositiveSmallIntegerField(
        _("check-in closes after the beginning, minutes"), default=60
    )
    max_distance_m = models.PositiveIntegerField(
        _("at most this far from the hall, metres"), null=True, blank=True, help_text=_("Empty: not checked.")
    )
    secret = models.CharField(max_length=32, default=session_key, editable=False)

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = ["training_class", "starts_at"]
        indexes = [models.Index(fields=["starts_at"])]
        constraints = [
            models.UniqueConstraint(fields=["training_class", "number"], name="session_number_once_a_class"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="session_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return f"{self.training_class.code}-{self.number}"

    @property
    def is_cancelled(self) -> bool:
        return self.state == self.State.CANCELLED

    @property
    def has_ended(self) -> bool:
        return self.ends_at <= timezone.now()

    @property
    def where(self) -> str:
        return self.hall or self.training_class.venue


class SessionChange(models.Model):
    """A session that was moved or cancelled: from when, why, by whom."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="changes", verbose_name=_("session"))
    starts_before = models.DateTimeField(_("began before"))
    starts_after = models.DateTimeField(_("begins now"), null=True, blank=True, help_text=_("Empty: cancelled."))
    reason = models.CharField(_("reason"), max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        verbose_name = _("change of a session")
        verbose_name_plural = _("changes of sessions")
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.session}: {self.reason}"
