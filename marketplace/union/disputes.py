"""Disputes between buyers and shops at the Union desk."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView

from marketplace.accounts.roles import Area, OfficerRequired
from marketplace.orders import conversations, returns
from marketplace.orders.models import ReturnRequest
from marketplace.orders.timeline import timeline_of
from marketplace.orders.transitions import NotAllowed

State = ReturnRequest.State
CLOSED = (State.FOR_BUYER, State.FOR_SHOP, State.ACCEPTED, State.WITHDRAWN)


def disputes_of(area: Area):
    """Returns of the area that came to an officer, with what a row shows."""
    found = ReturnRequest.objects.filter(disputed_at__isnull=False).select_related(
        "seller_order__shop__partner", "seller_order__shop__commune__province", "seller_order__order"
    )
    return area.filter(found, "seller_order__shop__commune")


class DecisionForm(forms.Form):
    decision = forms.ChoiceField(
        label=gettext_lazy("Decision"),
        choices=[
            ("buyer", gettext_lazy("For the buyer: her money goes back")),
            ("shop", gettext_lazy("For the shop: nothing goes back")),
        ],
        widget=forms.RadioSelect,
    )
    grounds = forms.CharField(
        label=gettext_lazy("Grounds: buyer and shop read them"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class DisputesView(OfficerRequired, TemplateView):
    """Union officers: disputes of their area, those to decide first, the oldest on top."""

    template_name = "union/disputes.html"

    def get_context_data(self, **kwargs):
        closed = self.request.GET.get("show") == "closed"
        found = disputes_of(self.request.area)
        rows = (
            found.filter(state__in=CLOSED).order_by("-disputed_at")
            if closed
            else found.filter(state=State.DISPUTED).order_by("disputed_at")
        )
        page = Paginator(rows, 30).get_page(self.request.GET.get("page"))
        return super().get_context_data(page_obj=page, closed=closed, **kwargs)


class DisputeView(OfficerRequired, FormView):
    """Union officers: one dispute of their area, with what both wrote while it is open; that she reads it is noted."""

    template_name = "union/dispute.html"
    form_class = DecisionForm

    def dispute(self) -> ReturnRequest:
        found = disputes_of(self.request.area).prefetch_related("lines__line", "pictures", "seller_order__events")
        return get_object_or_404(found, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs):
        dispute = self.dispute()
        return super().get_context_data(
            dispute=dispute,
            timeline=timeline_of(dispute.seller_order),
            conversation=conversations.read_in_dispute(dispute, self.request.user),
            **kwargs,
        )

    def form_valid(self, form):
        data = form.cleaned_data
        try:
            returns.decide(
                self.dispute(), self.request.user, for_buyer=data["decision"] == "buyer", grounds=data["grounds"]
            )
        except NotAllowed as error:
            messages.error(self.request, str(error))
        else:
            messages.success(self.request, _("Decided. Buyer and shop have been told."))
        return redirect("union:dispute", self.kwargs["pk"])
