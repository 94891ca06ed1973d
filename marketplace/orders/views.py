"""The buyer's pages of her order. Whoever holds its signed link may see it and act for the buyer."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import FormView, TemplateView

from marketplace.orders import conversations, proving, returns, transitions
from marketplace.orders.forms import CancelForm, MessageForm, ObjectionForm, ProofForm, ReturnForm
from marketplace.orders.models import Conversation, Role, SellerOrder, Transition
from marketplace.orders.queries import order_for_page
from marketplace.orders.timeline import mark_of, timeline_of
from marketplace.orders.tracking import number_from, tracking_url
from marketplace.orders.transitions import NotAllowed
from marketplace.payments.links import pay_url
from marketplace.payments.methods import method_of
from marketplace.payments.models import Payment
from marketplace.pictures.uploads import NotAPicture


class SignedOrder:
    """Finds the order of the signed link, and the shop's part of it where the address names one; else 404.

    Long after the order is over the link alone is not enough: then the buyer is asked who she is (`proving`).
    `user` of what she does is her account when the order is hers and she is signed in; a guest acts as nobody.
    """

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        number = number_from(kwargs["signed"])
        if number is None:
            raise Http404
        self.order = order_for_page(number=number)
        self.part = self._find_part(kwargs["part"]) if "part" in kwargs else None

    def _find_part(self, pk: int) -> SellerOrder:
        for part in self.order.seller_orders.all():
            if part.pk == pk:
                return part
        raise Http404

    @property
    def buyer(self):
        user = self.request.user
        return user if user.is_authenticated and user.pk == self.order.user_id else None

    def back(self, part: SellerOrder | None = None):
        return redirect(tracking_url(self.order) + (f"#part-{part.pk}" if part else ""))

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            **{
                "order": self.order,
                "part": self.part,
                "order_path": self.kwargs["signed"],
                "tracking_url": tracking_url(self.order),
            }
            | kwargs
        )

    needs_proof = True

    def dispatch(self, request, *args, **kwargs):
        if self.needs_proof and not proving.is_shown_to(request, self.order):
            response = redirect("orders:prove", self.kwargs["signed"])
        else:
            response = super().dispatch(request, *args, **kwargs)
        response["Cache-Control"] = "private, no-store"
        response["X-Robots-Tag"] = "noindex"
        return response


class TrackView(SignedOrder, TemplateView):
    """One order with each shop's part as a timeline. Open to who holds its signed link."""

    template_name = "orders/track.html"

    def get_context_data(self, **kwargs):
        parts = [self._shown(part) for part in self.order.seller_orders.all()]
        return super().get_context_data(
            parts=parts,
            list_total=sum(part["order"].list_total for part in parts),
            discount_total=sum(part["order"].list_total - part["order"].goods_total for part in parts),
            method=method_of(self.order.delivery.payment_method),
            payment=(payment := getattr(self.order, "payment", None)),
            pay_url=pay_url(payment) if payment and payment.state == Payment.State.OPEN else "",
            just_placed=self.request.GET.get("placed") == "1",
            cancel_form=CancelForm(),
            **kwargs,
        )

    def _shown(self, part: SellerOrder) -> dict:
        return {
            "order": part,
            "mark": mark_of(part.state),
            "timeline": timeline_of(part),
            "may_cancel": transitions.allowed(part, Transition.CANCEL, Role.BUYER),
            "may_receive": transitions.allowed(part, Transition.DELIVER),
            "may_return": bool(returns.returnable(part)),
            "returns": list(part.returns.all()),
        }


