"""Issuing the certificates of a whole class: a run, carried out by a job (`tasks.issue_certificates`)."""

from django.db import transaction
from django.utils.translation import gettext as _

from training.certificates.models import IssueRun
from training.certificates.services import waiting_for_certificate
from training.certificates.tasks import issue_certificates
from training.errors import Refused
from training.models import TrainingClass


@transaction.atomic
def start_run(training_class: TrainingClass, by) -> IssueRun:
    """Have a job issue the certificates of a class. While a run is under way, it is given once more.

    Raises:
        Refused: when nobody waits for a certificate.
    """
    locked = TrainingClass.objects.select_for_update(of=("self",)).get(pk=training_class.pk)
    if running := IssueRun.objects.filter(training_class=locked, finished_at=None).first():
        return running
    total = len(waiting_for_certificate(locked))
    if not total:
        raise Refused(_("Nobody waits for a certificate."))
    run = IssueRun.objects.create(training_class=locked, by=by, total=total)
    transaction.on_commit(lambda: issue_certificates.delay(run.pk))
    return run
