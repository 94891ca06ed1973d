from django.http import Http404
from django.views.generic import TemplateView

from marketplace.orders.queries import order_for_page
from marketplace.orders.tracking import number_from
from marketplace.payments.links import pay_url
from marketplace.payments.methods import method_of
from marketplace.payments.models import Payment


class TrackView(TemplateView):
    """One order. Open to who holds its signed link; never indexed, never cached by others."""

    template_name = "orders/track.html"

    def get_context_data(self, **kwargs):
        number = number_from(kwargs["signed"])
        if number is None:
            raise Http404
        order = order_for_page(number=number)
        return super().get_context_data(
            order=order,
            goods_total=order.total_incl_tax - order.shipping_incl_tax,
            method=method_of(order.delivery.payment_method),
            pay_url=pay_url(order.payment) if order.payment.state == Payment.State.OPEN else "",
            just_placed=self.request.GET.get("placed") == "1",
            **kwargs,
        )

    def render_to_response(self, context, **kwargs):
        response = super().render_to_response(context, **kwargs)
        response["Cache-Control"] = "private, no-store"
        response["X-Robots-Tag"] = "noindex"
        response["Referrer-Policy"] = "no-referrer"
        return response
