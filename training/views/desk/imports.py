"""Lists from files: learners into a class, participants of an online session; a preview before anything is written."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import View

from training import queries
from training.errors import Refused
from training.forms import UploadForm
from training.models import ImportDraft
from training.services import participants, spreadsheets
from training.views.desk.classes import ClassOfMine
from training.views.desk.sheet import SessionOfMine


class Upload(ClassOfMine, View):
    """Who may change the class: choose a spreadsheet of learners."""

    def get(self, request, code):
        return self._page(request, UploadForm(endings=(".xlsx",)))

    def post(self, request, code):
        training_class = self.get_class()
        form = UploadForm(request.POST, request.FILES, endings=(".xlsx",))
        if form.is_valid():
            file = form.cleaned_data["file"]
            try:
                draft = spreadsheets.read(training_class, file.name, file.read(), by=request.user)
                return redirect("training:import_preview", code, draft.pk)
            except Refused as refusal:
                form.add_error("file", str(refusal))
        return self._page(request, form)

    def _page(self, request, form):
        training_class = self.get_class()
        context = {
            "form": form,
            "training_class": training_class,
            "title": _("Enrol from a spreadsheet"),
            "button": _("Read the file"),
            "back": reverse("training:desk_class", args=[training_class.code]),
            "blank": reverse("training:import_blank"),
            "most_rows": spreadsheets.MOST_ROWS,
            "most_bytes": spreadsheets.MOST_BYTES,
        }
        return render(request, "training/desk/form.html", context)


class Preview(ClassOfMine, View):
    """Who made the draft and may change the class: what was read, row by row; writing it is the next step."""

    def get(self, request, code, pk):
        draft = self._draft(pk)
        good = sum(not row["errors"] for row in draft.rows)
        context = {"draft": draft, "training_class": draft.training_class, "good": good}
        return render(request, "training/desk/import_preview.html", context | {"bad": len(draft.rows) - good})

    def post(self, request, code, pk):
        draft = self._draft(pk)
        try:
            counts = spreadsheets.apply(draft, by=request.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("training:import_preview", code, pk)
        messages.success(
            request,
            _("%(enrolled)s are enrolled, %(waiting)s wait, %(left_out)s rows were left out.") % counts,
        )
        return redirect("training:desk_class", code)

    def _draft(self, pk: int) -> ImportDraft:
        drafts = ImportDraft.objects.filter(
            kind=ImportDraft.Kind.LEARNERS, by=self.request.user, training_class=self.get_class()
        )
        return get_object_or_404(drafts.select_related("training_class"), pk=pk)


def blank(request) -> HttpResponse:
    """Anyone: an empty list with the headings that are understood."""
    answer = HttpResponse(spreadsheets.blank_workbook(), content_type=spreadsheets.XLSX)
    answer["Content-Disposition"] = 'attachment; filename="danh-sach-hoc-vien.xlsx"'
    return answer


class Participants(SessionOfMine, View):
    """Who may change the class: choose Zoom's list of participants."""

    def get(self, request, pk):
        return self._page(request, UploadForm(endings=(".csv",)))

    def post(self, request, pk):
        session = self.get_session()
        form = UploadForm(request.POST, request.FILES, endings=(".csv",))
        if form.is_valid():
            file = form.cleaned_data["file"]
            try:
                draft = participants.read(session, file.name, file.read(), by=request.user)
                return redirect("training:participants_preview", pk, draft.pk)
            except Refused as refusal:
                form.add_error("file", str(refusal))
        return self._page(request, form)

    def _page(self, request, form):
        session = self.get_session()
        context = {
            "form": form,
            "session": session,
            "title": _("Online participants"),
            "button": _("Read the file"),
            "back": reverse("training:sheet", args=[session.pk]),
            "arrivals": session.arrivals.select_related("learner").order_by("at"),
        }
        return render(request, "training/desk/form.html", context)


class ParticipantsPreview(SessionOfMine, View):
    """Who made the draft and may change the class: who is whom; the trainer mends it and says yes."""

    def get(self, request, pk, draft):
        draft = self._draft(draft)
        context = {"draft": draft, "session": draft.session, "roster": queries.roster(draft.session)}
        return render(request, "training/desk/participants_preview.html", context)

    def post(self, request, pk, draft):
        draft = self._draft(draft)
        chosen = {at: request.POST.get(f"row-{at}", "") for at in range(len(draft.rows))}
        chosen = {at: int(value) for at, value in chosen.items() if value.isdecimal()}
        try:
            count = participants.apply(draft, chosen, by=request.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("training:participants_preview", pk, draft.pk)
        messages.success(request, _("%(count)s are marked from the list.") % {"count": count})
        return redirect("training:sheet", pk)

    def _draft(self, pk: int) -> ImportDraft:
        drafts = ImportDraft.objects.filter(
            kind=ImportDraft.Kind.PARTICIPANTS, by=self.request.user, session=self.get_session()
        )
        return get_object_or_404(drafts.select_related("session__training_class__course"), pk=pk)
