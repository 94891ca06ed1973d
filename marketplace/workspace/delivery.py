"""How a shop delivers: free from an amount, fetched at the shop, how far cold food goes; and the prices in force."""

from django import forms
from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView

from catalogue_ext.typed import TypedField, read_dong
from marketplace.orders.delivery import DeliveryTable
from marketplace.orders.models import DeliveryTerms
from marketplace.shops.models import Shop
from marketplace.ui.numbers import format_dong
from marketplace.workspace.base import Workspace


class DeliveryTermsForm(forms.ModelForm):
    free_from = TypedField(
        label=gettext_lazy("Delivery is free from this amount of goods"),
        help_text=gettext_lazy("Then you bear the delivery. Leave it empty when it is never free."),
        reader=read_dong,
        shown=format_dong,
        min_value=0,
        max_value=50_000_000,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )

    class Meta:
        model = DeliveryTerms
        fields = ("free_from", "pickup_at_shop", "pickup_hours", "cold_zone")
        help_texts = {
            "pickup_hours": gettext_lazy("For example: 7:00–17:00, Monday to Saturday."),
            "cold_zone": gettext_lazy("For what must stay cold: where it arrives still fresh."),
        }

    def clean(self):
        data = super().clean()
        if data.get("pickup_at_shop") and not (data.get("pickup_hours") or "").strip():
            self.add_error("pickup_hours", _("Say when, so that nobody comes in vain."))
        return data


class DeliveryView(Workspace, FormView):
    """Owners and managers: the shop's terms of delivery, beside the prices that hold for her today."""

    duty = "manage_listings"
    template_name = "workspace/delivery.html"
    form_class = DeliveryTermsForm

    def get_form_kwargs(self):
        shop = self.request.shop
        in_force = DeliveryTable([shop]).terms(shop)
        terms = DeliveryTerms.objects.filter(shop=shop).first() or DeliveryTerms(
            shop=shop, free_from=in_force.free_from, cold_zone=in_force.cold_zone
        )
        shown = {} if terms.free_from is None else {"free_from": f"{terms.free_from:.0f}"}
        return super().get_form_kwargs() | {"instance": terms, "initial": shown}

    @transaction.atomic
    def post(self, request):
        """One after the other: two taps of a shop without terms would write two rows."""
        Shop.objects.select_for_update(no_key=True).get(pk=request.shop.pk)
        return super().post(request)

    def get_context_data(self, **kwargs):
        table = DeliveryTable([self.request.shop])
        return super().get_context_data(zones=table.prices(self.request.shop), **kwargs)

    def form_valid(self, form):
        form.save()
        messages.success(self.request, _("Saved. Buyers see it at once."))
        return redirect("workspace:delivery")

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)
