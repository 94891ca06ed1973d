"""Price and stock of many products on one page; what is right is saved, what is not stays as it was typed."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView

from catalogue_ext import drafts
from catalogue_ext.applying import set_terms
from catalogue_ext.forms import TermsForm
from catalogue_ext.models import Listing
from marketplace.workspace.base import Workspace
from marketplace.workspace.products import listings_of, picture_of

PAGE = 50
COLUMNS = ("price", "stock")


@dataclass
class Line:
    """One product with what stood there when the page was opened, what is typed, and what is wrong with it."""

    listing: Listing
    before: dict[str, str]
    typed: dict[str, str]
    form: TermsForm

    @property
    def changed(self) -> bool:
        return self.typed != self.before

    @property
    def image(self):
        return picture_of(self.listing)

    @property
    def inputs(self) -> list[tuple]:
        """(name, label, what is typed, what stood there, faults) of each field of the row."""
        names = COLUMNS[:1] if self.listing.is_made_to_order else COLUMNS
        wrong = self.form.errors if self.changed else {}
        return [
            (name, self.form.fields[name].label, self.typed[name], self.before[name], wrong.get(name, []))
            for name in names
        ]


class BulkView(Workspace, TemplateView):
    """Owners and managers: price and stock of all products, at once and without review."""

    duty = "manage_listings"
    template_name = "workspace/bulk.html"

    def get_context_data(self, **kwargs):
        page = self.page()
        kwargs.setdefault("lines", [line_of(listing) for listing in page])
        return super().get_context_data(page_obj=page, **kwargs)

    def page(self):
        listings = (
            listings_of(self.request.shop)
            .select_related("product", "shop")
            .prefetch_related("product__images", "product__stockrecords", "product__categories", "certificates")
            .order_by("product__title", "pk")
        )
        return Paginator(listings, PAGE).get_page(self.request.GET.get("page"))

    def post(self, request):
        lines = [line_of(listing, request.POST) for listing in self.page()]
        right = [line for line in lines if line.changed and line.form.is_valid()]
        # Not one transaction: each product is right or wrong by itself.
        for line in right:
            set_terms(line.listing, line.form.cleaned_data)
        if right:
            said = ngettext("%(n)d product is changed.", "%(n)d products are changed.", len(right))
            messages.success(request, said % {"n": len(right)})
        wrong = {line.listing.pk: line for line in lines if line.changed and line.form.errors}
        if wrong:
            messages.error(request, _("Some rows are not saved: what is wrong stands beside them."))
            shown = [wrong.get(listing.pk) or line_of(listing) for listing in self.page()]
            return self.render_to_response(self.get_context_data(lines=shown), status=422)
        return redirect(request.get_full_path())


def line_of(listing: Listing, typed=None) -> Line:
    """A row of the page; `typed` is what came with the form, if it did."""
    now = drafts.content_of(listing)
    shown = {"price": now["price"], "stock": "" if listing.is_made_to_order else now["stock"]}
    typed = typed or {}
    before = {name: typed.get(f"{name}-{listing.pk}-was", shown[name]) for name in COLUMNS}
    said = {name: typed.get(f"{name}-{listing.pk}", before[name]).strip()[:40] for name in COLUMNS}
    # Of the two only what she typed over: what another has changed since the page was opened stays.
    changed = {name: value for name, value in said.items() if value != before[name]}
    return Line(listing, before, said, TermsForm(now | changed))
