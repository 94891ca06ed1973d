from celery import shared_task

from training.certificates import services
from training.certificates.models import IssueRun


@shared_task(autoretry_for=(OSError,), retry_backoff=10, max_retries=5)
def issue_certificates(run_id: int, enrolments: list[int]) -> None:
    """Issue a part of what a run asks for; safe to run twice."""
    run = IssueRun.objects.select_related("training_class__course", "by").get(pk=run_id)
    services.carry_out(run, enrolments)
