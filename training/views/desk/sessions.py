"""One session on the desk: moved, cancelled, corrected, its history, its code for the screen."""

import segno
from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.generic import FormView, View

from training import conf
from training.errors import Refused
from training.forms import CheckInForm, CorrectionForm, MoveForm, ReasonForm
from training.models import Attendance, Learner, Session
from training.services import attendance, check_in, sessions
from training.views.desk.sheet import SessionOfMine


class SessionForm(SessionOfMine, FormView):
    """A form about one session; what the services refuse stands above it."""

    template_name = "training/desk/form.html"
    title = button = ""

    def get_back(self, session: Session) -> str:
        return reverse("training:desk_class", args=[session.training_class.code])

    def get_context_data(self, **kwargs):
        session = self.get_session()
        return super().get_context_data(
            **kwargs, session=session, title=self.title, button=self.button, back=self.get_back(session)
        )

    def form_valid(self, form):
        session = self.get_session()
        try:
            self.act(session, form)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        return redirect(self.get_back(session))

    def act(self, session: Session, form) -> None:
        raise NotImplementedError


class Move(SessionForm):
    """Who may change the class: hold a session at another time; everyone is told."""

    form_class = MoveForm

    @property
    def title(self):
        return _("Move the session")

    @property
    def button(self):
        return _("Move it and tell everyone")

    def get_initial(self):
        session = self.get_session()
        begins, ends = timezone.localtime(session.starts_at), timezone.localtime(session.ends_at)
        return {"day": begins.date(), "begins": begins.time(), "ends": ends.time(), "hall": session.hall}

    def act(self, session, form):
        sessions.move(
            session,
            starts_at=form.at("begins"),
            ends_at=form.at("ends"),
            hall=form.cleaned_data["hall"],
            reason=form.cleaned_data["reason"],
            by=self.request.user,
        )
        messages.success(self.request, _("The session is moved; everyone is told."))


class Cancel(SessionForm):
    """Who may change the class: hold a session not at all; everyone is told."""

    form_class = ReasonForm

    @property
    def title(self):
        return _("Cancel the session")

    @property
    def button(self):
        return _("Cancel it and tell everyone")

    def act(self, session, form):
        sessions.cancel(session, reason=form.cleaned_data["reason"], by=self.request.user)
        messages.success(self.request, _("The session is cancelled; everyone is told."))


class Correct(SessionForm):
    """Who may change the class: change a learner's attendance with a reason; staff only once it has closed."""

    form_class = CorrectionForm

    @property
    def title(self):
        return _("Correct the attendance of %(name)s") % {"name": self.learner}

    @property
    def button(self):
        return _("Correct")

    def get_back(self, session):
        return reverse("training:sheet", args=[session.pk])

    @property
    def learner(self) -> Learner:
        enrolled = self.get_session().training_class.enrolments.values("learner")
        return get_object_or_404(Learner, pk=self.kwargs["learner"], pk__in=enrolled)

    def get_initial(self):
        held = Attendance.objects.filter(session=self.session_pk, learner=self.learner).first()
        return {"state": held.state if held else ""}

    def act(self, session, form):
        attendance.correct(
            session,
            self.learner,
            form.cleaned_data["state"],
            reason=form.cleaned_data["reason"],
            by=self.request.user,
            is_staff=self.request.training.is_staff,
        )
        messages.success(self.request, _("The correction is kept in the history."))


class History(SessionOfMine, View):
    """Who may see the class: every mark that was made, the newest first."""

    def get(self, request, pk):
        session = self.get_session(to_change=False)
        marks = session.marks.select_related("learner", "by").order_by("-received_at", "-corrected_at", "-pk")[:1000]
        holds = set(session.attendance.values_list("mark", flat=True))
        return render(request, "training/desk/history.html", {"session": session, "marks": marks, "holds": holds})


class Screen(SessionOfMine, View):
    """Who may change the class: the code for the hall's screen, and when learners may use it."""

    def get(self, request, pk):
        session = self.get_session()
        context = {
            "session": session,
            "form": CheckInForm(instance=session),
            "period": check_in.PERIOD,
            "arrivals": session.arrivals.select_related("learner").order_by("at"),
        }
        return render(request, "training/desk/qr.html", context | code_for(request, session))

    def post(self, request, pk):
        session = self.get_session()
        form = CheckInForm(request.POST, instance=session)
        if not form.is_valid():
            context = {"session": session, "form": form, "period": check_in.PERIOD}
            return render(request, "training/desk/qr.html", context | code_for(request, session))
        form.save()
        messages.success(request, _("Saved."))
        return redirect("training:qr", pk)


class ScreenCode(SessionOfMine, View):
    """Who may change the class: the code of this moment, for the page that shows it."""

    def get(self, request, pk):
        answer = JsonResponse(code_for(request, self.get_session()))
        answer["Cache-Control"] = "no-store"
        return answer


class ConfirmArrivals(SessionOfMine, View):
    """Who may change the class: who opened the link of the meeting was there."""

    def post(self, request, pk):
        session = self.get_session()
        try:
            count = check_in.confirm_arrivals(session, by=request.user)
            messages.success(request, _("%(count)s arrivals are confirmed.") % {"count": count})
        except Refused as refusal:
            messages.error(request, str(refusal))
        return redirect("training:sheet", pk)


def code_for(request, session: Session) -> dict[str, str]:
    code = check_in.code_now(session)
    path = reverse("training:check_in", args=[code])
    address = (conf.get("SITE_URL") or request.build_absolute_uri("/").rstrip("/")) + path
    drawing = segno.make(address, error="l").svg_inline(scale=6, omitsize=True)
    return {"svg": mark_safe(drawing), "address": address}  # noqa: S308 - drawn by segno
