"""Issuing the certificates of a whole class: a run, carried out in parts by jobs (`tasks.issue_certificates`)."""

from functools import partial

from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.utils.translation import gettext as _

from training.certificates.models import IssueRun
from training.certificates.services import waiting_for_certificate
from training.certificates.signing import signer
from training.certificates.tasks import issue_certificates
from training.errors import Refused
from training.models import TrainingClass

PART = 25
"""Certificates of one job: a second's work, so that several workers share a run and its progress is seen."""


@transaction.atomic
def start_run(training_class: TrainingClass, by) -> IssueRun:
    """Have jobs issue the certificates of a class. A run that is under way gets jobs anew: lost ones do no harm.

    Raises:
        Refused: when nobody waits for a certificate, or there is no key to sign with.
    """
    locked = TrainingClass.objects.select_for_update(of=("self",)).get(pk=training_class.pk)
    waiting = [one.pk for one in waiting_for_certificate(locked)]
    if not waiting:
        raise Refused(_("Nobody waits for a certificate."))
    try:
        signer()
    except ImproperlyConfigured as error:
        raise Refused(_("The key that signs certificates is missing. Please tell who runs this site.")) from error
    run = IssueRun.objects.filter(training_class=locked, finished_at=None).first()
    run = run or IssueRun(training_class=locked, by=by)
    run.total = run.done + len(waiting)
    run.save()
    for at in range(0, len(waiting), PART):
        transaction.on_commit(partial(issue_certificates.delay, run.pk, waiting[at : at + PART]))
    return run
