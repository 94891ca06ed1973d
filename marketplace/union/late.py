"""An order that its shop has not confirmed in time: its history, whom to call, and a way to end it for the buyer."""

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView

from marketplace.accounts.roles import OfficerRequired
from marketplace.orders import transitions
from marketplace.orders.models import Role, SellerOrder
from marketplace.orders.timeline import timeline_of
from marketplace.union.queries import waiting_orders


class CancelForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why? Buyer and shop read it."), max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )


class LateOrderView(OfficerRequired, FormView):
    """Union officers: one order of their area that waits too long, as buyer and shop see its history."""

    template_name = "union/late_order.html"
    form_class = CancelForm

    def seller_order(self) -> SellerOrder:
        found = waiting_orders(self.request.area).prefetch_related("events", "order__lines")
        return get_object_or_404(found, number=self.kwargs["number"])

    def get_context_data(self, **kwargs):
        one = self.seller_order()
        return super().get_context_data(one=one, timeline=timeline_of(one), **kwargs)

    def form_valid(self, form):
        one = self.seller_order()
        try:
            transitions.cancel(one, self.request.user, form.cleaned_data["reason"], role=Role.OFFICER)
        except transitions.NotAllowed as error:
            messages.error(self.request, str(error))
        else:
            messages.success(self.request, _("Cancelled. Buyer and shop are told, and what was paid goes back."))
        return redirect("union:orders")
