"""Jobs of training; each may run twice, or late, and does no harm."""

from celery import shared_task

from training import reminders
from training.services import enrolment


@shared_task
def send_reminders() -> None:
    """Every ten minutes, by beat."""
    reminders.send_due()


@shared_task
def let_offers_run_out() -> None:
    """Every ten minutes, by beat."""
    for training_class in enrolment.with_late_offers():
        enrolment.let_offers_run_out(training_class)
