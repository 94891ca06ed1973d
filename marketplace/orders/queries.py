"""Reads of orders for pages and letters."""

from datetime import date

from django.db.models import Min, Prefetch
from django.shortcuts import get_object_or_404
from django.utils import timezone
from oscar.core.loading import get_model

from marketplace.orders.models import SellerOrder
from marketplace.shops.models import ShopPerson

Order = get_model("order", "Order")
OrderLine = get_model("order", "Line")


def order_for_page(**lookup):
    """One order with all that its page shows, in a fixed number of queries; 404 when there is none."""
    order = get_object_or_404(
        Order.objects.select_related("delivery__commune__province", "payment", "user").prefetch_related(
            "seller_orders__shop__partner",
            "seller_orders__shop__commune",
            "seller_orders__collection_point__commune",
            "seller_orders__events",
            "seller_orders__parcels__carrier",
            "seller_orders__returns__lines",
            "seller_orders__discounts",
            "lines__product__listing",
            "lines__product__images",
        ),
        **lookup,
    )
    for part in order.seller_orders.all():
        part.order = order
    return order


def order_to_announce(order_id: int):
    """One order with what the letters about it say, in three queries."""
    parts = SellerOrder.objects.select_related("shop__partner").order_by("pk")
    lines = OrderLine.objects.select_related("product__listing").order_by("pk")
    order = (
        Order.objects.select_related("delivery__commune__province", "payment", "user")
        .prefetch_related(Prefetch("seller_orders", parts), Prefetch("lines", lines))
        .get(pk=order_id)
    )
    for part in order.seller_orders.all():
        part.order = order
    return order


def orders_of(user):
    """The orders of a signed-in buyer, the newest first."""
    return (
        Order.objects.filter(user=user)
        .prefetch_related("seller_orders__shop__partner", "lines__product__images", "lines__product__listing")
        .order_by("-date_placed", "-pk")
    )


def became_sellers(users: list[int]) -> dict[int, tuple[date, date | None]]:
    """Since when each of these users works in a shop, and on which day (local time) its first order came that was not
    refused or cancelled. What training asks about its learners (`TRAINING_OUTCOMES`)."""
    people = ShopPerson.objects.filter(user__in=users).values_list("user", "shop", "since")
    lost = [SellerOrder.State.REFUSED, SellerOrder.State.CANCELLED]
    orders = SellerOrder.objects.filter(shop__in={shop for __, shop, __ in people}).exclude(state__in=lost)
    first = dict(orders.order_by().values_list("shop").annotate(Min("created_at")))
    return {
        user: (timezone.localdate(since), timezone.localdate(first[shop]) if shop in first else None)
        for user, shop, since in people
    }
