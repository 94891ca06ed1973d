"""The first page of a shop's desk: what to do now."""

from django.utils import timezone
from django.views.generic import TemplateView
from oscar.core.loading import get_model

from catalogue_ext.drafts import picture_of
from catalogue_ext.models import Revision
from catalogue_ext.moderation import last_remarks
from marketplace.ledger.payouts import unpaid
from marketplace.orders.models import ReturnRequest, SellerOrder
from marketplace.workspace.base import Workspace, unread_of, with_last_words
from marketplace.workspace.orders import orders_of
from marketplace.workspace.products import listings_of, low_stock
from marketplace.workspace.products import picture_of as picture_of_listing

ProductReview = get_model("reviews", "ProductReview")
State = SellerOrder.State
SHOWN = 5


class TodayView(Workspace, TemplateView):
    """People of the shop: orders to confirm and pack, the oldest first; what runs out; what the Union asks; money."""

    template_name = "workspace/today.html"

    def get_context_data(self, **kwargs):
        shop = self.request.shop
        waiting = orders_of(shop).filter(state__in=(State.NEW, State.CONFIRMED, State.PACKED)).order_by("pk")
        asked = (
            Revision.objects.filter(shop=shop, state=Revision.State.CHANGES_ASKED)
            .select_related("listing")
            .prefetch_related("pictures", "events")
        )
        low = low_stock(listings_of(shop)).select_related("product", "shop").prefetch_related("product__images")
        return super().get_context_data(
            waiting=waiting[:SHOWN],
            num_pack=SellerOrder.objects.filter(shop=shop, state__in=(State.CONFIRMED, State.PACKED)).count(),
            asked=[(one, picture_of(next(iter(one.pictures.all()), None)), last_remarks(one)) for one in asked[:SHOWN]],
            low=[(one, picture_of_listing(one)) for one in low[:SHOWN]],
            num_low=low.count(),
            returns=ReturnRequest.objects.filter(seller_order__shop=shop, state=ReturnRequest.State.ASKED)
            .select_related("seller_order")
            .order_by("answer_by")[:SHOWN],
            questions=with_last_words(unread_of(shop)).order_by("last_message_at", "pk")[:SHOWN],
            num_unanswered=unanswered(shop).count(),
            on_the_way=-unpaid().filter(shop=shop).balance() if "see_money" in self.duties else None,
            has_products=listings_of(shop).exists() or Revision.objects.filter(shop=shop).exists(),
            now=timezone.now(),
            **kwargs,
        )


def unanswered(shop):
    """Buyers' reviews of the shop's products to which it has not replied."""
    return ProductReview.objects.filter(product__listing__shop=shop, status=ProductReview.APPROVED, reply__isnull=True)
