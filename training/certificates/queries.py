"""Reads of certificates for pages."""

import hashlib
from dataclasses import dataclass

from training.certificates.models import Certificate, IssueRun
from training.certificates.serials import clean_serial
from training.certificates.services import waiting_for_certificate
from training.certificates.signing import is_intact
from training.models import Enrolment, TrainingClass

MOST_BYTES = 1024 * 1024
"""Of a file to check; ours have about 40 KB."""


def certificate_by_serial(typed: str) -> Certificate | None:
    """The certificate with this serial number, typed in any spelling."""
    serial = clean_serial(typed)
    return Certificate.objects.filter(serial=serial).first() if serial else None


@dataclass(frozen=True)
class FileCheck:
    """What an uploaded PDF is: `certificate` when it is to the letter one that we issued, `is_signed` when it carries
    our present signature, unchanged since."""

    certificate: Certificate | None
    is_signed: bool


def check_file(pdf: bytes) -> FileCheck:
    certificate = Certificate.objects.filter(sha256=hashlib.sha256(pdf).hexdigest()).first()
    return FileCheck(certificate, is_intact(pdf))


@dataclass(frozen=True)
class ClassCertificates:
    issued: list[Certificate]
    waiting: list[Enrolment]
    not_complete: list[Enrolment]
    run: IssueRun | None


def certificates_of_class(training_class: TrainingClass) -> ClassCertificates:
    """Who holds one, who waits for one, who has not completed the course."""
    issued = list(
        Certificate.objects.filter(enrolment__training_class=training_class).order_by(
            "enrolment__learner__sort_key", "-pk"
        )
    )
    holders = {one.enrolment_id for one in issued if one.is_valid}
    waiting = waiting_for_certificate(training_class)
    named = holders | {one.pk for one in waiting}
    enrolments = training_class.enrolments.taking_part().select_related("learner").order_by("learner__sort_key")
    return ClassCertificates(
        issued=issued,
        waiting=waiting,
        not_complete=[one for one in enrolments if one.pk not in named],
        run=IssueRun.objects.filter(training_class=training_class).first(),
    )


def certificates_of(user):
    """The valid certificates of a signed-in learner."""
    return Certificate.objects.valid().filter(enrolment__learner__user=user)


def has_completed_onboarding(user) -> bool:
    """Whether she holds a valid certificate of a course that opens the shop."""
    return certificates_of(user).filter(enrolment__training_class__course__is_onboarding=True).exists()
