from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView

from marketplace.checkout.forms import CheckoutForm
from marketplace.orders.baskets import by_shop
from marketplace.orders.delivery import delivery_fees
from marketplace.orders.services import CannotPlace, basket_token, order_placed_from, place_order
from marketplace.orders.tracking import tracking_url
from marketplace.payments.methods import method_of, offered_methods
from marketplace.places.resolving import resolve_commune

MAX_WARD = 150


class CheckoutView(FormView):
    """Everything on one page. Open to everyone, signed in or not."""

    template_name = "checkout/checkout.html"
    form_class = CheckoutForm

    def dispatch(self, request, *args, **kwargs):
        if request.method == "POST" and (order := order_placed_from(request.POST.get("basket", ""))):
            return redirect(tracking_url(order) + "?placed=1")
        if request.basket.is_empty:
            messages.info(request, _("Your basket is empty."))
            return redirect("basket:summary")
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"methods": offered_methods(self.request.basket)}

    def get_initial(self):
        user = self.request.user
        return user.delivery_defaults() if user.is_authenticated else {}

    def form_valid(self, form):
        try:
            order = place_order(
                self.request.basket,
                form.recipient(),
                method_of(form.cleaned_data["payment_method"]),
                user=self.request.user if self.request.user.is_authenticated else None,
            )
        except CannotPlace as error:
            return self.render_to_response(self.get_context_data(form=form, shortages=error.shortages), status=409)
        return redirect(tracking_url(order) + "?placed=1")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return context | {
            "methods": offered_methods(self.request.basket),
            "basket_token": basket_token(self.request.basket),
            **order_summary(self.request.basket, context["form"].chosen_province()),
        }


class SummaryView(TemplateView):
    """The sums of the checkout for the commune chosen so far, as a piece of its page. Open to everyone."""

    template_name = "checkout/summary.html"

    def get_context_data(self, **kwargs):
        commune, __ = resolve_commune(self.request.GET.get("ward", "")[:MAX_WARD])
        province_code = commune.province.code if commune else None
        return super().get_context_data(**order_summary(self.request.basket, province_code), **kwargs)


def order_summary(basket, province_code: str | None) -> dict:
    """What the checkout shows of the basket: shops with lines and fees; without a province, both possible totals."""
    lines = list(basket.all_lines())
    at_home = delivery_fees(lines, settings.HOME_PROVINCE)
    elsewhere = delivery_fees(lines, "")
    fees = delivery_fees(lines, province_code) if province_code else at_home
    goods = basket.total_incl_tax
    return {
        "groups": [(shop, own, fees[shop]) for shop, own in by_shop(lines)],
        "goods_total": goods,
        "fee_total": sum(fees.values()),
        "total": goods + sum(fees.values()),
        "total_elsewhere": goods + sum(elsewhere.values()),
        "province_known": province_code is not None,
    }
