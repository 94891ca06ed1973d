"""Sizes and flavours of one product: sisters, each a product of its own with its price, stock and pictures.

Every rule (stock, baskets, orders, search) so holds for a variant as it does for any product; the product page leads
from one sister to the other (docs/decisions/0046-variants-are-sisters.md).
"""

import uuid

from django.db import transaction

from catalogue_ext.drafts import content_of
from catalogue_ext.models import Listing, Revision, RevisionPicture


@transaction.atomic
def begin_variant(listing: Listing, name: str, by) -> Revision:
    """A draft of a sister of `listing`, called `name`, that says the same; begun twice it is one."""
    first = listing.variant_of or listing
    key = uuid.uuid5(uuid.NAMESPACE_URL, f"variant:{first.pk}:{name.casefold()}")
    title = f"{first.product.title} – {name}"[:120]
    own = {"title": title, "ocop_stars": "", "stock": "", "variant": name, "variant_of": first.pk}
    content = content_of(first) | own
    revision, is_new = Revision.objects.get_or_create(
        shop=first.shop, client_id=key, defaults={"content": content, "by": by}
    )
    if is_new:
        RevisionPicture.objects.bulk_create(
            RevisionPicture(revision=revision, original=image.original.name, file=image.original.name, position=number)
            for number, image in enumerate(first.product.images.all())
        )
    return revision


def sisters(listing: Listing) -> list[Listing]:
    """The variants of a product that are on sale, itself among them; empty where there is no other."""
    first = listing.variant_of_id or listing.pk
    found = Listing.objects.on_sale().select_related("product")
    family = list((found.filter(pk=first) | found.filter(variant_of=first)).order_by("pk"))
    return family if len(family) > 1 else []
