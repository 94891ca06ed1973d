"""The orders of a shop: what to confirm, to pack, to hand over; never another shop's."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Prefetch, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import TemplateView
from oscar.core.loading import get_model

from marketplace.documents.pdf import render_pdf
from marketplace.orders import returns, transitions
from marketplace.orders.models import Carrier, ReturnRequest, SellerOrder, SellerOrderEvent, Transition
from marketplace.orders.timeline import FAILED
from marketplace.places.folding import matching
from marketplace.ui.numbers import format_dong, format_phone
from marketplace.workspace.base import Workspace

OrderLine = get_model("order", "Line")
State = SellerOrder.State
PAGE = 30
TABS = {
    "confirm": (gettext_lazy("To confirm"), (State.NEW,)),
    "pack": (gettext_lazy("To pack"), (State.CONFIRMED,)),
    "send": (gettext_lazy("To hand over"), (State.PACKED,)),
    "away": (gettext_lazy("On the way"), (State.HANDED_OVER,)),
    "done": (gettext_lazy("Delivered"), (State.DELIVERED, State.COMPLETED)),
    "not": (gettext_lazy("Not delivered"), (State.REFUSED, State.CANCELLED, State.RETURNED)),
}
WAITING = ("confirm", "pack", "send")
"""Tabs in which the oldest comes first: somebody waits."""


def orders_of(shop):
    """The shop's seller orders with what a row or a page shows, in a fixed number of queries."""
    return (
        SellerOrder.objects.filter(shop=shop)
        .select_related(
            "shop__partner", "shop__commune__province", "order__delivery__commune__province", "order__payment"
        )
        .prefetch_related(
            Prefetch("order__lines", OrderLine.objects.select_related("product__listing").order_by("pk")),
            Prefetch("events", SellerOrderEvent.objects.select_related("by").order_by("pk")),
            "parcels__carrier",
        )
    )


class OrdersView(Workspace, TemplateView):
    """People of the shop: its orders by what is to be done."""

    template_name = "workspace/orders.html"

    def get_context_data(self, **kwargs):
        chosen = self.request.GET.get("show", "confirm")
        chosen = chosen if chosen in TABS else "confirm"
        shop = self.request.shop
        counts = dict(
            SellerOrder.objects.filter(shop=shop).values_list("state").annotate(number=Count("pk")).order_by()
        )
        found = orders_of(shop).filter(state__in=TABS[chosen][1]).order_by("pk" if chosen in WAITING else "-pk")
        typed = self.request.GET.get("q", "").strip()[:60]
        if typed:
            found = (
                orders_of(shop)
                .filter(
                    Q(number__icontains=typed)
                    | Q(pk__in=matching(orders_of(shop), "order__delivery__full_name", typed))
                    | Q(order__delivery__phone__endswith=typed.replace(" ", "").lstrip("0") or typed)
                )
                .order_by("-pk")
            )
        return super().get_context_data(
            tabs=[
                (value, label, sum(counts.get(state, 0) for state in states) if value in WAITING else 0)
                for value, (label, states) in TABS.items()
            ],
            chosen="" if typed else chosen,
            page_obj=Paginator(found, PAGE).get_page(self.request.GET.get("page")),
            now=timezone.now(),
            **kwargs,
        )


