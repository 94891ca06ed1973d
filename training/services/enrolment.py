"""Places in a class: taken, waited for, offered, given back. The class's row is locked while its places are counted."""

import datetime
import uuid

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from training import conf, notices
from training.errors import Refused
from training.models import Course, Enrolment, Learner, Session, TrainingClass, WalkIn
from training.phones import normalise_phone
from training.services import people

State = Enrolment.State
Source = Enrolment.Source
Audience = Course.Audience

ELIGIBLE = {
    Audience.EVERYONE: set(Learner.Role.values),
    Audience.MEMBERS: {Learner.Role.MEMBER, Learner.Role.OFFICER},
    Audience.OFFICERS: {Learner.Role.OFFICER},
    Audience.COOPERATIVES: {Learner.Role.COOPERATIVE},
}
"""Audience of a course → the roles of those who may enrol."""


@transaction.atomic
def enrol(training_class: TrainingClass, learner: Learner, *, source: str, by=None) -> Enrolment:
    """Give `learner` a place, or the last one in the line when there is none; again, nothing changes.

    Raises:
        Refused: the class takes no one any more, or the course is not for her.
    """
    training_class = _locked(training_class)
    _refuse_who_may_not(training_class, learner, source)
    found = Enrolment.objects.filter(training_class=training_class, learner=learner).first()
    if found and found.state != State.WITHDRAWN:
        return _accepted_at_the_door(found) if source == Source.WALK_IN else found
    takes_a_place = source == Source.WALK_IN or free_places(training_class) > 0
    enrolment = found or Enrolment(training_class=training_class, learner=learner)
    enrolment.state = State.ENROLLED if takes_a_place else State.WAITING
    enrolment.source = source
    enrolment.enrolled_by = by
    enrolment.queued_at = timezone.now()
    enrolment.withdrawn_at = enrolment.offer_expires_at = None
    enrolment.save()
    if source != Source.WALK_IN:
        template = "enrolled" if takes_a_place else "waiting"
        _tell(enrolment, template, f"{template}:{enrolment.pk}:{enrolment.queued_at:%Y%m%d%H%M%S}")
    return enrolment


@transaction.atomic
def enrol_person(
    training_class: TrainingClass, full_name: str, phone: str, *, source: str, by=None, **about
) -> Enrolment:
    """The same for someone who is named: found by her phone and name, or written down (`people.find_or_make`).

    The class is locked before she is looked for, so that a form sent twice at once makes one record of her.
    """
    _locked(training_class)
    return enrol(training_class, people.find_or_make(full_name, phone, **about), source=source, by=by)


@transaction.atomic
def enrol_herself(
    training_class: TrainingClass, full_name: str, phone: str, *, language: str, user=None, is_her_phone: bool = False
) -> Enrolment:
    """She enrols on the public page; `user` is who is signed in, whose account it becomes where the phone is hers.

    Raises:
        Refused: as `enrol`; and for who is in the class already, unless her account says so: who only knows a name and
            a number is not given the page of that person.
    """
    _locked(training_class)
    account = user if is_her_phone else None
    learner = people.find_or_make(full_name, phone, user=account, consent=True, language=language)
    known = Enrolment.objects.filter(training_class=training_class, learner=learner).exclude(state=State.WITHDRAWN)
    if known.exists() and (user is None or learner.user_id != user.pk):
        raise Refused(_("You are in this class already. The link to your page was sent to you."), "known")
    return enrol(training_class, learner, source=Source.SELF, by=user)


def free_places(training_class: TrainingClass) -> int:
    """Places that may be given now; none while someone waits for one."""
    enrolments = Enrolment.objects.filter(training_class=training_class)
    if enrolments.filter(state=State.WAITING).exists():
        return 0
    return max(training_class.capacity - enrolments.holding_a_place().count(), 0)


@transaction.atomic
def withdraw(enrolment: Enrolment) -> None:
    """Give the place back; the next in the line is asked."""
    training_class = _locked(enrolment.training_class)
    enrolment.refresh_from_db()
    if enrolment.state != State.WITHDRAWN:
        _give_back(enrolment)
        _move_up(training_class)


@transaction.atomic
def accept_offer(enrolment: Enrolment) -> None:
    """Take the place that was offered.

    Raises:
        Refused: the offer has run out, or there was none.
    """
    _locked(enrolment.training_class)
    enrolment.refresh_from_db()
    if enrolment.state == State.ENROLLED:
        return
    if enrolment.state != State.OFFERED or enrolment.offer_expires_at < timezone.now():
        raise Refused(_("This offer has run out."), "expired")
    enrolment.state, enrolment.offer_expires_at = State.ENROLLED, None
    enrolment.save(update_fields=["state", "offer_expires_at"])


