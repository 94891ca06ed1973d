"""What a card of a product shows, ready for the template."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from django.db import connection
from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import get_language
from oscar.core.loading import get_model

from catalogue_ext.models import Listing
from marketplace.pictures.renditions import Picture


@dataclass(frozen=True)
class Card:
    """`price` in đồng; `availability` as `Listing.availability` says it."""

    slug: str
    url: str
    title: str
    image: Picture | None
    shop_name: str
    place_name: str
    price: Decimal
    unit: str
    ocop_stars: int | None
    rating: float | None
    rating_count: int
    availability: str
    num_left: int
    made_to_order_days: int | None
    listing_id: int = 0
    is_picked: bool = False
    """Put forward by staff: wherever that raises it, the card says so."""

    @classmethod
    def of(cls, listing: Listing) -> "Card":
        """The card of a listing that came `for_cards`."""
        return cls(
            slug=listing.slug,
            url=listing.get_absolute_url(),
            title=listing.title,
            image=Picture(listing.first_image) if listing.first_image else None,
            shop_name=listing.shop.name,
            place_name=listing.origin.short_name if listing.origin else "",
            price=listing.price,
            unit=listing.unit_text,
            ocop_stars=listing.stars_held,
            rating=listing.rating,
            rating_count=listing.num_reviews,
            availability=listing.availability,
            num_left=listing.num_available,
            made_to_order_days=listing.made_to_order_days,
            listing_id=listing.pk,
            is_picked=listing.featured,
        )


@dataclass(frozen=True)
class SmallCard:
    """What is told of a product in a list of suggestions."""

    slug: str
    url: str
    title: str
    image: Picture | None
    shop_name: str
    price: Decimal


def cards(listings) -> list[Card]:
    """Cards of these listings (a `for_cards` queryset), in their order."""
    return [Card.of(listing) for listing in listings]


def cards_by_id(ids: list[int]) -> list[Card]:
    """Cards of those of these listings that are on sale now, in the order of `ids`; one query."""
    found = {listing.pk: listing for listing in Listing.objects.on_sale().for_cards().filter(pk__in=ids)}
    return [Card.of(found[pk]) for pk in ids if pk in found]


def small_cards_by_id(ids: Sequence[int]) -> list[SmallCard]:
    """Of those of these listings that are on sale now, in the order of `ids`; one query."""
    if not ids:
        return []
    statement, params = _small_cards(len(ids))
    with connection.cursor() as cursor:
        cursor.execute(statement, [ids[param] if param in range(-len(ids), 0) else param for param in params])
        rows = cursor.fetchall()
    is_english = get_language() == "en"
    found = {}
    for pk, product_id, slug, title, title_en, shop_name, price, image in rows:
        url = reverse("catalogue:detail", kwargs={"product_slug": slug, "pk": product_id})
        name = (title_en if is_english else "") or title
        found[pk] = SmallCard(slug, url, name, Picture(image) if image else None, shop_name, Decimal(price))
    return [found[pk] for pk in ids if pk in found]


@cache
def _small_cards(number: int) -> tuple[str, tuple]:
    """The statement for so many listings, kept: to compile it takes longer than to run it.

    Nothing in it depends on the time. In place of ids its parameters have the places of these, counted from the end.
    """
    images = get_model("catalogue", "ProductImage").objects.filter(product_id=OuterRef("product_id"))
    rows = (
        Listing.objects.on_sale()
        .filter(pk__in=range(-number, 0))
        .values_list("pk", "product_id", "slug", "product__title", "title_en", "shop__partner__name", "price")
        .annotate(image=Subquery(images.order_by("display_order").values("original")[:1]))
    )
    return rows.query.sql_with_params()
