"""Many products at once: a spreadsheet in, with its faults shown before anything is written, and out."""

from django import forms
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import FormView, TemplateView

from catalogue_ext.models import Sheet, SheetRow
from catalogue_ext.sheets import exporting, importing
from catalogue_ext.sheets.tables import NotATable
from catalogue_ext.sheets.zipped import NotAZip
from catalogue_ext.tasks import import_sheet
from marketplace.documents.downloads import download
from marketplace.workspace.base import Workspace

State = SheetRow.State
SHOWN = 300


class SheetForm(forms.Form):
    table = forms.FileField(
        label=gettext_lazy("The spreadsheet"),
        help_text=gettext_lazy("XLSX or CSV, up to 1,000 products."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,text/csv"}),
    )
    pictures = forms.FileField(
        label=gettext_lazy("ZIP of pictures"),
        help_text=gettext_lazy("Up to 30 MB. The table names the files in its column “Pictures”."),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".zip,application/zip"}),
    )


class ImportView(Workspace, FormView):
    """Owners and managers: send a spreadsheet; nothing is written but what it says and what is wrong with it."""

    duty = "manage_listings"
    template_name = "workspace/import.html"
    form_class = SheetForm

    def get_context_data(self, **kwargs):
        return super().get_context_data(sheets=self.request.shop.sheets.all()[:5], **kwargs)

    def form_valid(self, form):
        data = form.cleaned_data
        try:
            sheet = importing.look_through(self.request.shop, data["table"], data["pictures"], self.request.user)
        except (NotATable, NotAZip) as error:
            form.add_error("table" if isinstance(error, NotATable) else "pictures", str(error))
            return self.form_invalid(form)
        return redirect("workspace:sheet", sheet.pk)

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)


class SheetView(Workspace, TemplateView):
    """Owners and managers: what is wrong in each row of a spreadsheet; import what is right."""

    duty = "manage_listings"
    template_name = "workspace/sheet.html"

    def sheet(self) -> Sheet:
        return get_object_or_404(Sheet, pk=self.kwargs["pk"], shop=self.request.shop)

    def get_context_data(self, **kwargs):
        sheet = self.sheet()
        rows = list(sheet.rows.select_related("revision", "listing"))
        faulty = [row for row in rows if row.state in (State.FAULTY, State.FAILED)]
        right = [row for row in rows if row.state not in (State.FAULTY, State.FAILED)]
        return super().get_context_data(
            sheet=sheet,
            faulty=faulty,
            right=right,
            num_faults=sum(len(row.faults) for row in faulty),
            num_finished=sum(row.state in SheetRow.FINISHED for row in rows),
            num_rows=len(rows),
            counts=[
                (State(state).label, sum(row.state == state for row in rows))
                for state in SheetRow.FINISHED
                if any(row.state == state for row in rows)
            ],
            **kwargs,
        )

    def post(self, request, pk):
        sheet = self.sheet()
        if importing.begin(sheet) or ("again" in request.POST and sheet.state == Sheet.State.RUNNING):
            import_sheet.delay(sheet.pk)
        return redirect("workspace:sheet", pk)


class ExportView(Workspace, View):
    """Owners and managers: their products as a spreadsheet (xlsx, csv), or the empty one to begin with (template)."""

    duty = "manage_listings"

    def get(self, request, name):
        if name not in ("xlsx", "csv", "template"):
            raise Http404
        rows = [] if name == "template" else exporting.rows_of(request.shop)
        stem = _("products-template") if name == "template" else f"{request.shop.slug}-{timezone.localdate():%Y%m%d}"
        if name == "csv":
            return download(exporting.as_csv(rows), f"{stem}.csv", "text/csv; charset=utf-8")
        return download(exporting.as_xlsx(rows), f"{stem}.xlsx")
