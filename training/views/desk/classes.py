"""A class on the desk: made, planned, copied, opened, closed; its people and its badges."""

import segno
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.generic import FormView, View

from training import queries
from training.access import DeskRequired, Role
from training.errors import Refused
from training.forms import ClassForm, CopyForm, LearnerForm, PlanForm
from training.models import Enrolment, SessionChange, StaffAssignment, TrainingClass
from training.services import enrolment, sessions


class ClassOfMine(DeskRequired):
    """People who may change (or see) the class with this code; another's is not there."""

    def get_class(self, *, to_change: bool = True) -> TrainingClass:
        access = self.request.training
        classes = access.changeable_classes() if to_change else access.classes()
        return get_object_or_404(classes.select_related("course", "place", "trainer"), code=self.kwargs["code"])

    def back(self, training_class: TrainingClass):
        return redirect("training:desk_class", training_class.code)


class ClassFormView(ClassOfMine, FormView):
    """A form about one class; what the services refuse stands above it."""

    title = ""
    button = ""
    template_name = "training/desk/form.html"

    def dispatch(self, request, *args, **kwargs):
        self.kwargs = kwargs
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        training_class = self.get_class()
        return super().get_context_data(
            **kwargs,
            title=self.title,
            button=self.button,
            training_class=training_class,
            back=reverse("training:desk_class", args=[training_class.code]),
        )

    def form_valid(self, form):
        training_class = self.get_class()
        try:
            answer = self.act(training_class, form)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        return answer or self.back(training_class)

    def act(self, training_class: TrainingClass, form):
        raise NotImplementedError


def trainers():
    """Whom she may name as trainer or assistant: everyone who has the role."""
    teaching = StaffAssignment.objects.filter(role=Role.TRAINER).values("user")
    return get_user_model().objects.filter(pk__in=teaching).order_by("pk")


class NewClass(DeskRequired, FormView):
    """Trainers, officers and managers: a class begins as a draft."""

    roles = {Role.TRAINER, Role.OFFICER, Role.MANAGER}
    form_class = ClassForm
    template_name = "training/desk/form.html"

    def get_form_kwargs(self):
        initial = {"trainer": self.request.user.pk}
        return super().get_form_kwargs() | {"trainers": trainers(), "initial": initial}

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            **kwargs, title=_("New class"), button=_("Save as draft"), back=reverse("training:desk_classes")
        )

    def form_valid(self, form):
        access = self.request.training
        hers = form.cleaned_data["trainer"] == self.request.user or form.cleaned_data["place"].pk in access.areas
        if not hers and not access.sees_everything:
            form.add_error("trainer", _("You can only make classes of your own, or in your area."))
            return self.form_invalid(form)
        training_class = form.save()
        messages.success(self.request, _("The draft is saved. Plan its sessions next."))
        return redirect("training:plan", training_class.code)


class EditClass(ClassFormView):
    """Who may change the class."""

    form_class = ClassForm

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {
            "instance": self.get_class(),
            "trainers": trainers(),
        }

    @property
    def title(self):
        return _("Change the class")

    @property
    def button(self):
        return _("Save")

    def act(self, training_class, form):
        form.save()
        enrolment.change_capacity(training_class, form.cleaned_data["capacity"])


class ClassDetail(ClassOfMine, View):
    """Who may see the class: its sessions, its people, who waits."""

    def get(self, request, code):
        training_class = self.get_class(to_change=False)
        enrolments = training_class.enrolments.select_related("learner").order_by("learner__sort_key", "learner")
        by_state = {state: [one for one in enrolments if one.state == state] for state in Enrolment.State.values}
        shares = queries.attendance_shares(training_class)
        for one in by_state[Enrolment.State.ENROLLED]:
            one.share = shares.get(one.learner_id)
        waiting = sorted(by_state["offered"] + by_state["waiting"], key=lambda one: (one.queued_at, one.pk))
        context = {
            "training_class": training_class,
            "sessions": training_class.sessions.order_by("starts_at"),
            "changes": SessionChange.objects.filter(session__training_class=training_class).select_related("session"),
            "enrolled": by_state[Enrolment.State.ENROLLED],
            "waiting": waiting,
            "withdrawn": by_state[Enrolment.State.WITHDRAWN],
            "may_change": request.training.changeable_classes().filter(pk=training_class.pk).exists(),
        }
        return render(request, "training/desk/class.html", context)


