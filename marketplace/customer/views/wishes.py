from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import TemplateView

from catalogue_ext.cards import cards
from catalogue_ext.models import Listing
from catalogue_ext.wishes import unwish, wish, wished_listings
from marketplace.redirects import asked_page

# What a guest wished before she signed in, in her session.
WISHED = "wished"


class WishesView(LoginRequiredMixin, TemplateView):
    """Her own wish list. Open to whoever is signed in."""

    template_name = "customer/wishes.html"

    def get_context_data(self, **kwargs):
        page = Paginator(wished_listings(self.request.user), 24).get_page(self.request.GET.get("page"))
        return super().get_context_data(page_obj=page, cards=cards(page), **kwargs)


class WishView(View):
    """Puts a product into her wish list, or takes it out (`wished=0`). Open to whoever is signed in.

    A guest's heart is a link (GET): she signs in first, comes back here, and what she wished is kept.
    """

    def get(self, request, slug: str):
        listing = get_object_or_404(Listing.objects.on_sale().select_related("product"), slug=slug)
        if not request.user.is_authenticated:
            request.session[WISHED] = slug
            return redirect_to_login(request.get_full_path())
        if request.session.pop(WISHED, None) == slug:
            wish(request.user, listing.product)
            messages.success(request, _words(True, listing))
        return redirect(listing)

    def post(self, request, slug: str):
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        wished = request.POST.get("wished") != "0"
        listings = Listing.objects.select_related("product")
        listing = get_object_or_404(listings.on_sale() if wished else listings, slug=slug)
        (wish if wished else unwish)(request.user, listing.product)
        words = _words(wished, listing)
        if request.accepts("application/json") and not request.accepts("text/html"):
            return JsonResponse({"wished": wished, "message": words})
        messages.success(request, words)
        return redirect(asked_page(request) or listing)


def _words(wished: bool, listing: Listing) -> str:
    words = _("“%(title)s” is in your wish list.") if wished else _("“%(title)s” is taken out of your wish list.")
    return words % {"title": listing.title}
