"""Acts on certificates: one function for one act and one transaction."""

import hashlib
from collections.abc import Iterable
from functools import partial

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Least
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from training import conf, notices
from training.assessment.completion import completions, is_over
from training.certificates.documents import render_certificates
from training.certificates.models import Certificate, IssueRun
from training.certificates.signing import sign
from training.errors import Refused
from training.models import Enrolment, TrainingClass
from training.signals import certificate_issued


@transaction.atomic
def issue_certificate(enrolment: Enrolment, by) -> Certificate:
    """Certify that she has completed the course. Called twice it gives the same certificate.

    Raises:
        Refused: when the class is not over, or she has not completed the course.
    """
    enrolment = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    if issued := enrolment.certificates.valid().first():
        return issued
    if not is_over(enrolment.training_class):
        raise Refused(_("Certificates are given after the last session."))
    issued = issue_to_all(enrolment.training_class, [enrolment.pk], by)
    if not issued:
        raise Refused(_("%(name)s has not completed the course.") % {"name": enrolment.learner})
    return issued[0]


@transaction.atomic
def issue_to_all(training_class: TrainingClass, enrolments: Iterable[int], by) -> list[Certificate]:
    """Certify those of these enrolments (ids) that wait for a certificate; the others are passed over."""
    locked = (
        Enrolment.objects.taking_part()
        .select_for_update(of=("self",))
        .select_related("learner", "training_class__course__programme", "training_class__place")
        .filter(training_class=training_class, pk__in=enrolments)
        .order_by("pk")
    )
    taking_part = list(locked)
    holders = set(Certificate.objects.valid().filter(enrolment__in=taking_part).values_list("enrolment", flat=True))
    found = completions(training_class, taking_part) if is_over(training_class) else {}
    drafts = [
        _draft(one, by)
        for one in taking_part
        if one.pk not in holders and one.pk in found and found[one.pk].is_complete
    ]
    for certificate in drafts:
        _write(certificate)
    issued = Certificate.objects.bulk_create(drafts)
    for certificate in issued:
        _tell(certificate)
        transaction.on_commit(partial(certificate_issued.send, sender=Certificate, certificate=certificate))
    return issued


def _write(certificate: Certificate) -> None:
    """Make and sign the PDF. What is not committed afterwards leaves a file that nothing points at."""
    pdf = sign(render_certificates([certificate]), reason=certificate.course_title, place=certificate.place_name)
    certificate.sha256 = hashlib.sha256(pdf).hexdigest()
    certificate.pdf.save(f"{certificate.serial}.pdf", ContentFile(pdf), save=False)


def _tell(certificate: Certificate) -> None:
    enrolment = certificate.enrolment
    address = conf.get("SITE_URL") + reverse("training:own_certificate", args=[enrolment.token])
    context = notices.about(enrolment) | {"certificate_url": address}
    notices.send(f"certificate:{certificate.serial}", "certificate", enrolment.learner, context)


def _draft(enrolment: Enrolment, by) -> Certificate:
    training_class = enrolment.training_class
    course = training_class.course
    return Certificate(
        enrolment=enrolment,
        holder_name=enrolment.learner.full_name,
        programme_name=course.programme.name,
        course_title=course.title,
        course_title_en=course.title_en,
        hours=course.hours,
        place_name=str(training_class.place),
        starts_on=training_class.starts_on,
        ends_on=training_class.ends_on,
        issued_on=timezone.localdate(),
        issued_by=by,
    )


@transaction.atomic
def revoke_certificate(certificate: Certificate, by, reason: str) -> Certificate:
    """It no longer holds; its page says so. Revoked twice, the first reason stays.

    Raises:
        Refused: without a reason.
    """
    if not reason.strip():
        raise Refused(_("Say why the certificate is revoked."))
    certificate = Certificate.objects.select_for_update().get(pk=certificate.pk)
    if certificate.is_valid:
        certificate.revoked_at = timezone.now()
        certificate.revoked_reason = reason.strip()
        certificate.revoked_by = by
        certificate.save(update_fields=["revoked_at", "revoked_reason", "revoked_by"])
    return certificate


def show_name(certificate: Certificate, shows: bool) -> None:
    """The holder says whether the page that checks it shows her name."""
    Certificate.objects.filter(pk=certificate.pk).update(shows_name=shows)


def waiting_for_certificate(training_class: TrainingClass) -> list[Enrolment]:
    """Who has completed the course and holds no certificate yet; nobody before the class is over."""
    if not is_over(training_class):
        return []
    enrolments = list(
        training_class.enrolments.taking_part()
        .exclude(pk__in=Certificate.objects.valid().values("enrolment"))
        .select_related("learner", "training_class")
        .order_by("learner__sort_key")
    )
    found = completions(training_class, enrolments)
    return [one for one in enrolments if found[one.pk].is_complete]


def carry_out(run: IssueRun, enrolments: Iterable[int]) -> None:
    """Issue a part of what a run asks for, in one transaction; the run is finished when nobody waits any more.

    Carried out twice, or beside other parts, it issues nothing twice and counts nothing twice.
    """
    with transaction.atomic():
        issued = issue_to_all(run.training_class, enrolments, run.by)
        IssueRun.objects.filter(pk=run.pk).update(done=Least(F("done") + len(issued), F("total")))
    if not waiting_for_certificate(run.training_class):
        IssueRun.objects.filter(pk=run.pk, finished_at=None).update(finished_at=timezone.now())
