"""Products that wait for an officer's look: what the shop says, what would change, approve or ask for changes."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import TemplateView

from catalogue_ext import moderation
from catalogue_ext.categories import category_tree
from catalogue_ext.drafts import content_of, picture_of
from catalogue_ext.forms import AT_ONCE, ContentForm
from catalogue_ext.models import Revision
from catalogue_ext.typed import read_dong
from marketplace.accounts.roles import OfficerRequired
from marketplace.pictures.renditions import picture
from marketplace.ui.numbers import format_dong

PAGE = 30


def revisions_of(area):
    """What shops of this area wrote, with what a row shows."""
    return area.filter(
        Revision.objects.select_related("shop__partner", "shop__commune", "listing").prefetch_related("pictures"),
        "shop__commune",
    )


class ListingsView(OfficerRequired, TemplateView):
    """Union officers: products of their area that wait for review, the longest waiting first."""

    template_name = "union/listings.html"

    def get_context_data(self, **kwargs):
        found = revisions_of(self.request.area)
        if self.request.GET.get("show") == "decided":
            found = found.filter(state__in=("approved", "changes_asked")).order_by("-updated_at", "-pk")
        else:
            found = found.waiting()
        page = Paginator(found, PAGE).get_page(self.request.GET.get("page"))
        rows = [(one, picture_of(next(iter(one.pictures.all()), None))) for one in page]
        return super().get_context_data(page_obj=page, rows=rows, chosen=self.request.GET.get("show", ""), **kwargs)


@dataclass(frozen=True)
class Said:
    """One field as an officer reads it; `before` is what buyers read today, where it would change."""

    name: str
    label: str
    now: str
    before: str | None
    remark: str


def said_of(revision: Revision, remarks: dict) -> list[Said]:
    """What a revision says, field by field, in words; empty fields that stay empty are left out."""
    old = content_of(revision.listing) if revision.is_of_published else None
    form = ContentForm(shop=revision.shop)
    rows = []
    for name, field in form.fields.items():
        if old is not None and name in AT_ONCE:
            continue
        now = in_words(name, field, revision.content.get(name))
        before = in_words(name, field, old.get(name)) if old is not None else now
        if now or before:
            changed = before if before != now else None
            rows.append(Said(name, str(field.label), now, changed, remarks.get(name, "")))
    return rows


def in_words(name: str, field, value) -> str:
    if name == "category":
        node = category_tree().get(int(value)) if str(value or "").isdecimal() else None
        return node.name if node else ""
    if name == "keep_cold":
        return _("Yes") if value else ""
    if name == "price" and (price := read_dong(str(value or ""))):
        return format_dong(price)
    if isinstance(value, list):
        return ", ".join(value)
    choices = getattr(field, "choices", None)
    if choices and name in ("stock_mode", "maker", "ocop_stars"):
        return str(dict(choices).get(value, "")) if value else ""
    return str(value or "")


class ListingView(OfficerRequired, TemplateView):
    """Union officers: one product of their area (404 elsewhere), as it is and as it would be."""

    template_name = "union/listing.html"

    def get_context_data(self, **kwargs):
        revision = get_object_or_404(revisions_of(self.request.area), pk=self.kwargs["pk"])
        remarks = kwargs.pop("typed", None) or moderation.last_remarks(revision)
        before = revision.listing.product.images.all() if revision.is_of_published else []
        return super().get_context_data(
            revision=revision,
            said=said_of(revision, remarks),
            pictures=[picture_of(one) for one in revision.pictures.all()],
            pictures_before=[picture(image.original) for image in before],
            remarks=remarks,
            waiting=revision.state == Revision.State.SUBMITTED,
            events=revision.events.select_related("by"),
            **kwargs,
        )


class DecideListingView(OfficerRequired, View):
    """Union officers: approve a product of their area, or ask the shop to change it."""

    http_method_names = ["post"]

    def post(self, request, pk):
        revision = get_object_or_404(revisions_of(request.area), pk=pk)
        try:
            if "approve" in request.POST:
                moderation.approve(revision, request.user)
                messages.success(request, _("“%(title)s” is on sale now.") % {"title": revision.title})
            else:
                moderation.ask_for_changes(revision, request.user, self.remarks())
                messages.success(request, _("The shop is told what to change."))
        except moderation.NotNow as error:
            messages.error(request, str(error))
            return redirect("union:listing", pk)
        return redirect("union:listings")

    def remarks(self) -> dict[str, str]:
        known = (*ContentForm.base_fields, "pictures", "general")
        return {name: self.request.POST.get(f"remark-{name}", "")[:500] for name in known}
