"""The products of a shop: what is on sale, what waits, price and stock at once."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import TemplateView

from catalogue_ext import drafts, moderation
from catalogue_ext.applying import set_terms
from catalogue_ext.forms import TermsForm
from catalogue_ext.models import Listing, Revision
from catalogue_ext.variants import begin_variant
from marketplace.pictures.renditions import picture
from marketplace.places.folding import matching
from marketplace.workspace.base import Workspace
from marketplace.workspace.writing import receive_text

PAGE = 30
FILTERS = {
    "": gettext_lazy("All"),
    "live": gettext_lazy("On sale"),
    "review": gettext_lazy("In review"),
    "low": gettext_lazy("Low in stock"),
    "paused": gettext_lazy("Paused"),
}


def listings_of(shop):
    """The shop's products that were ever published; what is still to be is a revision."""
    return Listing.objects.filter(shop=shop, published_at__isnull=False)


class ProductsView(Workspace, TemplateView):
    """People of the shop: its products and drafts."""

    template_name = "workspace/products.html"

    def get_context_data(self, **kwargs):
        shop, chosen = self.request.shop, self.request.GET.get("show", "")
        revisions = Revision.objects.filter(shop=shop).open().select_related("listing").prefetch_related("pictures")
        typed = self.request.GET.get("q", "").strip()[:100]
        listings = self.filtered(listings_of(shop), chosen, typed)
        page = Paginator(listings, PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            revisions=[(one, drafts.picture_of(next(iter(one.pictures.all()), None))) for one in revisions[:50]]
            if chosen in ("", "review") and not typed
            else [],
            page_obj=page,
            rows=[(one, picture_of(one)) for one in page],
            filters=FILTERS,
            chosen=chosen,
            typed=typed,
            **kwargs,
        )

    def filtered(self, listings, chosen: str, typed: str):
        listings = listings.select_related("product", "shop").prefetch_related("product__images")
        if chosen == "live":
            listings = listings.filter(state=Listing.State.LIVE)
        elif chosen == "paused":
            listings = listings.filter(state=Listing.State.PAUSED)
        elif chosen == "low":
            listings = low_stock(listings)
        elif chosen == "review":
            listings = listings.filter(revisions__state__in=Revision.OPEN)
        if typed:
            listings = listings.filter(
                Q(pk__in=matching(listings, "product__title", typed)) | Q(product__stockrecords__partner_sku=typed)
            )
        return listings.order_by("product__title", "pk")


def low_stock(listings):
    """What is sold from stock and soon cannot be."""
    return listings.filter(
        state=Listing.State.LIVE, made_to_order_days__isnull=True, num_available__lte=Listing.LOW_STOCK
    )


def picture_of(listing: Listing):
    images = listing.product.images.all()
    return picture(images[0].original) if images else None


class OneProduct(Workspace):
    def listing(self, pk: int) -> Listing:
        return get_object_or_404(
            Listing.objects.select_related("product", "shop__partner").prefetch_related(
                "product__images", "certificates"
            ),
            pk=pk,
            shop=self.request.shop,
        )


class ProductView(OneProduct, TemplateView):
    """People of the shop see one of its products; owners and managers change price and stock, at once."""

    template_name = "workspace/product.html"

    def get_context_data(self, **kwargs):
        listing = kwargs.pop("listing", None) or self.listing(self.kwargs["pk"])
        revision = Revision.objects.filter(listing=listing).open().first()
        form = kwargs.pop("form", None) or TermsForm(initial=drafts.content_of(listing))
        history = Revision.objects.filter(listing=listing, events__isnull=False).distinct()
        return super().get_context_data(
            listing=listing,
            image=picture_of(listing),
            revision=revision,
            remarks=moderation.last_remarks(revision) if revision else {},
            form=form,
            receive=receive_text(listing.shop, str(form["price"].value() or "")),
            events=[event for one in history.prefetch_related("events__by") for event in one.events.all()],
            variants=Listing.objects.filter(Q(variant_of=listing.variant_of_id or listing.pk))
            .exclude(pk=listing.pk)
            .select_related("product"),
            variant_form=VariantForm(),
            **kwargs,
        )

    def post(self, request, pk):
        if "manage_listings" not in self.duties:
            raise Http404
        listing, form = self.listing(pk), TermsForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form, listing=listing), status=422)
        set_terms(listing, form.cleaned_data)
        messages.success(request, _("Price and stock are changed; buyers see it now."))
        return redirect("workspace:product", pk)


class EditView(OneProduct, View):
    """Owners and managers: change what buyers rely on; the live version stays until it is reviewed."""

    http_method_names = ["post"]
    duty = "manage_listings"

    def post(self, request, pk):
        return redirect("workspace:draft", drafts.begin_edit(self.listing(pk), request.user).client_id)


class PauseView(OneProduct, View):
    """Owners and managers: off sale, or on sale again, with one tap."""

    http_method_names = ["post"]
    duty = "manage_listings"

    def post(self, request, pk):
        listing = self.listing(pk)
        if listing.state == Listing.State.PAUSED:
            moderation.resume(listing)
            messages.success(request, _("“%(title)s” is on sale again.") % {"title": listing.product.title})
        else:
            moderation.pause(listing)
            messages.success(
                request, _("“%(title)s” is paused: buyers do not see it.") % {"title": listing.product.title}
            )
        return redirect("workspace:product", pk)


class VariantForm(forms.Form):
    variant = forms.CharField(
        label=gettext_lazy("What is different"),
        help_text=gettext_lazy("Such as “500 g”, “spicy”, “red”."),
        max_length=40,
    )


class VariantView(OneProduct, View):
    """Owners and managers: another size or flavour of a product."""

    http_method_names = ["post"]
    duty = "manage_listings"

    def post(self, request, pk):
        listing, form = self.listing(pk), VariantForm(request.POST)
        if not form.is_valid():
            messages.error(request, _("Say what is different, such as “500 g”."))
            return redirect("workspace:product", pk)
        revision = begin_variant(listing, form.cleaned_data["variant"], request.user)
        return redirect("workspace:draft", revision.client_id)
