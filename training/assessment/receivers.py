"""When two records of one person become one, her quizzes and tasks follow."""

from django.db.models import Max
from django.dispatch import receiver

from training.assessment.models import Attempt, TaskSubmission
from training.signals import enrolment_merged


@receiver(enrolment_merged, dispatch_uid="assessment_follows_enrolment")
def follow(sender, kept, merged, **kwargs) -> None:
    """Attempts go on counting; of two hand-ins of one task the accepted one, else the later one, stays."""
    for attempt in Attempt.objects.filter(enrolment=merged).order_by("quiz", "number"):
        own = Attempt.objects.filter(enrolment=kept, quiz=attempt.quiz_id)
        if attempt.submitted_at is None and own.filter(submitted_at=None).exists():
            attempt.delete()
            continue
        attempt.number = (own.aggregate(last=Max("number"))["last"] or 0) + 1
        attempt.enrolment = kept
        attempt.save(update_fields=["number", "enrolment"])
    for submission in TaskSubmission.objects.filter(enrolment=merged):
        own = TaskSubmission.objects.filter(enrolment=kept, task=submission.task_id).first()
        if own and _rank(own) >= _rank(submission):
            submission.delete()
            continue
        if own:
            own.delete()
        submission.enrolment = kept
        submission.save(update_fields=["enrolment"])


def _rank(submission: TaskSubmission) -> tuple:
    return submission.state == TaskSubmission.State.ACCEPTED, submission.handed_in_at
