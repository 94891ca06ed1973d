from allauth.account.adapter import get_adapter
from django.http import HttpResponse, JsonResponse
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers
from django.views.generic import TemplateView

from catalogue_ext.cards import SmallCard, cards
from catalogue_ext.queries import featured_listings
from catalogue_ext.search.analytics import count_click
from catalogue_ext.search.suggestions import suggestions
from catalogue_ext.search.tasks import count_search
from marketplace.search.clicks import text_of, ticket
from marketplace.storefront.lists import Listings, listings_for

MAX_TEXT = 120
INSTEAD = 8


@method_decorator(vary_on_headers("Accept"), name="dispatch")
class SearchView(TemplateView):
    """Products found by words. Open to everyone; JSON for who accepts only that."""

    template_name = "search/results.html"

    def get(self, request, *args, **kwargs):
        listings = listings_for(request.GET)
        if request.get_preferred_type(["text/html", "application/json"]) == "application/json":
            return JsonResponse(_as_json(listings))
        query, nothing = listings.query, not listings.result.total
        if query.text and query.page == 1 and not listings.is_filtered:
            count_search.delay(query.text, not nothing and not listings.result.is_nearest)
        unknown = nothing and not listings.is_filtered
        context = {
            "listings": listings,
            "all_at_once": unknown,
            "instead": cards(featured_listings(INSTEAD)) if unknown else [],
            "click_ticket": ticket(query.text) if query.text else "",
        }
        context["search_query"] = query.text  # the box in the header keeps what was typed
        return self.render_to_response(self.get_context_data(**context))


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
            "categories": {choice.label: choice.count for choice in listings.categories},
            "stars": {str(stars): number for stars, number in listings.result.facets.stars.items()},
            "places": {choice.label: choice.count for choice in listings.places},
            "attributes": {
                one.label: {choice.label: choice.count for choice in one.choices} for one in listings.attributes
            },
            "in_stock": listings.result.facets.in_stock,
            "made_to_order": listings.result.facets.made_to_order,
        },
        "did_you_mean": listings.result.did_you_mean,
        "is_nearest": listings.result.is_nearest,
    }


@require_safe
def suggest(request):
    """What the text typed so far may become. Open to everyone."""
    found = suggestions(request.GET.get("q", "").strip()[:MAX_TEXT])
    return JsonResponse(
        {
            "listings": [_suggested(card) for card in found.listings],
            "categories": [{"name": name, "url": url} for name, url in found.categories],
            "shops": [{"name": name, "url": url} for name, url in found.shops],
            "queries": found.texts,
        }
    )


def _suggested(card: SmallCard) -> dict:
    return {
        "slug": card.slug,
        "title": card.title,
        "url": card.url,
        "price": int(card.price),
        "currency": "VND",
        "shop": card.shop_name,
        "image": card.image.url(96, "webp") if card.image else "",
    }


@csrf_exempt  # the page's signed ticket stands for the token: a page of results stays one that may be kept
@require_POST
def clicked(request):
    """A result was opened. Open to everyone; keeps the text and the listing, not who it was."""
    slug = request.POST.get("slug", "")[:MAX_TEXT]
    text = text_of(request.POST.get("ticket", ""), slug, get_adapter().get_client_ip(request))
    if text:
        count_click(text, slug)
    return HttpResponse(status=204)
