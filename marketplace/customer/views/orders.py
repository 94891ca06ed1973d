from django.contrib.auth.mixins import LoginRequiredMixin
from django.shortcuts import get_object_or_404
from django.views.generic import ListView, RedirectView

from marketplace.orders.queries import orders_of
from marketplace.orders.tracking import tracking_url


class OrdersView(LoginRequiredMixin, ListView):
    """Her own orders, the newest first. Open to whoever is signed in."""

    template_name = "customer/orders.html"
    context_object_name = "orders"
    paginate_by = 10

    def get_queryset(self):
        return orders_of(self.request.user)


class OrderView(LoginRequiredMixin, RedirectView):
    """Leads to the page of one of her own orders; another's is not found.

    An order that a guest placed belongs to nobody's account, whoever signs up with its phone number later: it is shown
    to who holds its signed link.
    """

    def get_redirect_url(self, *args, **kwargs):
        return tracking_url(get_object_or_404(orders_of(self.request.user), number=kwargs["number"]))
