from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.generic import DetailView, TemplateView

from catalogue_ext.attribute_words import attributes_of
from catalogue_ext.cards import Card, cards, cards_by_id
from catalogue_ext.categories import category_tree
from catalogue_ext.models import Listing
from catalogue_ext.queries import best_starred, featured_listings, in_season, reviews_of
from catalogue_ext.search.related import others
from catalogue_ext.variants import sisters
from catalogue_ext.visits import count_visit
from marketplace.orders.delivery import delivery_estimate
from marketplace.pictures.renditions import Picture, picture
from marketplace.shops.models import Maker, Shop
from marketplace.storefront.cards import maker_cards, shop_cards
from marketplace.storefront.guests import SameForGuests
from marketplace.storefront.lists import listings_for
from marketplace.storefront.structured import breadcrumb_data, product_data

OTHERS = 4
"""How many products of a kind a product's page leads on to."""
REVIEWS = 10
"""How many reviews a product's page shows; the others have pages of their own."""


class HomeView(SameForGuests, TemplateView):
    """What this is, who is behind it, and a few ways in; no product twice. Open to everyone."""

    template_name = "catalogue/home.html"

    def get_context_data(self, **kwargs):
        seasonal = cards(in_season(4))
        featured = cards(featured_listings(8, but=[card.slug for card in seasonal]))
        starred = cards(best_starred(4, but=[card.slug for card in seasonal + featured]))
        makers = maker_cards(Maker.objects.filter(shop__state=Shop.State.OPEN).exclude(picture="").order_by("pk")[:6])
        return super().get_context_data(
            featured=featured,
            seasonal=seasonal,
            starred=starred,
            categories=category_tree().roots,
            shops=shop_cards(Shop.objects.open_for_orders().order_by("-created_at", "pk")[:6]),
            makers=makers,
            hero=[one.image for one in [*makers[:1], *featured[:2]] if one.image],
            **kwargs,
        )


class CatalogueView(SameForGuests, TemplateView):
    """All products. Open to everyone."""

    template_name = "catalogue/list.html"

    def get_context_data(self, **kwargs):
        listings = listings_for(self.request.GET)
        return super().get_context_data(
            title=_("All products"),
            listings=listings,
            subcategories=category_tree().roots,
            **kwargs,
        )


class CategoryView(SameForGuests, TemplateView):
    """Products of a category and of those below it. Open to everyone."""

    template_name = "catalogue/list.html"

    def get(self, request, *args, **kwargs):
        self.tree = category_tree()
        self.category = self.tree.get(int(kwargs["pk"]))
        if self.category is None:
            raise Http404
        if kwargs["category_slug"] != self.category.path:
            return redirect(self.category.url, permanent=True)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        category = self.category
        trail = self.tree.ancestors(category.pk)
        return super().get_context_data(
            title=category.name,
            category=category,
            subcategories=self.tree.children(category.pk),
            trail=trail,
            structured=breadcrumb_data([*trail, category]),
            listings=listings_for(self.request.GET, category=category.pk),
            **kwargs,
        )


class ProductView(SameForGuests, DetailView):
    """One product. Open to everyone while it is on sale; its staff sees it before."""

    template_name = "catalogue/product.html"
    context_object_name = "listing"

    def get(self, request, *args, **kwargs):
        self.object = self.get_object()
        if kwargs["product_slug"] != self.object.slug:
            return redirect(self.object, permanent=True)
        self.subject = self.object.pk
        count_visit(self.subject)
        return self.render_to_response(self.get_context_data(object=self.object))

    def shown_again(self, subject) -> None:
        count_visit(subject)

    def get_object(self, queryset=None):
        listing = get_object_or_404(
            Listing.objects.for_page().select_related("shop__delivery_terms"), product_id=self.kwargs["pk"]
        )
        if not listing.is_on_sale and not self.request.user.is_staff:
            raise Http404
        return listing

    def get_context_data(self, **kwargs):
        listing = self.object
        tree = category_tree()
        category = listing.first_category
        trail = [*tree.ancestors(category), tree.get(category)] if category and tree.get(category) else []
        images = [picture(image.original) for image in listing.product.images.all()]
        return super().get_context_data(
            trail=trail,
            images=images,
            maker_picture=picture(listing.maker.picture) if listing.maker else None,
            share_image=Picture(images[0].name, "share").url(1200, "webp") if images else None,
            attributes=attributes_of(listing.product),
            reviews=reviews_of(listing)[:REVIEWS] if listing.num_reviews else [],
            sisters=sisters(listing) if listing.variant_of_id or listing.has_variants else [],
            **_others(listing),
            delivery=delivery_estimate(listing),
            structured=product_data(listing, images, self.request),
            **kwargs,
        )


def _others(listing: Listing) -> dict[str, list[Card]]:
    """Cards of what else she may like: bought with it, more of this shop, more like it."""
    ids = others(listing, OTHERS)
    known = {card.listing_id: card for card in cards_by_id([*ids.bought_with, *ids.of_shop, *ids.alike])}
    return {
        name: [known[pk] for pk in ids if pk in known]
        for name, ids in (("bought_with", ids.bought_with), ("more", ids.of_shop), ("alike", ids.alike))
    }
