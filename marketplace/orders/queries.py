"""Reads of orders for pages and letters."""

from django.shortcuts import get_object_or_404
from oscar.core.loading import get_model

Order = get_model("order", "Order")


def order_for_page(**lookup):
    """One order with all that its page shows, in a fixed number of queries; 404 when there is none."""
    return get_object_or_404(
        Order.objects.select_related("delivery__commune__province", "payment").prefetch_related(
            "seller_orders__shop__partner",
            "seller_orders__shop__commune",
            "lines__product__listing",
            "lines__product__images",
            "sources__source_type",
        ),
        **lookup,
    )


def orders_of(user):
    """The orders of a signed-in buyer, the newest first."""
    return (
        Order.objects.filter(user=user)
        .prefetch_related("seller_orders__shop__partner", "lines__product__images", "lines__product__listing")
        .order_by("-date_placed", "-pk")
    )