def with_late_offers() -> QuerySet[TrainingClass]:
    """Classes in which an offer has passed its deadline."""
    late = Enrolment.objects.filter(state=State.OFFERED, offer_expires_at__lt=timezone.now())
    return TrainingClass.objects.filter(pk__in=late.values("training_class"))


@transaction.atomic
def let_offers_run_out(training_class: TrainingClass) -> None:
    """Take back the offers whose deadline has passed, and ask the next in the line. Safe to run at any time."""
    training_class = _locked(training_class)
    late = Enrolment.objects.filter(
        training_class=training_class, state=State.OFFERED, offer_expires_at__lt=timezone.now()
    )
    for enrolment in late.order_by("pk"):
        _give_back(enrolment)
        _tell(enrolment, "offer_over", f"offer_over:{enrolment.pk}:{enrolment.withdrawn_at:%Y%m%d%H%M%S}")
    _move_up(training_class)


@transaction.atomic
def change_capacity(training_class: TrainingClass, capacity: int) -> None:
    training_class = _locked(training_class)
    training_class.capacity = capacity
    training_class.save(update_fields=["capacity"])
    _move_up(training_class)


@transaction.atomic
def walk_in(session: Session, full_name: str, phone: str, *, by, client_id: uuid.UUID | None = None) -> Learner:
    """Who came to the door: found by her phone and name or written down, and enrolled whatever the capacity.

    Raises:
        Refused: without a name, or when the class is over.
    """
    if not full_name.strip():
        raise Refused(_("Write her name."), "name")
    try:
        number = normalise_phone(phone) if phone.strip() else ""
    except ValidationError:
        number = ""
    made = enrol_person(
        session.training_class, full_name, number, source=Source.WALK_IN, by=by, place=session.training_class.place
    )
    WalkIn.objects.create(
        client_id=client_id or uuid.uuid4(),
        session=session,
        learner=made.learner,
        full_name=full_name[:150],
        phone=phone[:30],
        by=by,
    )
    return made.learner


def _locked(training_class: TrainingClass) -> TrainingClass:
    return (
        TrainingClass.objects.select_for_update(of=("self",))
        .select_related("course", "place")
        .get(pk=training_class.pk)
    )


def _refuse_who_may_not(training_class: TrainingClass, learner: Learner, source: str) -> None:
    if training_class.is_closed:
        raise Refused(_("This class takes no one any more."), "closed")
    if source == Source.SELF and (not training_class.is_open or training_class.ends_on < timezone.localdate()):
        raise Refused(_("This class takes no one any more."), "closed")
    if source == Source.WALK_IN:
        return
    if learner.role not in ELIGIBLE[training_class.course.audience]:
        message = _("This course is for: %(whom)s.") % {"whom": training_class.course.get_audience_display()}
        raise Refused(message, "not_for_her")
    if training_class.only_own_commune and learner.place_id not in (None, training_class.place_id):
        raise Refused(_("This class is only for people of %(place)s.") % {"place": training_class.place}, "elsewhere")


def _accepted_at_the_door(enrolment: Enrolment) -> Enrolment:
    """Who waited for a place and came takes part."""
    enrolment.state, enrolment.offer_expires_at = State.ENROLLED, None
    enrolment.save(update_fields=["state", "offer_expires_at"])
    return enrolment


def _give_back(enrolment: Enrolment) -> None:
    enrolment.state, enrolment.offer_expires_at = State.WITHDRAWN, None
    enrolment.withdrawn_at = timezone.now()
    enrolment.save(update_fields=["state", "offer_expires_at", "withdrawn_at"])


def _move_up(training_class: TrainingClass) -> None:
    """Offer every free place to the next in the line, with a deadline: some hours, at the latest the first session."""
    enrolments = Enrolment.objects.filter(training_class=training_class)
    free = max(training_class.capacity - enrolments.holding_a_place().count(), 0)
    now = timezone.now()
    deadline = now + datetime.timedelta(hours=conf.get("TRAINING_OFFER_HOURS"))
    first = training_class.sessions.held().filter(starts_at__gt=now).order_by("starts_at").first()
    if first:
        deadline = min(deadline, first.starts_at)
    waiting = enrolments.filter(state=State.WAITING).select_related("learner").order_by("queued_at", "pk")
    for enrolment in waiting[:free] if not training_class.is_closed else []:
        enrolment.state, enrolment.offer_expires_at = State.OFFERED, deadline
        enrolment.save(update_fields=["state", "offer_expires_at"])
        _tell(enrolment, "offer", f"offer:{enrolment.pk}:{deadline:%Y%m%d%H%M%S}")


def _tell(enrolment: Enrolment, template: str, key: str) -> None:
    notices.send(key, template, enrolment.learner, notices.about(enrolment))
