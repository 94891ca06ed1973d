"""Who was there: every mark that was ever made, and what holds now. The rule: docs/attendance.md."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from training.models.classes import Session
from training.models.learners import Learner


class MarkState(models.TextChoices):
    PRESENT = "present", _("Present")
    LATE = "late", _("Late")
    EXCUSED = "excused", _("Excused")
    ABSENT = "absent", _("Absent")
    UNMARKED = "unmarked", _("Not marked")


class AttendanceMark(models.Model):
    """One mark as it was made; never changed, never deleted.

    Of a learner's marks in a session the greatest by (`corrected_at`, `device`, `device_time`, `client_id`) holds.
    """

    class Source(models.TextChoices):
        SHEET = "sheet", _("on the sheet")
        WALK_IN = "walk_in", _("at the door")
        QR = "qr", _("by the code on the screen")
        BADGE = "badge", _("by her badge")
        ONLINE = "online", _("by the link of the meeting")
        IMPORT = "import", _("from the list of participants")
        CORRECTION = "correction", _("by a correction")

    client_id = models.UUIDField(_("client's id"), unique=True)
    """Made where the mark was made: sent twice, it is stored once."""
    session = models.ForeignKey(Session, models.PROTECT, related_name="marks", verbose_name=_("session"))
    learner = models.ForeignKey(Learner, models.PROTECT, related_name="marks", verbose_name=_("learner"))
    state = models.CharField(_("state"), max_length=8, choices=MarkState.choices)
    source = models.CharField(pgettext_lazy("attendance", "how"), max_length=10, choices=Source.choices)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    device = models.CharField(_("device"), max_length=36)
    device_time = models.DateTimeField(_("time on the device"))
    corrected_at = models.DateTimeField(_("corrected time"))
    """The device's time on the server's clock, never later than when it arrived."""
    received_at = models.DateTimeField(_("received"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("by")
    )

    class Meta:
        verbose_name = _("attendance mark")
        verbose_name_plural = _("attendance marks")
        ordering = ["corrected_at", "device", "client_id"]
        indexes = [models.Index(fields=["session", "learner"])]
        constraints = [
            models.CheckConstraint(condition=~Q(source="correction") | ~Q(reason=""), name="correction_has_a_reason")
        ]

    def __str__(self) -> str:
        return f"{self.session_id}/{self.learner_id}: {self.state}"


class Attendance(models.Model):
    """What holds for a learner in a session: the state of the mark that wins."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="attendance", verbose_name=_("session"))
    learner = models.ForeignKey(Learner, models.PROTECT, related_name="attendance", verbose_name=_("learner"))
    state = models.CharField(_("state"), max_length=8, choices=MarkState.choices)
    mark = models.ForeignKey(AttendanceMark, models.PROTECT, related_name="+", verbose_name=_("mark"))

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendance")
        indexes = [models.Index(fields=["learner", "state"])]
        constraints = [models.UniqueConstraint(fields=["session", "learner"], name="attendance_once_a_session")]

    def __str__(self) -> str:
        return f"{self.session_id}/{self.learner_id}: {self.state}"


class WalkIn(models.Model):
    """Someone who came to the door, as a device sent her; sent twice, she comes once."""

    client_id = models.UUIDField(_("client's id"), unique=True)
    session = models.ForeignKey(Session, models.PROTECT, related_name="walk_ins", verbose_name=_("session"))
    learner = models.ForeignKey(Learner, models.PROTECT, related_name="+", verbose_name=_("learner"))
    full_name = models.CharField(_("full name"), max_length=150)
    phone = models.CharField(_("phone number"), max_length=30, blank=True)
    """As typed: a number that is none does not keep her out of the class."""
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, related_name="+", null=True, verbose_name=_("by"))
    received_at = models.DateTimeField(_("received"), auto_now_add=True)

    class Meta:
        verbose_name = _("walk-in")
        verbose_name_plural = _("walk-ins")

    def __str__(self) -> str:
        return self.full_name


class OnlineArrival(models.Model):
    """An enrolled learner opened the link of an online session; the trainer confirms it with a mark."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="arrivals", verbose_name=_("session"))
    learner = models.ForeignKey(Learner, models.CASCADE, related_name="+", verbose_name=_("learner"))
    at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        verbose_name = _("online arrival")
        verbose_name_plural = _("online arrivals")
        constraints = [models.UniqueConstraint(fields=["session", "learner"], name="online_arrival_once")]

    def __str__(self) -> str:
        return f"{self.session_id}/{self.learner_id}"