class ProveView(SignedOrder, FormView):
    """Who opens the link of an order long over says what it was placed with. Open to who holds the link."""

    template_name = "orders/prove.html"
    form_class = ProofForm
    needs_proof = False

    def get(self, request, **kwargs):
        if proving.is_shown_to(request, self.order):
            return self.back()
        return super().get(request, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(days=settings.ORDER_LINK_DAYS, tracking_url="", **kwargs)

    def form_valid(self, form):
        try:
            proving.prove(self.request, self.order, form.cleaned_data["answer"])
        except proving.NotProved as error:
            form.add_error("answer", str(error))
            return self.form_invalid(form)
        return self.back()


class CancelView(SignedOrder, View):
    """Cancel one shop's part before it is packed. Open to who holds the order's signed link."""

    http_method_names = ["post"]

    def post(self, request, **kwargs):
        form = CancelForm(request.POST)
        if not form.is_valid():
            messages.error(request, _("Say why, so that the others understand."))
            return self.back(self.part)
        try:
            transitions.cancel(self.part, self.buyer, form.reason_text(), role=Role.BUYER)
        except NotAllowed as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Cancelled. What you had paid for it comes back to you."))
        return self.back(self.part)


class ReceivedView(SignedOrder, View):
    """The buyer has her parcel. Open to who holds the order's signed link."""

    http_method_names = ["post"]

    def post(self, request, **kwargs):
        try:
            transitions.deliver(self.part, self.buyer, role=Role.BUYER)
        except NotAllowed as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Thank you. We told the shop that it arrived."))
        return self.back(self.part)


class AskReturnView(SignedOrder, FormView):
    """Ask to give something back. Open to who holds the order's signed link."""

    template_name = "orders/return_ask.html"
    form_class = ReturnForm

    def get_form_kwargs(self):
        self.lines = returns.returnable(self.part)
        return super().get_form_kwargs() | {"lines": self.lines}

    def get(self, request, **kwargs):
        if not returns.returnable(self.part):
            messages.error(request, _("There is nothing to give back here (any more)."))
            return self.back(self.part)
        return super().get(request, **kwargs)

    def form_valid(self, form):
        data = form.cleaned_data
        try:
            returns.ask(self.part, form.quantities(), data["reason"], data["text"], data["pictures"], by=self.buyer)
        except (NotAllowed, NotAPicture) as error:
            form.add_error("pictures" if isinstance(error, NotAPicture) else None, str(error))
            return self.form_invalid(form)
        messages.success(self.request, _("The shop has your request and answers within two days."))
        return self.back(self.part)


class ReturnView(SignedOrder, FormView):
    """One return: where it stands; object to the shop's answer, or withdraw. Open to who holds the signed link."""

    template_name = "orders/return.html"
    form_class = ObjectionForm

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        requests = self.part.returns.prefetch_related("lines__line", "pictures")
        self.request_of_return = requests.filter(pk=kwargs["pk"]).first()
        if self.request_of_return is None:
            raise Http404

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"return": self.request_of_return}, **kwargs)

    def post(self, request, **kwargs):
        if "withdraw" not in request.POST:
            return super().post(request, **kwargs)
        return self._done(lambda: returns.withdraw(self.request_of_return, self.buyer), _("Your request is withdrawn."))

    def form_valid(self, form):
        objection = form.cleaned_data["objection"]
        return self._done(
            lambda: returns.dispute(self.request_of_return, self.buyer, objection),
            _("A Union officer looks at it and decides."),
        )

    def _done(self, verb, message: str):
        try:
            verb()
        except NotAllowed as error:
            messages.error(self.request, str(error))
        else:
            messages.success(self.request, message)
        return redirect(self.request.path)


class MessagesView(SignedOrder, FormView):
    """What buyer and shop write about a part of the order. Open to who holds the order's signed link."""

    template_name = "orders/messages.html"
    form_class = MessageForm

    def get_context_data(self, **kwargs):
        found = conversations.with_messages(Conversation.objects.filter(seller_order=self.part)).first()
        if found:
            conversations.read_by(found, Role.BUYER)
        return super().get_context_data(conversation=found, shop=self.part.shop, mine=Role.BUYER, **kwargs)

    def form_valid(self, form):
        data = form.cleaned_data
        conversation = conversations.about_order(self.part)
        try:
            conversations.send(conversation, Role.BUYER, data["text"], data["pictures"], by=self.buyer)
        except (conversations.CannotSend, NotAPicture) as error:
            form.add_error("pictures" if isinstance(error, NotAPicture) else "text", str(error))
            return self.form_invalid(form)
        return redirect(self.request.path + "#last")
