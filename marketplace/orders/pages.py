"""Pages of signed-in people about orders: questions about products, and the pictures of messages and returns."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views import View
from django.views.generic import FormView, ListView

from catalogue_ext.models import Listing
from marketplace.accounts.roles import area_of
from marketplace.orders import conversations, photos, proving
from marketplace.orders.forms import MessageForm
from marketplace.orders.models import Conversation, MessagePicture, ReturnPicture, ReturnRequest, Role, SellerOrder
from marketplace.orders.tracking import number_from
from marketplace.pictures.uploads import NotAPicture
from marketplace.shops.people import may


class ConversationsView(LoginRequiredMixin, ListView):
    """What a signed-in buyer and shops have written each other, the newest first."""

    template_name = "orders/conversations.html"
    paginate_by = 20

    def get_queryset(self):
        return (
            Conversation.objects.filter(buyer=self.request.user, last_message_at__isnull=False)
            .select_related("shop__partner", "listing__product", "seller_order__order")
            .order_by("-last_message_at")
        )


class ProductQuestionView(LoginRequiredMixin, FormView):
    """A signed-in buyer's conversation with the shop about one product on sale."""

    template_name = "orders/messages.html"
    form_class = MessageForm

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        listings = Listing.objects.on_sale().select_related("product", "shop__partner")
        self.listing = get_object_or_404(listings, product_id=kwargs["product"])

    def get_context_data(self, **kwargs):
        mine = Conversation.objects.filter(listing=self.listing, buyer=self.request.user)
        found = conversations.with_messages(mine).first()
        if found:
            conversations.read_by(found, Role.BUYER)
        return super().get_context_data(
            conversation=found, shop=self.listing.shop, listing=self.listing, mine=Role.BUYER, **kwargs
        )

    def form_valid(self, form):
        data = form.cleaned_data
        conversation = conversations.about_product(self.listing, self.request.user)
        try:
            conversations.send(conversation, Role.BUYER, data["text"], data["pictures"], by=self.request.user)
        except (conversations.CannotSend, NotAPicture) as error:
            form.add_error("pictures" if isinstance(error, NotAPicture) else "text", str(error))
            return self.form_invalid(form)
        return redirect(self.request.path + "#last")


class PictureView(View):
    """A picture of a message or a return, for its buyer, the people of its shop, and the officer of a dispute.

    A guest shows the signed link of her order (`?order=`). For everybody else there is nothing here (404).
    """

    http_method_names = ["get", "head"]

    def get(self, request, kind: str, pk: int):
        find = {"return": self._of_return, "message": self._of_message}.get(kind)
        if find is None:
            raise Http404
        name, part, buyer, shop = find(pk)
        if not (self._is_buyer(part, buyer) or may(request.user, shop, "handle_orders") or self._judges(part)):
            raise Http404
        response = HttpResponse(photos.content_of(name), content_type="image/webp")
        response["Cache-Control"] = "private, max-age=3600"
        return response

    def _of_return(self, pk: int) -> tuple:
        related = ReturnPicture.objects.select_related(
            "request__seller_order__shop__commune__province", "request__seller_order__order"
        )
        found = get_object_or_404(related, pk=pk)
        part = found.request.seller_order
        return found.name, part, part.order.user_id, part.shop

    def _of_message(self, pk: int) -> tuple:
        related = MessagePicture.objects.select_related(
            "message__conversation__shop__commune__province", "message__conversation__seller_order__order"
        )
        found = get_object_or_404(related, pk=pk)
        conversation = found.message.conversation
        return found.name, conversation.seller_order, conversation.buyer_id, conversation.shop

    def _is_buyer(self, part: SellerOrder | None, buyer: int | None) -> bool:
        user = self.request.user
        if user.is_authenticated and user.pk == buyer:
            return True
        if part is None or number_from(self.request.GET.get("order", "")) != part.order.number:
            return False
        return proving.is_shown_to(self.request, part.order)

    def _judges(self, part: SellerOrder | None) -> bool:
        if part is None or not area_of(self.request.user).covers(part.shop.commune):
            return False
        return part.returns.filter(state=ReturnRequest.State.DISPUTED).exists()
