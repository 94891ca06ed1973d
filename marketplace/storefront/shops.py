from django.views.generic import DetailView, ListView

from marketplace.storefront.lists import listings_for
from marketplace.shops.models import Shop


class ShopListView(ListView):
    """All open shops. Open to everyone."""

    template_name = "shops/list.html"
    context_object_name = "shops"
    paginate_by = 24

    def get_queryset(self):
        return Shop.objects.open_for_orders().for_cards().order_by("partner__name")


class ShopDetailView(DetailView):
    """One shop: her story, her makers, her products. Open to everyone while the shop is open."""

    template_name = "shops/detail.html"
    context_object_name = "shop"

    def get_queryset(self):
        return Shop.objects.open_for_orders().select_related("partner", "commune__province")

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            makers=self.object.makers.all(),
            listings=listings_for(self.request.GET, shop=self.object.pk),
            **kwargs,
        )
