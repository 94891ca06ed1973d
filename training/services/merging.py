"""Two records of one person become one."""

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from training.errors import Refused
from training.models import Attendance, Enrolment, Learner, LearnerMerge
from training.services.attendance import settle
from training.signals import enrolment_merged, learner_merged

_BETTER = [Enrolment.State.ENROLLED, Enrolment.State.OFFERED, Enrolment.State.WAITING, Enrolment.State.WITHDRAWN]


def likely_duplicates(learner: Learner) -> QuerySet[Learner]:
    """Other records that may be the same person: her phone, or her name with nothing that speaks against it."""
    same_name = Q(folded=learner.folded)
    if learner.place_id:
        same_name &= Q(place=learner.place_id) | Q(place=None)
    if learner.birth_year:
        same_name &= Q(birth_year=learner.birth_year) | Q(birth_year=None)
    given = learner.folded.rpartition(" ")[2]
    same_phone = Q(phone=learner.phone, folded__endswith=given) if learner.phone else Q(pk=None)
    return Learner.objects.living().filter(same_name | same_phone).exclude(pk=learner.pk)


@transaction.atomic
def merge(kept: Learner, merged: Learner, *, by) -> LearnerMerge:
    """Make one of two records. Marks stay as they were made; what they add up to is counted for `kept`.

    Raises:
        Refused: one is merged already, they are the same, or both have an account.
    """
    if kept.pk == merged.pk:
        raise Refused(_("Choose two different people."), "same")
    rows = {
        one.pk: one for one in Learner.objects.select_for_update().filter(pk__in=[kept.pk, merged.pk]).order_by("pk")
    }
    kept, merged = rows[kept.pk], rows[merged.pk]
    if kept.merged_into_id or merged.merged_into_id:
        raise Refused(_("This record was merged already."), "merged")
    if kept.user_id and merged.user_id:
        raise Refused(_("Both have an account of their own; they cannot be merged."), "accounts")
    moved = {"enrolments": _move_enrolments(kept, merged), "user": merged.user_id, "phone": merged.phone}
    _take_over(kept, merged)
    earlier = Learner.objects.filter(merged_into=merged)
    moved["earlier"] = list(earlier.values_list("pk", flat=True))
    earlier.update(merged_into=kept)
    moved["sessions"] = _settle_anew(kept, merged)
    learner_merged.send(Learner, kept=kept, merged=merged)
    return LearnerMerge.objects.create(kept=kept, merged=merged, moved=moved, by=by)


def _take_over(kept: Learner, merged: Learner) -> None:
    for name in ("phone", "email", "birth_year", "place_id", "occupation", "consent_at"):
        if not getattr(kept, name):
            setattr(kept, name, getattr(merged, name))
    user, merged.user, merged.merged_into = merged.user, None, kept
    merged.save()
    kept.user = kept.user or user
    kept.save()


def _move_enrolments(kept: Learner, merged: Learner) -> list[dict]:
    """Her enrolments; where both had one in a class the better state holds."""
    own = {one.training_class_id: one for one in Enrolment.objects.filter(learner=kept)}
    moved = []
    for enrolment in Enrolment.objects.filter(learner=merged).order_by("pk"):
        moved.append({"class": enrolment.training_class_id, "state": enrolment.state, "token": enrolment.token})
        double = own.get(enrolment.training_class_id)
        if double is None:
            enrolment.learner = kept
            enrolment.save(update_fields=["learner"])
            continue
        better = min(double, enrolment, key=lambda one: _BETTER.index(one.state))
        double.state, double.offer_expires_at = better.state, better.offer_expires_at
        double.queued_at = min(double.queued_at, enrolment.queued_at)
        double.save()
        enrolment_merged.send(Enrolment, kept=double, merged=enrolment)
        enrolment.delete()
    return moved


def _settle_anew(kept: Learner, merged: Learner) -> list[int]:
    sessions = list(Attendance.objects.filter(learner=merged).order_by("session").values_list("session", flat=True))
    Attendance.objects.filter(learner=merged).delete()
    for session in sessions:
        settle(session, [kept.pk])
    return sessions
