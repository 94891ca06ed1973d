"""Who may see and do what in training. Views ask here; querysets are scoped to the actor.

Trainer: the classes she teaches or assists. Officer: classes and learners of her commune (everywhere without one).
Programme manager and superuser: everything. Auditor: reads everything, changes nothing.
"""

from dataclasses import dataclass, field
from functools import cached_property

from django.contrib.auth.mixins import AccessMixin
from django.db.models import Q, QuerySet
from django.http import Http404

from training.models import Enrolment, Learner, Session, StaffAssignment, TrainingClass

Role = StaffAssignment.Role


@dataclass
class Access:
    """What one person may do; made once a request by `access_of`."""

    user: object
    roles: set[str] = field(default_factory=set)
    areas: list[int] = field(default_factory=list)
    """Communes of an officer who has not everywhere."""

    def __bool__(self) -> bool:
        return bool(self.roles)

    @property
    def sees_everything(self) -> bool:
        return bool(self.roles & {Role.MANAGER, Role.AUDITOR}) or (Role.OFFICER in self.roles and not self.areas)

    @property
    def only_reads(self) -> bool:
        return self.roles == {Role.AUDITOR}

    @property
    def is_staff(self) -> bool:
        """May correct what is closed and merge learners of every class she sees."""
        return bool(self.roles & {Role.MANAGER, Role.OFFICER})

    @cached_property
    def _seen(self) -> Q:
        if self.sees_everything:
            return Q()
        assisted = TrainingClass.assistants.through.objects.filter(user=self.user).values("trainingclass")
        return Q(trainer=self.user) | Q(pk__in=assisted) | Q(place__in=self.areas)

    def classes(self) -> QuerySet[TrainingClass]:
        """The classes she may see."""
        return TrainingClass.objects.filter(self._seen) if self else TrainingClass.objects.none()

    def changeable_classes(self) -> QuerySet[TrainingClass]:
        """The classes she may change: an auditor who also teaches changes her own only."""
        if not self or self.only_reads:
            return TrainingClass.objects.none()
        if Role.AUDITOR in self.roles and not self.roles & {Role.MANAGER}:
            return Access(self.user, self.roles - {Role.AUDITOR}, self.areas).classes()
        return self.classes()

    def sessions(self) -> QuerySet[Session]:
        return Session.objects.filter(training_class__in=self.classes())

    def changeable_sessions(self) -> QuerySet[Session]:
        return Session.objects.filter(training_class__in=self.changeable_classes())

    def learners(self) -> QuerySet[Learner]:
        """Those of her classes, and of an officer those of her commune."""
        if self.sees_everything:
            return Learner.objects.all()
        enrolled = Enrolment.objects.filter(training_class__in=self.classes()).values("learner")
        seen = Q(pk__in=enrolled) | Q(merged_into__in=enrolled) | Q(place__in=self.areas)
        return Learner.objects.filter(seen) if self else Learner.objects.none()


def access_of(user) -> Access:
    """False when she has no role in training."""
    if not user.is_authenticated:
        return Access(user)
    if user.is_superuser:
        return Access(user, {Role.MANAGER})
    assignments = list(StaffAssignment.objects.filter(user=user))
    areas = [one.place_id for one in assignments if one.role == Role.OFFICER]
    return Access(user, {one.role for one in assignments}, [] if None in areas else areas)


class DeskRequired(AccessMixin):
    """For people with a role in training (`request.training`); others find nothing here, strangers sign in first."""

    roles: set[str] = set()
    """One of these is needed; empty: any."""

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        request.training = access_of(request.user)
        if not request.training or (self.roles and not self.roles & request.training.roles):
            raise Http404
        return super().dispatch(request, *args, **kwargs)


def user_phone(user) -> str:
    """The phone number that `user` has proved to be hers, in E.164; empty without one."""
    return getattr(user, "phone", "") or "" if getattr(user, "phone_verified", False) else ""
