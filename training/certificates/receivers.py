"""When two records of one person become one, her certificates follow."""

from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext as _

from training.certificates.models import Certificate
from training.signals import enrolment_merged


@receiver(enrolment_merged, dispatch_uid="certificates_follow_enrolment")
def follow(sender, kept, merged, **kwargs) -> None:
    """Of two valid certificates of one class the kept record's stays; the other is revoked, as one person has one."""
    has_one = Certificate.objects.valid().filter(enrolment=kept).exists()
    for certificate in Certificate.objects.filter(enrolment=merged):
        if has_one and certificate.is_valid:
            certificate.revoked_at = timezone.now()
            certificate.revoked_reason = _("Two records of one person were merged.")
        certificate.enrolment = kept
        certificate.save(update_fields=["enrolment", "revoked_at", "revoked_reason"])