class ClassAct(ClassOfMine, View):
    """Who may change the class: open it for enrolment, close it."""

    def post(self, request, code, act):
        training_class = self.get_class()
        try:
            if act == "open":
                sessions.open_for_enrolment(training_class)
                messages.success(request, _("The class is open: everyone can see it and enrol."))
            else:
                sessions.close(training_class)
                messages.success(request, _("The class is closed. From now on only staff correct attendance."))
        except Refused as refusal:
            messages.error(request, str(refusal))
        return self.back(training_class)


class Plan(ClassFormView):
    """Who may change the class: sessions by a recurring pattern."""

    form_class = PlanForm

    @property
    def title(self):
        return _("Plan sessions")

    @property
    def button(self):
        return _("Add the sessions")

    def act(self, training_class, form):
        fields = {name: form.cleaned_data[name] for name in ("mode", "hall", "map_url", "online_url")}
        made = sessions.plan(training_class, form.pattern(), **fields)
        messages.success(self.request, _("%(count)s sessions are planned.") % {"count": len(made)})


class Copy(ClassFormView):
    """Who may change the class: the same again later."""

    form_class = CopyForm

    @property
    def title(self):
        return _("Copy the class")

    @property
    def button(self):
        return _("Make the copy")

    def act(self, training_class, form):
        copy = sessions.copy_class(training_class, starts_on=form.cleaned_data["starts_on"])
        messages.success(self.request, _("This is the copy, as a draft. The link of an online meeting is not copied."))
        return self.back(copy)


class EnrolOne(ClassFormView):
    """Who may change the class: write someone down."""

    form_class = LearnerForm

    @property
    def title(self):
        return _("Enrol someone")

    @property
    def button(self):
        return _("Enrol")

    def act(self, training_class, form):
        said = dict(form.cleaned_data)
        officer = self.request.training.is_staff and training_class.trainer_id != self.request.user.pk
        source = Enrolment.Source.OFFICER if officer else Enrolment.Source.TRAINER
        made = enrolment.enrol_person(
            training_class,
            said.pop("full_name"),
            said.pop("phone"),
            source=source,
            by=self.request.user,
            place=said.pop("place") or training_class.place,
            **said,
        )
        name = {"name": made.learner}
        if made.state == Enrolment.State.WAITING:
            messages.info(self.request, _("The class is full: %(name)s is on the waiting list.") % name)
        else:
            messages.success(self.request, _("%(name)s is enrolled.") % name)


class WithdrawOne(ClassOfMine, View):
    """Who may change the class: take someone off, the next in the line is asked."""

    def post(self, request, code, pk):
        training_class = self.get_class()
        one = get_object_or_404(training_class.enrolments.select_related("learner"), pk=pk)
        enrolment.withdraw(one)
        messages.success(request, _("%(name)s is off the list.") % {"name": one.learner})
        return self.back(training_class)


class Badges(ClassOfMine, View):
    """Who may see the class: a sheet of badges to print and cut."""

    def get(self, request, code):
        training_class = self.get_class(to_change=False)
        enrolled = training_class.enrolments.taking_part().select_related("learner").order_by("learner__sort_key")
        badges = [(one.learner, badge_svg(one.learner.badge)) for one in enrolled]
        return render(request, "training/desk/badges.html", {"training_class": training_class, "badges": badges})


def badge_svg(code: str) -> str:
    """The QR code of a badge, as SVG for the page."""
    return mark_safe(segno.make(code, error="m").svg_inline(scale=4, omitsize=True))  # noqa: S308 - drawn by segno
