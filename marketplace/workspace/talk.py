"""What buyers and a shop say to each other: messages, and replies to reviews."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import FormView, TemplateView
from oscar.core.loading import get_model

from catalogue_ext.talking import reply_to
from marketplace.orders import conversations
from marketplace.orders.forms import MessageForm
from marketplace.orders.models import Conversation, Role, SellerOrder
from marketplace.pictures.uploads import NotAPicture
from marketplace.workspace.base import Workspace, unread_of, with_last_words
from marketplace.workspace.today import unanswered

ProductReview = get_model("reviews", "ProductReview")


class ReplyForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Your reply, for everyone to read"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def reviews_of(shop):
    """Buyers' reviews of the shop's products, those without a reply first."""
    return (
        ProductReview.objects.filter(product__listing__shop=shop, status=ProductReview.APPROVED)
        .select_related("product__listing", "reply", "user")
        .order_by("reply", "-date_created", "-pk")
    )


class TalkView(Workspace, TemplateView):
    """People of the shop: what buyers asked, about products and orders, the newest first."""

    template_name = "workspace/talk.html"

    def get_context_data(self, **kwargs):
        shop = self.request.shop
        found = (
            with_last_words(Conversation.objects.filter(shop=shop, last_message_at__isnull=False))
            .annotate(waits=Exists(unread_of(shop).filter(pk=OuterRef("pk"))))
            .order_by("-waits", "-last_message_at", "-pk")
        )
        return super().get_context_data(
            page_obj=Paginator(found, 20).get_page(self.request.GET.get("page")),
            num_reviews=unanswered(shop).count(),
            **kwargs,
        )


class ConversationView(Workspace, FormView):
    """People of the shop: one conversation with a buyer."""

    duty = "handle_orders"
    template_name = "workspace/conversation.html"
    form_class = MessageForm

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        form.fields["text"].label = _("Your message to the buyer")
        return form

    def get_context_data(self, **kwargs):
        found = get_object_or_404(
            conversations.with_messages(Conversation.objects.filter(shop=self.request.shop)), pk=self.kwargs["pk"]
        )
        conversations.read_by(found, Role.SHOP)
        return super().get_context_data(conversation=found, mine=Role.SHOP, **kwargs)

    def form_valid(self, form):
        found, data = get_object_or_404(Conversation, pk=self.kwargs["pk"], shop=self.request.shop), form.cleaned_data
        try:
            conversations.send(found, Role.SHOP, data["text"], data["pictures"], by=self.request.user)
        except (conversations.CannotSend, NotAPicture) as error:
            form.add_error("pictures" if isinstance(error, NotAPicture) else "text", str(error))
            return self.form_invalid(form)
        return redirect(self.request.path + "#last")


class OrderTalkView(Workspace, FormView):
    """People of the shop: write to the buyer of one of its orders, also when nobody has written yet."""

    duty = "handle_orders"
    template_name = "workspace/conversation.html"
    form_class = MessageForm

    def seller_order(self) -> SellerOrder:
        return get_object_or_404(SellerOrder, shop=self.request.shop, number=self.kwargs["number"])

    def get(self, request, **kwargs):
        begun = Conversation.objects.filter(seller_order=self.seller_order()).first()
        return redirect("workspace:conversation", begun.pk) if begun else super().get(request, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(seller_order=self.seller_order(), mine=Role.SHOP, **kwargs)

    def form_valid(self, form):
        data, begun = form.cleaned_data, conversations.about_order(self.seller_order())
        try:
            conversations.send(begun, Role.SHOP, data["text"], data["pictures"], by=self.request.user)
        except (conversations.CannotSend, NotAPicture) as error:
            form.add_error("pictures" if isinstance(error, NotAPicture) else "text", str(error))
            return self.form_invalid(form)
        return redirect("workspace:conversation", begun.pk)


class ReviewsView(Workspace, TemplateView):
    """People of the shop: what buyers wrote of its products, and a reply to each."""

    template_name = "workspace/reviews.html"

    def get_context_data(self, **kwargs):
        reviews = reviews_of(self.request.shop)
        if self.request.GET.get("show") != "all":
            reviews = reviews.filter(reply__isnull=True)
        return super().get_context_data(
            page_obj=Paginator(reviews, 20).get_page(self.request.GET.get("page")),
            chosen=self.request.GET.get("show", ""),
            **kwargs,
        )


class ReplyView(Workspace, View):
    """Owners and managers: reply to a review of one of their products."""

    http_method_names = ["post"]
    duty = "manage_listings"

    def post(self, request, pk):
        review = get_object_or_404(reviews_of(request.shop), pk=pk)
        form = ReplyForm(request.POST)
        if form.is_valid():
            reply_to(review, form.cleaned_data["text"], request.user)
            messages.success(request, _("Your reply stands below the review."))
        else:
            messages.error(request, _("Write something first."))
        return redirect("workspace:reviews")
