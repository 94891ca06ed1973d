"""Acts of assessment: one function for one act and one transaction."""

import random

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from training.assessment.grading import is_right, percent
from training.assessment.models import Answer, Attempt, Quiz, Task, TaskSubmission
from training.errors import Refused
from training.models import Enrolment


@transaction.atomic
def start_attempt(quiz: Quiz, enrolment: Enrolment, filled_in_by=None) -> Attempt:
    """The open attempt of this enrolment, or a new one with its questions drawn. Called twice it starts one.

    On paper (`filled_in_by`) all questions of the bank are asked; what she had begun on her phone becomes that attempt.

    Raises:
        Refused: when the quiz is not of her course, has no questions, or she has no attempt left.
    """
    locked = Enrolment.objects.select_for_update().select_related("training_class").get(pk=enrolment.pk)
    if quiz.curriculum_id != locked.training_class.curriculum_id or locked.state != Enrolment.State.ENROLLED:
        raise Refused(_("This quiz is for those who take part in the class."))
    attempts = list(quiz.attempts.filter(enrolment=locked).order_by("number"))
    if attempts and attempts[-1].submitted_at is None:
        return _on_paper(attempts[-1], filled_in_by) if filled_in_by else attempts[-1]
    if len(attempts) >= quiz.max_attempts:
        raise Refused(_("There is no attempt left. Ask your trainer."))
    drawn = _bank(quiz) if filled_in_by else _draw(quiz)
    return Attempt.objects.create(
        quiz=quiz, enrolment=locked, number=len(attempts) + 1, drawn=drawn, filled_in_by=filled_in_by
    )


def _on_paper(attempt: Attempt, filled_in_by) -> Attempt:
    attempt.drawn, attempt.filled_in_by = _bank(attempt.quiz), filled_in_by
    attempt.save(update_fields=["drawn", "filled_in_by"])
    return attempt


def _bank(quiz: Quiz) -> list[int]:
    bank = list(quiz.questions.order_by("position", "pk").values_list("pk", flat=True))
    if not bank:
        raise Refused(_("This quiz has no questions yet."))
    return bank


def _draw(quiz: Quiz) -> list[int]:
    bank = _bank(quiz)
    if quiz.num_drawn is None or quiz.num_drawn >= len(bank):
        return bank
    drawn = set(random.SystemRandom().sample(bank, quiz.num_drawn))
    return [question for question in bank if question in drawn]


@transaction.atomic
def submit_attempt(attempt: Attempt, given: dict[int, object]) -> Attempt:
    """Grade what was answered (by question id; what is missing counts as wrong). Handed in twice, the first counts."""
    attempt = Attempt.objects.select_for_update().select_related("quiz").get(pk=attempt.pk)
    if attempt.submitted_at is not None:
        return attempt
    questions = attempt.quiz.questions.filter(pk__in=attempt.drawn).prefetch_related("choices")
    answers = [
        Answer(
            attempt=attempt,
            question=question,
            given=given.get(question.pk),
            is_right=is_right(question, given.get(question.pk)),
        )
        for question in questions
    ]
    Answer.objects.bulk_create(answers)
    attempt.submitted_at = timezone.now()
    attempt.percent = percent(sum(answer.is_right for answer in answers), len(answers))
    attempt.passed = attempt.percent >= attempt.quiz.pass_percent
    attempt.save(update_fields=["submitted_at", "percent", "passed"])
    return attempt


@transaction.atomic
def hand_in_task(task: Task, enrolment: Enrolment, steps: list, photo=None) -> TaskSubmission:
    """Hand in a task, or once more after it came back; `photo` is a file that was decoded and re-encoded.

    Raises:
        Refused: when the task is not of her course, was accepted already, or lacks its photo.
    """
    locked = Enrolment.objects.select_for_update().select_related("training_class").get(pk=enrolment.pk)
    if task.curriculum_id != locked.training_class.curriculum_id or locked.state != Enrolment.State.ENROLLED:
        raise Refused(_("This task is for those who take part in the class."))
    submission = TaskSubmission.objects.filter(task=task, enrolment=locked).first()
    submission = submission or TaskSubmission(task=task, enrolment=locked)
    if submission.state == TaskSubmission.State.ACCEPTED:
        raise Refused(_("Your trainer has accepted this task already."))
    if task.needs_photo and not (photo or submission.photo):
        raise Refused(_("Add a photo that shows what you made."))
    if photo:
        submission.photo.save("photo.webp", photo, save=False)
    submission.state = TaskSubmission.State.HANDED_IN
    submission.handed_in_at = timezone.now()
    submission.save()
    submission.steps_done.set(steps)
    return submission


@transaction.atomic
def check_task(submission: TaskSubmission, *, accept: bool, by, remark: str = "") -> TaskSubmission:
    """The trainer accepts a task or returns it with a remark.

    Raises:
        Refused: when it is returned without saying why.
    """
    submission = TaskSubmission.objects.select_for_update().get(pk=submission.pk)
    if not accept and not remark.strip():
        raise Refused(_("Say in a few words what is to be done again."))
    submission.state = TaskSubmission.State.ACCEPTED if accept else TaskSubmission.State.RETURNED
    submission.remark = remark.strip()
    submission.checked_at = timezone.now()
    submission.checked_by = by
    submission.save(update_fields=["state", "remark", "checked_at", "checked_by"])
    return submission


@transaction.atomic
def accept_at_the_desk(task: Task, enrolment: Enrolment, by) -> TaskSubmission:
    """The trainer has seen her do it in the hall: the task is accepted with all its steps, without a photo."""
    submission, __ = TaskSubmission.objects.update_or_create(
        task=task,
        enrolment=enrolment,
        defaults={
            "state": TaskSubmission.State.ACCEPTED,
            "remark": "",
            "checked_at": timezone.now(),
            "checked_by": by,
        },
        create_defaults={
            "state": TaskSubmission.State.ACCEPTED,
            "handed_in_at": timezone.now(),
            "checked_at": timezone.now(),
            "checked_by": by,
        },
    )
    submission.steps_done.set(task.steps.all())
    return submission
