"""Reviews of products by who bought and received them; one a product and buyer, which she may change."""

from django.db import transaction
from django.db.models import F
from oscar.core.loading import get_model

from catalogue_ext.models import Listing
from marketplace.orders.models import SellerOrder

Line = get_model("order", "Line")
ProductReview = get_model("reviews", "ProductReview")

RECEIVED = (SellerOrder.State.DELIVERED, SellerOrder.State.COMPLETED)


class MayNotReview(Exception):
    """She has not received this product from here."""


def received_products(user):
    """The ids of the products she has received."""
    return Line.objects.filter(
        order__user=user,
        product__isnull=False,
        order__seller_orders__state__in=RECEIVED,
        order__seller_orders__shop__partner=F("partner"),
    ).values("product")


def listings_to_review(user):
    """What she has received and has not written about yet."""
    written = ProductReview.objects.filter(user=user).values("product")
    return Listing.objects.for_cards().filter(product__in=received_products(user)).exclude(product__in=written)


def reviews_by(user):
    """What she has written, the newest first."""
    return (
        ProductReview.objects.filter(user=user, product__listing__isnull=False)
        .select_related("product__listing")
        .order_by("-date_created", "-pk")
    )


def may_review(user, product) -> bool:
    return user.is_authenticated and received_products(user).filter(product=product).exists()


@transaction.atomic
def write_review(user, product, *, score: int, title: str, body: str):
    """Write about a product, or change what she wrote.

    Raises:
        MayNotReview: when she has not received it.
    """
    if not may_review(user, product):
        raise MayNotReview
    words = {"score": score, "title": title, "body": body}
    review, is_new = ProductReview.objects.get_or_create(product=product, user=user, defaults=words)
    if not is_new:
        for name, value in words.items():
            setattr(review, name, value)
        review.save()
    return review
