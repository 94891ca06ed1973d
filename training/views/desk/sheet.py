"""The attendance sheet: a form that works without script, and the endpoint a phone sends its queue to."""

import datetime
import json
import uuid

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.generic import View

from training import queries
from training.access import DeskRequired
from training.errors import Refused
from training.models import AttendanceMark, MarkState, Session
from training.services import attendance, enrolment

MOST_AT_ONCE = 1000
"""Marks in one request; a phone sends the rest in the next."""

CHOICES = [MarkState.PRESENT, MarkState.LATE, MarkState.EXCUSED, MarkState.ABSENT]


class SessionOfMine(DeskRequired):
    """People who may change the class; another's session is not there."""

    def dispatch(self, request, *args, **kwargs):
        self.session_pk = kwargs["pk"]
        return super().dispatch(request, *args, **kwargs)

    def get_session(self, *, to_change: bool = True) -> Session:
        access = self.request.training
        sessions = access.changeable_sessions() if to_change else access.sessions()
        return get_object_or_404(
            sessions.select_related("training_class__course", "training_class__place"), pk=self.session_pk
        )


class Sheet(SessionOfMine, View):
    """Who may change the class marks here; who only sees it reads."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        session = self.get_session(to_change=False)
        rows = queries.roster(session)
        return render(request, "training/desk/sheet.html", self._context(session, rows))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        session = self.get_session()
        here = reverse("training:sheet", args=[pk])
        try:
            anchor = self._mark(session, request.POST)
        except Refused as refusal:
            messages.error(request, str(refusal))
            anchor = ""
        return redirect(f"{here}{anchor}")

    def _mark(self, session: Session, posted) -> str:
        if "all_present" in posted:
            attendance.unmarked_are_present(session, by=self.request.user)
            return ""
        if "walk_in" in posted:
            learner = enrolment.walk_in(
                session, posted.get("full_name", ""), posted.get("phone", ""), by=self.request.user
            )
            attendance.mark_here(
                session, {learner.pk: MarkState.PRESENT}, by=self.request.user, source=AttendanceMark.Source.WALK_IN
            )
            return f"#learner-{learner.pk}"
        known = {row.learner.pk for row in queries.roster(session)}
        for state in [*CHOICES, MarkState.UNMARKED]:
            chosen = posted.get(state, "")
            if chosen.isdecimal() and int(chosen) in known:
                attendance.mark_here(session, {int(chosen): state}, by=self.request.user)
                return f"#learner-{chosen}"
        return ""

    def _context(self, session: Session, rows: list[queries.Row]) -> dict:
        counts = {state: sum(row.state == state for row in rows) for state in MarkState.values}
        return {
            "session": session,
            "training_class": session.training_class,
            "rows": rows,
            "choices": CHOICES,
            "counts": [(state, counts[state]) for state in MarkState],
            "may_mark": self.request.training.changeable_sessions().filter(pk=session.pk).exists(),
            "needs_a_reason": attendance.needs_a_reason(session),
            "rendered_at": timezone.now(),
            "csrf_cookie": settings.CSRF_COOKIE_NAME,
        }


class Sync(SessionOfMine, View):
    """Who may change the class: takes what a phone queued (docs/attendance.md) and answers with what holds now."""

    def get(self, request: HttpRequest, pk: int) -> JsonResponse:
        return JsonResponse(self._state_of(self.get_session()))

    def post(self, request: HttpRequest, pk: int) -> JsonResponse:
        session = self.get_session()
        try:
            sent = _read(request.body)
        except (ValueError, KeyError, TypeError, AttributeError):
            return JsonResponse({"error": _("This was not understood.")}, status=400)
        done = attendance.sync(session, by=request.user, **sent)
        answer = {"accepted": done.accepted, "refused": done.refused, "learners": done.learners}
        return JsonResponse(answer | self._state_of(session))

    def _state_of(self, session: Session) -> dict:
        rows = queries.roster(session)
        return {
            "server_time": timezone.now().isoformat(),
            "csrf": get_token(self.request),
            "rows": [
                {
                    "id": row.learner.pk,
                    "name": row.learner.full_name,
                    "folded": row.learner.folded,
                    "initials": row.learner.initials,
                    "badge": row.learner.badge,
                    "state": row.state,
                }
                for row in rows
            ],
        }


def _read(body: bytes) -> dict:
    """What a device sent.

    Raises:
        ValueError, KeyError, TypeError, AttributeError: it is not in the form that docs/attendance.md describes.
    """
    said = json.loads(body)
    sources = {AttendanceMark.Source.SHEET, AttendanceMark.Source.WALK_IN, AttendanceMark.Source.BADGE}
    if len(said.get("marks", [])) > MOST_AT_ONCE or len(said.get("walk_ins", [])) > MOST_AT_ONCE:
        raise ValueError("Too many at once.")
    return {
        "device": str(uuid.UUID(said["device"])),
        "sent_at": _time(said["sent_at"]),
        "measured": _milliseconds(said.get("clock_offset_ms")),
        "marks": [
            attendance.SentMark(
                uuid.UUID(mark["client_id"]),
                str(mark["learner"]),
                str(mark["state"]),
                _time(mark["at"]),
                mark.get("source") if mark.get("source") in sources else AttendanceMark.Source.SHEET,
            )
            for mark in said.get("marks", [])
        ],
        "walk_ins": [
            attendance.SentWalkIn(uuid.UUID(one["client_id"]), str(one["full_name"]), str(one.get("phone", "")))
            for one in said.get("walk_ins", [])
        ],
    }


def _milliseconds(number) -> datetime.timedelta | None:
    if not isinstance(number, int | float) or abs(number) > 1e13:
        return None
    return datetime.timedelta(milliseconds=number)


def _time(text: str) -> datetime.datetime:
    at = parse_datetime(text)
    if at is None or at.tzinfo is None or not 1970 <= at.year <= 2200:
        raise ValueError("A time needs its offset, and a year that a phone may believe in.")
    return at
