from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView
from oscar.core.loading import get_model

from catalogue_ext.cards import cards
from catalogue_ext.models import Listing
from catalogue_ext.queries import reviews_of
from marketplace.customer.forms import ReviewForm
from marketplace.orders.reviewing import listings_to_review, may_review, reviews_by, write_review

ProductReview = get_model("reviews", "ProductReview")


class ReviewsView(LoginRequiredMixin, TemplateView):
    """What she may write about, and what she has written. Open to whoever is signed in."""

    template_name = "customer/reviews.html"

    def get_context_data(self, **kwargs):
        user = self.request.user
        return super().get_context_data(to_review=cards(listings_to_review(user)), written=reviews_by(user), **kwargs)


class WriteView(LoginRequiredMixin, FormView):
    """Writes or changes her review of a product. Open to who has received it; to others it is not found."""

    template_name = "customer/review_form.html"
    form_class = ReviewForm

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        self.listing = get_object_or_404(Listing.objects.select_related("product"), slug=kwargs["slug"])
        if not may_review(request.user, self.listing.product):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self):
        written = ProductReview.objects.filter(user=self.request.user, product=self.listing.product_id)
        return written.values("score", "title", "body").first() or {}

    def get_context_data(self, **kwargs):
        return super().get_context_data(listing=self.listing, image=self.listing.product.images.first(), **kwargs)

    def form_valid(self, form):
        write_review(self.request.user, self.listing.product, **form.cleaned_data)
        messages.success(self.request, _("Thank you. Your review helps others to choose."))
        return redirect("account:reviews")


@login_required
def start(request, product_slug: str = "", product_pk: int = 0):
    """Where Oscar's address for a new review leads: to ours. Open to whoever is signed in."""
    listing = get_object_or_404(Listing, product_id=product_pk)
    return redirect("account:review", slug=listing.slug)


class ProductReviewsView(TemplateView):
    """All that buyers wrote of a product. Open to everyone while it is on sale."""

    template_name = "catalogue/reviews.html"

    def get(self, request, *args, **kwargs):
        listings = Listing.objects.on_sale().select_related("product")
        self.listing = get_object_or_404(listings, product_id=kwargs["product_pk"])
        if kwargs["product_slug"] != self.listing.slug:
            own = {"product_slug": self.listing.slug, "product_pk": self.listing.product_id}
            return redirect("catalogue:reviews-list", **own, permanent=True)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        page = Paginator(reviews_of(self.listing), 20).get_page(self.request.GET.get("page"))
        return super().get_context_data(listing=self.listing, page_obj=page, reviews=page, **kwargs)


def to_product(request, product_slug: str = "", product_pk: int = 0, pk: int = 0):
    """One review is read among the others on the product's page. Open to everyone."""
    listing = get_object_or_404(Listing.objects.on_sale(), product_id=product_pk)
    return redirect(f"{listing.get_absolute_url()}#reviews")
