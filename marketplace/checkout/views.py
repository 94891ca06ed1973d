from django.contrib import messages
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView

from marketplace.checkout.forms import CheckoutForm, chosen_ways
from marketplace.orders.baskets import by_shop
from marketplace.orders.delivery import DeliveryTable, table_for
from marketplace.orders.models import Zone
from marketplace.orders.services import CannotPlace, basket_token, order_placed_from, place_order
from marketplace.payments.methods import Unavailable, method_of, offered_methods
from marketplace.places.resolving import resolve_commune
from marketplace.storefront.paying import next_page

MAX_WARD = 150


class CheckoutView(FormView):
    """Everything on one page. Open to everyone, signed in or not."""

    template_name = "checkout/checkout.html"
    form_class = CheckoutForm

    def dispatch(self, request, *args, **kwargs):
        if request.method == "POST":
            order = order_placed_from(request.POST.get("basket", ""), request.basket)
            if order:
                return redirect(next_page(order))
        if request.basket.is_empty:
            messages.info(request, _("Your basket is empty."))
            return redirect("basket:summary")
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def table(self) -> DeliveryTable:
        return table_for(self.request.basket.all_lines())

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {
            "methods": offered_methods(self.request.basket),
            "ways": {shop: self.table.choices(shop) for shop in self.table.shops},
        }

    def get_initial(self):
        user = self.request.user
        return user.delivery_defaults() if user.is_authenticated else {}

    def form_valid(self, form):
        try:
            order = place_order(
                self.request.basket,
                form.recipient(),
                self.prepared_method(form),
                user=self.request.user if self.request.user.is_authenticated else None,
                delivery=form.chosen_ways(),
                table=self.table,
            )
        except CannotPlace as error:
            context = self.get_context_data(form=form, shortages=error.shortages, refusals=error.obstacles)
            return self.render_to_response(context, status=409)
        except Unavailable as error:
            form.add_error("payment_method", str(error))
            return self.form_invalid(form)
        return redirect(next_page(order))

    def prepared_method(self, form):
        """The chosen way to pay, its processor told of the amount before anything is ordered."""
        basket = self.request.basket
        summary = order_summary(basket, self.table, form.chosen_commune(), form.chosen_ways())
        return method_of(form.cleaned_data["payment_method"]).prepare(basket_token(basket), summary["total"])

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return context | {
            "methods": context["form"].methods,
            "basket_token": basket_token(self.request.basket),
            **order_summary(
                self.request.basket, self.table, context["form"].chosen_commune(), context["form"].chosen_ways()
            ),
        }


class SummaryView(TemplateView):
    """The sums of the checkout for the commune and the ways chosen so far, as a piece of its page. Open to everyone."""

    template_name = "checkout/summary.html"

    def get_context_data(self, **kwargs):
        commune, __ = resolve_commune(self.request.GET.get("ward", "")[:MAX_WARD])
        basket = self.request.basket
        summary = order_summary(basket, table_for(basket.all_lines()), commune, chosen_ways(self.request.GET))
        return super().get_context_data(**summary, **kwargs)


def order_summary(basket, table: DeliveryTable, commune, chosen: dict[int, str]) -> dict:
    """What the checkout shows of the basket: shops with lines and quotes; without a commune, two possible totals."""
    lines = list(basket.all_lines())
    quoted = table.quotes(lines, commune or Zone.PROVINCE, chosen)
    fees = sum(quote.fee for quote in quoted.values())
    goods = basket.total_incl_tax
    far = 0 if commune else sum(quote.fee for quote in table.quotes(lines, Zone.COUNTRY, chosen).values())
    return {
        "groups": [(shop, own, quoted[shop]) for shop, own in by_shop(lines)],
        "goods_total": basket.total_incl_tax_excl_discounts,
        "discounts": [*basket.voucher_discounts, *basket.offer_discounts],
        "fee_total": fees,
        "total": goods + fees,
        "total_elsewhere": goods + far,
        "commune_known": commune is not None,
        "obstacles": [quote.obstacle for quote in quoted.values() if quote.obstacle and commune],
    }
