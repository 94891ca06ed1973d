"""The one module of the marketplace that knows training."""

from allauth.account.adapter import get_adapter
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from marketplace.notifications.services import Addressee, notify
from marketplace.pictures.uploads import NotAPicture, read_picture
from training.certificates.queries import has_completed_onboarding
from training.models import Learner

__all__ = ["clean_photo", "client_address", "has_completed_onboarding", "notify_learner"]


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
