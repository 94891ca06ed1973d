"""A learner's own pages: one enrolment by its unguessable address, all her courses with an account, checking in."""

import datetime

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import View

from training.access import user_phone
from training.errors import Refused
from training.forms import WhoForm
from training.models import Attendance, AttendanceMark, Enrolment, Learner, MarkState, Session
from training.services import check_in, enrolment, people

_TICKET = "training.check-in"


def _enrolment(token: str) -> Enrolment:
    found = Enrolment.objects.select_related(
        "learner", "training_class__course", "training_class__place", "training_class__trainer"
    )
    return get_object_or_404(found, token=token)


class OwnEnrolment(View):
    """Who has its address (the learner, from her message): her place, her sessions, saying yes, giving it back."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        mine = _enrolment(token)
        states = dict(
            Attendance.objects.filter(learner=mine.learner_id, session__training_class=mine.training_class_id)
            .exclude(state=MarkState.UNMARKED)
            .values_list("session", "state")
        )
        sessions = list(mine.training_class.sessions.order_by("starts_at"))
        for session in sessions:
            session.own_state = states.get(session.pk, "")
        context = {
            "enrolment": mine,
            "training_class": mine.training_class,
            "sessions": sessions,
            "lessons": mine.training_class.curriculum.lessons.all(),
            "now": timezone.now(),
        }
        return render(request, "training/enrolment.html", context)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        mine = _enrolment(token)
        try:
            if "accept" in request.POST:
                enrolment.accept_offer(mine)
                messages.success(request, _("The place is yours."))
            elif "withdraw" in request.POST:
                enrolment.withdraw(mine)
                messages.success(request, _("You gave your place back. Thank you for saying so."))
        except Refused as refusal:
            messages.error(request, str(refusal))
        return redirect("training:enrolment", token)


class JoinOnline(View):
    """The enrolled only: counts her arrival and leads to the meeting."""

    def get(self, request: HttpRequest, token: str, pk: int) -> HttpResponse:
        mine = _enrolment(token)
        if mine.state != Enrolment.State.ENROLLED:
            raise Http404
        session = get_object_or_404(
            mine.training_class.sessions.held().filter(mode=Session.Mode.ONLINE).exclude(online_url=""), pk=pk
        )
        early = datetime.timedelta(minutes=session.opens_before_minutes)
        if session.starts_at - early <= timezone.now() <= session.ends_at:
            check_in.arrive_online(session, mine.learner)
        return redirect(session.online_url)


class MyCourses(LoginRequiredMixin, View):
    """Who is signed in: her courses; the records with her phone number that may be hers."""

    def get(self, request: HttpRequest) -> HttpResponse:
        learner = Learner.objects.filter(user=request.user).first()
        enrolments = (
            learner.enrolments.exclude(state=Enrolment.State.WITHDRAWN)
            .select_related("training_class__course", "training_class__place")
            .prefetch_related("certificates")
            .order_by("-training_class__ends_on")
            if learner
            else []
        )
        context = {
            "learner": learner,
            "enrolments": enrolments,
            "claimable": people.claimable(request.user, user_phone(request.user)),
        }
        return render(request, "training/mine.html", context)

    def post(self, request: HttpRequest) -> HttpResponse:
        chosen = request.POST.get("learner", "")
        try:
            people.claim(request.user, user_phone(request.user), int(chosen) if chosen.isdecimal() else 0)
            messages.success(request, _("Your courses are here from now on."))
        except Refused as refusal:
            messages.error(request, str(refusal))
        return redirect("training:mine")


class Scan(View):
    """Anyone who scans the code on the screen: it is read, and she says who she is within five minutes."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        try:
            session = check_in.read_code(code)
        except Refused as refusal:
            return render(request, "training/check_in.html", {"refusal": str(refusal)}, status=403)
        ticket = signing.dumps(session.pk, salt=_TICKET)
        return self._page(request, session, ticket, WhoForm(initial={"who": self._own_phone(request)}))

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        """`code` is old by now; the ticket, which the scan gave, counts."""
        ticket = request.POST.get("ticket", "")
        try:
            session = self._session_of(ticket)
            form = WhoForm(request.POST)
            if not form.is_valid():
                return self._page(request, session, ticket, form)
            check_in.refuse_from_afar(session, form.cleaned_data["latitude"], form.cleaned_data["longitude"])
            found = list(check_in.who_is(session, form.cleaned_data["who"]))
            chosen = request.POST.get("learner", "")
            if len(found) > 1:
                found = [one for one in found if str(one.pk) == chosen] or found
            if not found:
                form.add_error("who", _("No one in this class has this number or badge. Speak to the trainer."))
                return self._page(request, session, ticket, form)
            if len(found) > 1:
                return self._page(request, session, ticket, form, found)
            self._once(request, session, found[0])
            state = check_in.check_in(session, found[0], source=AttendanceMark.Source.QR)
        except Refused as refusal:
            return render(request, "training/check_in.html", {"refusal": str(refusal)}, status=403)
        context = {"session": session, "learner": found[0], "state": state}
        return render(request, "training/check_in.html", context)

    def _session_of(self, ticket: str) -> Session:
        try:
            pk = signing.loads(ticket, salt=_TICKET, max_age=check_in.TICKET_LIFE)
        except signing.BadSignature as error:
            raise Refused(_("This took too long. Scan the code on the screen again."), "too_old") from error
        session = get_object_or_404(Session.objects.select_related("training_class__course"), pk=pk)
        check_in.refuse_outside_the_window(session)
        return session

    def _once(self, request: HttpRequest, session: Session, learner: Learner) -> None:
        """One phone checks in one person a session; a family's shared phone goes through the trainer."""
        key = f"checked-in-{session.pk}"
        if request.session.get(key, learner.pk) != learner.pk:
            raise Refused(_("This phone has checked someone in already. Speak to the trainer."), "once")
        request.session[key] = learner.pk

    def _own_phone(self, request: HttpRequest) -> str:
        return user_phone(request.user) if request.user.is_authenticated else ""

    def _page(self, request, session: Session, ticket: str, form: WhoForm, found=()) -> HttpResponse:
        context = {"session": session, "ticket": ticket, "form": form, "found": found}
        answer = render(request, "training/check_in.html", context)
        answer["Cache-Control"] = "no-store"
        return answer
