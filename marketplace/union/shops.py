"""Shops at the Union desk."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views import View

from marketplace.accounts.roles import OfficerRequired
from marketplace.places.folding import matching
from marketplace.shops.models import Assistance, Shop
from marketplace.shops.services import NotAllowed, reopen_shop, suspend_shop
from marketplace.union import queries


class ShopsView(OfficerRequired, View):
    """Union officers: shops of their area, all or the quiet ones, found by name or phone."""

    def get(self, request):
        quiet = "quiet" in request.GET
        rows = queries.quiet_shops(request.area) if quiet else queries.shops_of(request.area).order_by("partner__name")
        words = request.GET.get("q", "").strip()
        if words:
            rows = rows.filter(Q(pk__in=matching(rows, "partner__name", words)) | Q(phone__contains=words.lstrip("0")))
        page = Paginator(rows, 30).get_page(request.GET.get("page"))
        return render(request, "union/shops.html", {"page_obj": page, "quiet": quiet, "words": words})


class ShopView(OfficerRequired, View):
    """Union officers: one shop of their area, its people and what happened to it."""

    def get(self, request, pk):
        shop = find(request, pk)
        sellers = shop.people.values("user")
        context = {
            "shop": shop,
            "people": shop.people.select_related("user"),
            "events": shop.events.select_related("by", "on_behalf_of").order_by("-pk")[:50],
            "assistances": Assistance.objects.filter(seller__in=sellers).select_related("seller", "officer")[:10],
            "application": getattr(shop, "application", None),
        }
        return render(request, "union/shop.html", context)

    def post(self, request, pk):
        shop = find(request, pk)
        reason = request.POST.get("reason", "")
        try:
            if "suspend" in request.POST:
                suspend_shop(shop, request.user, reason)
                messages.success(request, _("The shop is suspended, and its owner has been told."))
            elif "reopen" in request.POST:
                reopen_shop(shop, request.user, reason)
                messages.success(request, _("The shop is open again."))
        except NotAllowed as refusal:
            messages.error(request, str(refusal))
        return redirect("union:shop", pk)


def find(request, pk: int) -> Shop:
    """The shop, if it lies in the officer's area."""
    rows = queries.shops_of(request.area).select_related("partner", "commune__province", "application")
    return get_object_or_404(rows, pk=pk)
