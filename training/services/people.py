"""Learners as people: found again, and joined with their account."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from training.errors import Refused
from training.folding import fold
from training.models import Learner


def find_or_make(full_name: str, phone: str, *, place=None, user=None, consent: bool = False, **fields) -> Learner:
    """The learner with this phone and (without marks) this name, or a new record.

    Without a phone a person is only found again when someone merges her: a name alone names no one.
    """
    learner = None
    if user is not None:
        learner = Learner.objects.filter(user=user).first()
    if learner is None and phone:
        learner = Learner.objects.living().filter(phone=phone, folded=fold(full_name)).order_by("pk").first()
    if learner is None:
        learner = Learner(full_name=full_name, phone=phone, place=place, **fields)
    if user is not None and learner.user_id is None and not Learner.objects.filter(user=user).exists():
        learner.user = user
    if consent and learner.consent_at is None:
        learner.consent_at = timezone.now()
    learner.place = learner.place or place
    learner.save()
    return learner


def claimable(user, phone: str) -> QuerySet[Learner]:
    """The records that may be this person's: those with the phone she has proved to be hers, and no account yet."""
    if not phone or Learner.objects.filter(user=user).exists():
        return Learner.objects.none()
    return Learner.objects.living().filter(phone=phone, user=None)


@transaction.atomic
def claim(user, phone: str, learner_id: int) -> Learner:
    """Join a learner with her account.

    Raises:
        Refused: it is not hers to claim.
    """
    learner = claimable(user, phone).select_for_update().filter(pk=learner_id).first()
    if learner is None:
        raise Refused(_("This record has another phone number, or an account already."), "not_hers")
    learner.user = user
    learner.save(update_fields=["user"])
    return learner
