from django.views.generic import DetailView, ListView

from marketplace.pictures.renditions import picture
from marketplace.shops.models import Shop
from marketplace.storefront.cards import maker_cards, shop_cards
from marketplace.storefront.guests import SameForGuests
from marketplace.storefront.lists import listings_for


class ShopListView(SameForGuests, ListView):
    """All open shops. Open to everyone."""

    template_name = "shops/list.html"
    context_object_name = "shops"
    paginate_by = 24

    def get_queryset(self):
        return Shop.objects.open_for_orders().order_by("partner__name")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return context | {"cards": shop_cards(context["page_obj"].object_list)}


class ShopDetailView(SameForGuests, DetailView):
    """One shop: her story, her makers, her products. Open to everyone while the shop is open."""

    template_name = "shops/detail.html"
    context_object_name = "shop"
    ALL_AT_ONCE = 8  # so few products are seen faster than filtered

    def get_queryset(self):
        return Shop.objects.open_for_orders().select_related("partner", "commune__province")

    def get_context_data(self, **kwargs):
        listings = listings_for(self.request.GET, shop=self.object.pk)
        return super().get_context_data(
            cover=picture(self.object.cover, "cover"),
            makers=maker_cards(self.object.makers.all()),
            listings=listings,
            all_at_once=not listings.is_filtered and listings.result.total <= self.ALL_AT_ONCE,
            **kwargs,
        )
