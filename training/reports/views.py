"""Reports for staff of training, each within the classes that she may see."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views import View

from training.access import DeskRequired
from training.reports import documents, spreadsheets
from training.reports.figures import overview
from training.reports.filters import FilterForm
from training.reports.lists import at_risk, people
from training.reports.maps import draw

PEOPLE_A_PAGE = 100


class Report(DeskRequired, View):
    """Staff of training: the figures of her classes, her area or the programme."""

    def asked(self):
        self.seen = self.request.training.classes()
        self.form = FilterForm(self.request.GET, self.seen)
        return self.form.filter()

    def get(self, request):
        asked = self.asked()
        report = overview(self.seen, asked)
        context = {"form": self.form, "asked": asked, "report": report, "map": draw(report.places)}
        return render(request, "training/reports/overview.html", context)


class ReportBook(Report):
    """Staff of training: the same figures as XLSX."""

    def get(self, request):
        asked = self.asked()
        book = spreadsheets.overview_book(overview(self.seen, asked))
        return attachment(book, spreadsheets.CONTENT_TYPE, "bao-cao.xlsx")


class ReportPdf(Report):
    """Staff of training: the same figures as PDF."""

    def get(self, request):
        asked = self.asked()
        return attachment(documents.overview_pdf(overview(self.seen, asked), asked), "application/pdf", "bao-cao.pdf")


class People(Report):
    """Staff of training: the people behind a figure."""

    def get(self, request):
        asked, only = self.asked(), only_of(request)
        found = people(self.seen, asked, only=only)
        context = {
            "form": self.form,
            "asked": asked,
            "only": only,
            "people": found[:PEOPLE_A_PAGE],
            "total": len(found),
        }
        return render(request, "training/reports/people.html", context)


class PeopleBook(Report):
    """Staff of training: the people behind a figure, all of them, as XLSX."""

    def get(self, request):
        asked = self.asked()
        book = spreadsheets.people_book(people(self.seen, asked, only=only_of(request)))
        return attachment(book, spreadsheets.CONTENT_TYPE, "danh-sach.xlsx")


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


def only_of(request) -> str:
    only = request.GET.get("only", "")
    return only if only in ("sellers", "sold") else ""


def attachment(content: bytes, content_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
