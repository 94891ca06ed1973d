"""What every page of a shop's desk has."""

from django.contrib import messages
from django.db.models import OuterRef, Subquery
from django.http import JsonResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property

from catalogue_ext.categories import category_tree
from catalogue_ext.suggesting import suggest_categories
from marketplace.orders.models import Conversation, Message, Role, SellerOrder
from marketplace.shops.people import DUTIES, ShopRequired


class Workspace(ShopRequired):
    """People of a shop only; pages of the desk know what waits and what this person may do."""

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            shop=self.request.shop,
            duties=self.duties,
            unread=unread_of(self.request.shop).count(),
            new_orders=SellerOrder.objects.filter(shop=self.request.shop, state=SellerOrder.State.NEW).count(),
            **kwargs,
        )

    @cached_property
    def duties(self) -> set[str]:
        return {duty for duty, roles in DUTIES.items() if self.request.shop_role in roles}


def unread_of(shop):
    """Conversations in which a buyer has written what nobody of the shop has read."""
    waiting = Message.objects.filter(conversation__shop=shop, role=Role.BUYER, read_at=None)
    return Conversation.objects.filter(pk__in=waiting.values("conversation"))


def with_last_words(conversations):
    """Conversations (a queryset) with what a row shows of each, its newest message as `last_words`."""
    newest = Message.objects.filter(conversation=OuterRef("pk")).order_by("-pk").values("text")[:1]
    return conversations.select_related("buyer", "listing__product", "seller_order__order__delivery").annotate(
        last_words=Subquery(newest)
    )


def wants_json(request) -> bool:
    """Whether our script asks, rather than a form that was sent."""
    return request.headers.get("Accept", "").startswith("application/json")


def typed_at(request) -> int:
    """When what this request brings was typed, in milliseconds of the phone's clock; 0 where it does not say."""
    said = request.POST.get("typed_at", "")
    return int(said) if said.isdecimal() and len(said) < 16 else 0


def suggested(request) -> JsonResponse:
    """Likely categories for the name that is being typed."""
    tree = category_tree()
    found = [tree.get(pk) for pk in suggest_categories(request.GET.get("title", "")[:200])]
    return JsonResponse({"categories": [{"id": str(node.pk), "name": node.name} for node in found if node]})


def refusal(message: str, status: int = 422) -> JsonResponse:
    return JsonResponse({"error": message}, status=status)


def next_page(request, error: str, url: str, status: int):
    """Where to go on: for our script as JSON with this status, else as a redirect."""
    if wants_json(request):
        return JsonResponse({"url": url, "error": error}, status=status)
    if error:
        messages.error(request, error)
    return redirect(url)
