"""Reports for staff of training, each within the classes that she may see."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.functional import cached_property
from django.views import View

from training.access import DeskRequired
from training.assessment.models import Quiz
from training.reports import documents, spreadsheets
from training.reports.figures import overview
from training.reports.filters import FilterForm, ReportFilter
from training.reports.lists import LISTS, Asked, ReportList, at_risk
from training.reports.maps import draw
from training.reports.scope import scope_of
from training.services.spreadsheets import XLSX

ROWS_A_PAGE = 50


class Report(DeskRequired, View):
    """Staff of training: the figures of her classes, her area or the programme."""

    @cached_property
    def scope(self):
        return scope_of(self.request.training)

    @cached_property
    def form(self) -> FilterForm:
        everything = ReportFilter(*FilterForm.usual_period())
        return FilterForm(self.request.GET, self.scope.places(everything))

    @cached_property
    def asked(self) -> ReportFilter:
        return self.form.filter()

    def kept(self) -> dict:
        """What of the address outlives a change of the filter, and what the filter is set to, in words."""
        kept = {key: self.request.GET[key] for key in ("only", "quiz") if self.request.GET.get(key)}
        return {"kept": kept, "kept_query": urlencode(kept), "chosen": self.form.chosen()}

    def get(self, request):
        report = overview(self.scope, self.asked)
        context = {
            **self.kept(),
            "form": self.form,
            "asked": self.asked,
            "report": report,
            "busy_places": [line for line in report.places if line.classes or line.people],
            "quiet_places": [line for line in report.places if not line.classes and not line.people],
            "map": draw(report.places),
        }
        return render(request, "training/reports/overview.html", context)


class ReportBook(Report):
    """Staff of training: the same figures as XLSX."""

    def get(self, request):
        book = spreadsheets.overview_book(overview(self.scope, self.asked))
        return attachment(book, XLSX, "bao-cao.xlsx")


class ReportPdf(Report):
    """Staff of training: the same figures as PDF."""

    def get(self, request):
        pdf = documents.overview_pdf(overview(self.scope, self.asked), self.asked)
        return attachment(pdf, "application/pdf", "bao-cao.pdf")


class ListPage(Report):
    """Staff of training: what stands behind a figure, a page at a time."""

    def list(self, name: str, *, linked: bool = True) -> ReportList:
        if name not in LISTS:
            raise Http404
        quiz = get_object_or_404(Quiz, pk=_number(self.request.GET.get("quiz", ""))) if name == "quiz" else None
        return LISTS[name](Asked(self.scope, self.asked, self.request.GET.get("only", ""), quiz), linked=linked)

    def get(self, request, name):
        found = self.list(name)
        page = Paginator(found.all(), ROWS_A_PAGE).get_page(request.GET.get("page"))
        context = {
            "form": self.form,
            "asked": self.asked,
            "name": name,
            "list": found,
            "title": found.title(page.paginator.count),
            "page_obj": page,
            "rows": [list(zip(found.heads, row, strict=True)) for row in found.cells(list(page))],
            "period": found.period,
            **self.kept(),
        }
        return render(request, "training/reports/list.html", context)


class ListBook(ListPage):
    """Staff of training: the whole of such a list as XLSX."""

    def get(self, request, name):
        found = self.list(name, linked=False)
        rows = found.cells(list(found.all()))
        book = spreadsheets.list_book(found.title(len(rows)), found.heads, rows)
        return attachment(book, XLSX, "danh-sach.xlsx")


class AtRiskList(DeskRequired, View):
    """Staff of training: who has missed two sessions or more of an open class."""

    def get(self, request):
        return render(request, "training/reports/at_risk.html", {"rows": at_risk(request.training.classes())})


class Register(DeskRequired, View):
    """Staff of training who may see the class: its attendance register, to print and sign."""

    def get(self, request, code):
        classes = request.training.classes().select_related("course", "place", "trainer")
        training_class = get_object_or_404(classes, code=code)
        return attachment(documents.register_pdf(training_class), "application/pdf", f"{code}.pdf")


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() else None


def attachment(content: bytes, content_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
