from django.http import JsonResponse
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from catalogue_ext.cards import cards_by_id
from catalogue_ext.categories import category_tree
from catalogue_ext.search.engine import search
from catalogue_ext.search.types import SearchQuery
from marketplace.places.folding import fold
from marketplace.shops.models import Shop
from marketplace.storefront.lists import Listings, listings_for

MAX_TEXT = 120


class SearchView(TemplateView):
    """Products found by words. Open to everyone; JSON for who accepts only that."""

    template_name = "search/results.html"

    def get(self, request, *args, **kwargs):
        listings = listings_for(request.GET)
        if request.get_preferred_type(["text/html", "application/json"]) == "application/json":
            return JsonResponse(_as_json(listings))
        return self.render_to_response(self.get_context_data(listings=listings))


def _as_json(listings: Listings) -> dict:
    """The contract of `/search/`: prices are whole đồng."""
    return {
        "engine": listings.result.engine,
        "took_ms": listings.result.took_ms,
        "total": listings.result.total,
        "currency": "VND",
        "hits": [
            {"slug": card.slug, "title": card.title, "price": int(card.price), "shop": card.shop_name}
            for card in listings.cards
        ],
        "facets": {
            "stars": {choice.value: choice.count for choice in listings.stars},
            "places": {choice.label: choice.count for choice in listings.places},
            "in_stock": listings.result.facets.in_stock,
        },
    }


@require_safe
def suggest(request):
    """What the text typed so far may become. Open to everyone."""
    text = request.GET.get("q", "").strip()[:MAX_TEXT]
    if not text:
        return JsonResponse({"listings": [], "categories": [], "shops": [], "queries": []})
    found = search(SearchQuery(text=text, page_size=6))
    words = [f" {word}" for word in fold(text).split()]
    categories = [node for root in category_tree().roots for node in (root, *category_tree().children(root.pk))]
    shops = Shop.objects.open_for_orders().select_related("partner")[:500]
    return JsonResponse(
        {
            "listings": [
                {"slug": card.slug, "title": card.title, "url": card.url, "price": int(card.price), "currency": "VND"}
                for card in cards_by_id(list(found.ids))
            ],
            "categories": [
                {"name": node.name, "url": node.url}
                for node in categories
                if all(word in f" {fold(node.name)}" for word in words)
            ][:4],
            "shops": [
                {"name": shop.name, "url": shop.get_absolute_url()}
                for shop in shops
                if all(word in f" {fold(shop.name)}" for word in words)
            ][:3],
            "queries": [],
        }
    )
