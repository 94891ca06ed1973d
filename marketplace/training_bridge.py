"""The one module of the marketplace that knows training."""

from dataclasses import dataclass

from allauth.account.adapter import get_adapter
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.urls import reverse

from marketplace.notifications.services import Addressee, notify
from marketplace.pictures.uploads import NotAPicture, read_picture
from training.access import access_of
from training.assessment.models import Task
from training.assessment.services import hand_in_task
from training.certificates.queries import has_completed_onboarding
from training.errors import Refused
from training.models import Course, Enrolment, Learner, Lesson, TrainingClass

__all__ = [
    "clean_photo",
    "client_address",
    "hand_in_practice",
    "has_completed_onboarding",
    "notify_learner",
    "practice_of",
    "public_training",
    "works_in_training",
]


def works_in_training(user) -> bool:
    """Whether she has a role in training, and so its desk."""
    return bool(access_of(user))


def public_training() -> list:
    """What anyone may read of training, each with its address: courses, lessons, classes to come."""
    courses = Course.objects.public()
    lessons = Lesson.objects.filter(curriculum__course__in=courses, curriculum__published_at__isnull=False)
    classes = TrainingClass.objects.public().coming()
    return [*courses, *lessons.select_related("curriculum__course"), *classes]


class NotHandedIn(Exception):
    """The trainer has accepted the task already, or it is not hers; the message is for the screen."""


@dataclass(frozen=True)
class Practice:
    """A task of a learner whose exercise is one of our pages."""

    token: str
    task_id: int
    course: str
    title: str

    @property
    def task_url(self) -> str:
        return reverse("training:task", args=[self.token, self.task_id])


def practice_of(token: str, task_id: int, exercise: str) -> Practice | None:
    """The task `task_id` of the enrolment with this token, where its exercise is `exercise` (`TRAINING_PRACTICES`)."""
    enrolment = Enrolment.objects.taking_part().select_related("training_class__course").filter(token=token).first()
    if enrolment is None:
        return None
    curriculum = enrolment.training_class.curriculum_id
    task = Task.objects.filter(pk=task_id, curriculum=curriculum, practice=exercise).first()
    return task and Practice(token, task.pk, enrolment.training_class.course.shown_title, task.title)


def hand_in_practice(practice: Practice, photo: ContentFile) -> None:
    """All steps of the task are done; `photo` (decoded and re-encoded) is the proof.

    Raises:
        NotHandedIn: her trainer has accepted the task already.
    """
    task = Task.objects.prefetch_related("steps").get(pk=practice.task_id)
    enrolment = Enrolment.objects.get(token=practice.token)
    try:
        hand_in_task(task, enrolment, list(task.steps.all()), photo)
    except Refused as refusal:
        raise NotHandedIn(str(refusal)) from refusal


def notify_learner(key: str, template: str, learner: Learner, context: dict) -> None:
    """Training's notices (`TRAINING_NOTIFIER`) go out as all our notices do; those with an account find them there."""
    account = learner.user
    to = Addressee(
        user=account,
        phone=learner.phone or (account.phone if account else "") or "",
        email=learner.email or (account.email if account else "") or "",
        language=learner.language,
    )
    notify(key, template, to, context)


def clean_photo(upload) -> ContentFile:
    """Photos of practical tasks (`TRAINING_PHOTO_CLEANER`) come in by the door of all our pictures, HEIC too.

    Raises:
        ValidationError: when it is none, or too large.
    """
    try:
        return ContentFile(read_picture(upload).content, name="photo.webp")
    except NotAPicture as error:
        raise ValidationError(str(error)) from error


def client_address(request) -> str:
    """Where a request comes from (`TRAINING_CLIENT_ADDRESS`), as sign-in counts it: behind our proxies."""
    return get_adapter().get_client_ip(request)
