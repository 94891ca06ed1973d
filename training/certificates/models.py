"""What was certified of whom, as it was when it was issued, and the runs that issue many."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from training.assessment.storage import private_storage
from training.certificates.serials import new_serial
from training.folding import initials
from training.models import Enrolment, TrainingClass


class CertificateQuerySet(models.QuerySet):
    def valid(self) -> "CertificateQuerySet":
        return self.filter(revoked_at=None)


class Certificate(models.Model):
    """A certificate as it was issued: names and titles are kept as they stood on that day.

    The PDF is signed once and never made anew, so that `sha256` (hex) tells whether a file is the one that we issued.
    """

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="certificates", verbose_name=_("enrolment"))
    serial = models.CharField(_("serial number"), max_length=24, unique=True, default=new_serial, editable=False)
    holder_name = models.CharField(_("holder"), max_length=150)
    programme_name = models.CharField(_("programme"), max_length=150)
    course_title = models.CharField(_("course"), max_length=150)
    course_title_en = models.CharField(_("course (English)"), max_length=150, blank=True)
    hours = models.DecimalField(_("hours"), max_digits=5, decimal_places=1)
    place_name = models.CharField(_("place"), max_length=200)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    issued_on = models.DateField(_("issued on"))
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, related_name="+", null=True, verbose_name=_("issued by")
    )
    shows_name = models.BooleanField(
        _("shows the name"), default=False, help_text=_("Whether the page that checks it shows the holder's full name.")
    )
    pdf = models.FileField(_("PDF"), upload_to="certificates/", storage=private_storage, max_length=200)
    sha256 = models.CharField(_("SHA-256 of the PDF"), max_length=64, unique=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    revoked_reason = models.CharField(_("reason"), max_length=200, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("revoked by")
    )

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering = ["-issued_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment"], condition=Q(revoked_at=None), name="one_valid_certificate_an_enrolment"
            ),
            models.CheckConstraint(
                condition=Q(revoked_at=None) | ~Q(revoked_reason=""), name="revoked_certificate_says_why"
            ),
        ]

    def __str__(self) -> str:
        return self.serial

    def get_absolute_url(self) -> str:
        """The public page that checks it."""
        return reverse("training:certificate", args=[self.serial])

    @property
    def is_valid(self) -> bool:
        return self.revoked_at is None

    @property
    def shown_title(self) -> str:
        english = (get_language() or "").startswith("en") and self.course_title_en
        return english or self.course_title

    @property
    def shown_name(self) -> str:
        """What the public page says of the holder: her name where she agreed, else her initials."""
        return self.holder_name if self.shows_name else ". ".join(initials(self.holder_name)) + "."


class IssueRun(models.Model):
    """One press of “issue”: how many certificates of a class are to be made, and how many are."""

    training_class = models.ForeignKey(TrainingClass, models.PROTECT, related_name="+", verbose_name=_("class"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    started_at = models.DateTimeField(_("begun"), auto_now_add=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    total = models.PositiveIntegerField(_("to be made"), default=0)
    done = models.PositiveIntegerField(_("made"), default=0)

    class Meta:
        verbose_name = _("run of certificates")
        verbose_name_plural = _("runs of certificates")
        ordering = ["-started_at"]
        constraints = [
            models.CheckConstraint(condition=Q(done__lte=F("total")), name="not_more_certificates_than_wanted")
        ]

    def __str__(self) -> str:
        return f"{self.training_class}: {self.done}/{self.total}"