class HandOverForm(forms.Form):
    carrier = forms.ModelChoiceField(
        label=gettext_lazy("Carrier"),
        queryset=Carrier.objects.none(),
        required=False,
        empty_label=gettext_lazy("I bring it myself"),
    )
    tracking_number = forms.CharField(
        label=gettext_lazy("Tracking number"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["carrier"].queryset = Carrier.objects.filter(is_active=True)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("carrier") and not cleaned.get("tracking_number"):
            self.add_error(
                "tracking_number", _("Copy the number from the carrier's receipt, so that the buyer can follow it.")
            )
        return cleaned


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why? The buyer reads it."), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )


class CameBackForm(ReasonForm):
    reason = forms.CharField(
        label=gettext_lazy("Why did it come back?"),
        help_text=gettext_lazy("For example: refused at the door, nobody at home three times."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    restock = forms.BooleanField(label=gettext_lazy("The goods are whole: they are for sale again"), required=False)


FORMS = {
    "hand-over": ("hand_over", HandOverForm),
    "parcel": ("another", HandOverForm),
    "refuse": ("refusal", ReasonForm),
    "cancel": ("refusal", ReasonForm),
    "came-back": ("came_back", CameBackForm),
}
"""The form of a step, and the name under which the page shows it."""


class OneOrder(Workspace):
    duty = "handle_orders"

    def seller_order(self) -> SellerOrder:
        return get_object_or_404(orders_of(self.request.shop), number=self.kwargs["number"])


class OrderView(OneOrder, TemplateView):
    """People of the shop: one of its orders and the next step."""

    template_name = "workspace/order.html"

    def get_context_data(self, **kwargs):
        one = self.seller_order()
        found = one.returns.prefetch_related("lines__line", "pictures")
        return super().get_context_data(
            one=one,
            delivery=one.order.delivery,
            lines=one.lines,
            may={step.value: transitions.allowed(one, step) for step in Transition if step in transitions.STEPS},
            under_way=one.state == State.HANDED_OVER,
            returns=found,
            return_waits=any(each.state == ReturnRequest.State.ASKED for each in found),
            answer=AnswerForm(),
            cash=getattr(one.order, "payment", None) is None or one.order.payment.method == "cod",
            timeline=[
                {
                    "label": event.get_transition_display(),
                    "at": event.at,
                    "text": " · ".join(filter(None, [str(event.by or ""), event.reason])),
                    "state": "failed" if event.transition in FAILED else "done",
                }
                for event in one.events.all()
            ],
            **{name: form() for name, form in FORMS.values()} | kwargs,
        )


class StepView(OrderView):
    """People of the shop: take a step with one of its orders. A step taken twice is taken once and says so."""

    http_method_names = ["post"]
    said = {
        "confirm": gettext_lazy("Confirmed. Now pack it."),
        "refuse": gettext_lazy("Refused. The buyer is told why."),
        "pack": gettext_lazy("Packed. Hand it over to the carrier."),
        "hand-over": gettext_lazy("Handed over. The buyer can follow the parcel."),
        "parcel": gettext_lazy("Noted. The buyer can follow this parcel too."),
        "deliver": gettext_lazy("Marked as delivered."),
        "came-back": gettext_lazy("Noted: the parcel came back. The buyer is told."),
        "cancel": gettext_lazy("Cancelled. The buyer is told why."),
    }

    def post(self, request, number, step):
        if step not in self.said:
            raise Http404
        one, form = self.seller_order(), self.form(step)
        if form is not None and not form.is_valid():
            page = OrderView(request=request, kwargs={"number": number}, args=())
            return page.render_to_response(page.get_context_data(**{FORMS[step][0]: form}), status=422)
        try:
            self.take(one, step, form)
        except transitions.NotAllowed as error:
            messages.error(request, str(error))
        else:
            messages.success(request, self.said[step])
        return redirect("workspace:order", number)

    def form(self, step: str) -> forms.Form | None:
        return FORMS[step][1](self.request.POST) if step in FORMS else None

    def take(self, one: SellerOrder, step: str, form) -> None:
        verb = {
            "confirm": transitions.confirm,
            "refuse": transitions.refuse,
            "pack": transitions.pack,
            "hand-over": transitions.hand_over,
            "parcel": transitions.add_parcel,
            "deliver": transitions.deliver,
            "cancel": transitions.cancel,
            "came-back": transitions.refused_at_door,
        }[step]
        verb(one, self.request.user, **(form.cleaned_data if form else {}))


class AnswerForm(forms.Form):
    answer = forms.CharField(
        label=gettext_lazy("Your answer to the buyer"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ReturnView(OneOrder, View):
    """People of the shop: agree to a return, or say why not."""

    http_method_names = ["post"]

    def post(self, request, number, pk):
        one, form = get_object_or_404(self.seller_order().returns, pk=pk), AnswerForm(request.POST)
        answer = form.cleaned_data["answer"] if form.is_valid() else ""
        try:
            if "accept" in request.POST:
                returns.accept(one, request.user, answer)
                messages.success(request, _("You agreed: the buyer gets her money back."))
            else:
                returns.decline(one, request.user, answer)
                messages.success(request, _("The buyer is told why not. She may ask the Union officer."))
        except transitions.NotAllowed as error:
            messages.error(request, str(error))
        return redirect("workspace:order", number)


class SlipView(OneOrder, View):
    """People of the shop: the packing slip of one of its orders, A6 for the parcel or A4 (`?size=a4`)."""

    def get(self, request, number):
        one = self.seller_order()
        size = "a4" if request.GET.get("size") == "a4" else "a6"
        answer = HttpResponse(render_pdf("packing_slip", slip(one, size)), content_type="application/pdf")
        answer["Content-Disposition"] = f'inline; filename="{one.number}.pdf"'
        return answer


def slip(one: SellerOrder, size: str) -> dict:
    """What the packing slip says."""
    delivery, shop = one.order.delivery, one.shop
    payment = getattr(one.order, "payment", None)
    cash = payment is None or payment.method == "cod"
    return {
        "size": size,
        "number": one.number,
        "from_name": shop.name,
        "from_address": f"{shop.address_line}, {shop.commune.name}, {shop.commune.province.name}",
        "from_phone": format_phone(shop.phone),
        "to_name": delivery.full_name,
        "to_phone": format_phone(delivery.phone),
        "to_address": f"{delivery.address_line}, {delivery.commune.name}, {delivery.commune.province.name}",
        "typed": delivery.typed_ward,
        "note": delivery.note,
        "lines": [{"title": line.title, "quantity": line.quantity} for line in one.lines],
        "collect": format_dong(one.total) if cash else "",
        "words": {
            "from": _("From"),
            "to": _("To"),
            "collect": _("Collect in cash"),
            "paid": _("Paid already: collect nothing"),
            "pieces": _("Pieces"),
            "note": _("Note"),
            "typed": _("As the buyer wrote it"),
        },
    }
