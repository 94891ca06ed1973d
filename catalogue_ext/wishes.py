"""A buyer's wish list: one of Oscar's wish lists a person, private, of products she may buy later."""

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from oscar.core.loading import get_model

from catalogue_ext.models import Listing

WishList = get_model("wishlists", "WishList")
Line = get_model("wishlists", "Line")


def wished_slugs(user) -> frozenset[str]:
    """The listings in her wish list: one query, none for guests."""
    if not user.is_authenticated:
        return frozenset()
    lines = Line.objects.filter(wishlist__owner=user, product__listing__isnull=False)
    return frozenset(lines.values_list("product__listing__slug", flat=True))


def wished_listings(user) -> QuerySet:
    """The listings in her wish list, the newest wish first, also those that are not on sale any more."""
    lines = Line.objects.filter(wishlist__owner=user, product=OuterRef("product"))
    wished = Listing.objects.for_cards().annotate(wish=Subquery(lines.order_by("-pk").values("pk")[:1]))
    return wished.filter(wish__isnull=False).order_by("-wish")


@transaction.atomic
def wish(user, product) -> None:
    """Put a product into her wish list; a second time changes nothing."""
    # Her row is locked, so that two first wishes at once do not make two lists.
    get_user_model().objects.select_for_update(no_key=True).get(pk=user.pk)
    if not Line.objects.filter(wishlist__owner=user, product=product).exists():
        wishes = WishList.objects.filter(owner=user).order_by("date_created", "pk").first()
        wishes = wishes or WishList.objects.create(owner=user, visibility=WishList.PRIVATE)
        wishes.lines.create(product=product, title=product.get_title())


def unwish(user, product) -> None:
    """Take a product out of her wish list."""
    Line.objects.filter(wishlist__owner=user, product=product).delete()
