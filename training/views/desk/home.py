"""Where a trainer begins: today, her classes, the calendar."""

import datetime
from itertools import groupby

from django.db.models import Count, Q
from django.utils import timezone
from django.views.generic import ListView, TemplateView

from training import calendars
from training.access import DeskRequired, Role
from training.models import Session, TrainingClass


class Home(DeskRequired, TemplateView):
    """Anyone with a role in training: today's and the coming sessions of the classes she may see."""

    template_name = "training/desk/home.html"

    def get_context_data(self, **kwargs):
        today = timezone.localdate()
        begins = timezone.make_aware(datetime.datetime.combine(today, datetime.time.min))
        sessions = (
            self.request.training.sessions()
            .held()
            .exclude(training_class__state=TrainingClass.State.CANCELLED)
            .select_related("training_class__course", "training_class__place")
        )
        coming = sessions.filter(starts_at__gte=begins, starts_at__lt=begins + datetime.timedelta(days=8)).order_by(
            "starts_at"
        )[:60]
        coming = list(coming)
        earlier = sessions.filter(starts_at__lt=begins, attendance=None).order_by("-starts_at")[:5]
        return super().get_context_data(
            **kwargs,
            today=[one for one in coming if timezone.localdate(one.starts_at) == today],
            coming=[one for one in coming if timezone.localdate(one.starts_at) > today],
            unmarked=list(earlier),
        )


class Classes(DeskRequired, ListView):
    """Anyone with a role in training: the classes she may see."""

    template_name = "training/desk/classes.html"
    context_object_name = "classes"
    paginate_by = 30

    def get_queryset(self):
        classes = self.request.training.classes().select_related("course", "place", "trainer")
        if self.request.GET.get("state") in TrainingClass.State.values:
            classes = classes.filter(state=self.request.GET["state"])
        enrolled = Count("enrolments", filter=Q(enrolments__state="enrolled"))
        return classes.annotate(enrolled=enrolled).order_by("-ends_on", "-pk")

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            **kwargs, states=TrainingClass.State.choices, may_make=bool(self.request.training.roles - {Role.AUDITOR})
        )


class Calendar(DeskRequired, TemplateView):
    """Anyone with a role in training: the sessions of five weeks, and the address of her own feed."""

    template_name = "training/desk/calendar.html"

    def get_context_data(self, **kwargs):
        begins = timezone.now() - datetime.timedelta(days=7)
        sessions = (
            self.request.training.sessions()
            .filter(starts_at__gte=begins, starts_at__lt=begins + datetime.timedelta(weeks=6))
            .select_related("training_class__course", "training_class__place")
            .order_by("starts_at")[:300]
        )
        days = [(day, list(found)) for day, found in groupby(sessions, _day)]
        return super().get_context_data(**kwargs, days=days, feed=calendars.trainer_feed_url(self.request.user))


def _day(session: Session) -> datetime.date:
    return timezone.localdate(session.starts_at)
