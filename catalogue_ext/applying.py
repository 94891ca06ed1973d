"""Puts what an approved (or never yet seen) revision says into Oscar's product and our listing."""

from decimal import Decimal
from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from oscar.core.loading import get_model

from catalogue_ext.forms import STOCK, TO_ORDER
from catalogue_ext.models import Listing, OcopCertificate, Revision
from marketplace.slugs import with_free_slug

Product = get_model("catalogue", "Product")
ProductClass = get_model("catalogue", "ProductClass")
ProductImage = get_model("catalogue", "ProductImage")
StockRecord = get_model("partner", "StockRecord")

PLAIN = ("summary", "composition", "size", "storage", "warnings", "title_en", "description_en")
"""Fields that the form and the listing call by the same name."""
TERMS = ("made_to_order_days", "weight_grams", "monthly_capacity", "season_months")
"""Columns of the listing that change without review."""


def create_listing(revision: Revision, cleaned: dict) -> Listing:
    """A product that nobody sees yet, with its stock record and listing, from a valid form."""
    kind, __ = ProductClass.objects.get_or_create(
        slug="dac-san", defaults={"name": "Đặc sản", "requires_shipping": True, "track_stock": True}
    )
    listing = with_free_slug(Listing, cleaned["title"], "san-pham", partial(_create, revision, cleaned, kind))
    StockRecord.objects.create(
        product=listing.product,
        partner=revision.shop.partner,
        partner_sku=revision.content.get("sku") or f"{revision.pk}-{revision.client_id.hex[:12]}",
        price=Decimal(cleaned["price"]),
        price_currency="VND",
        num_in_stock=0,
    )
    return listing


def _create(revision: Revision, cleaned: dict, kind, slug: str) -> Listing:
    return Listing.objects.create(
        product=Product.objects.create(title=cleaned["title"], slug=slug, product_class=kind, is_public=False),
        shop=revision.shop,
        origin=revision.shop.commune,
        slug=slug,
        unit=cleaned.get("unit") or _("piece"),
        weight_grams=cleaned["weight"],
        variant=revision.content.get("variant", ""),
        variant_of=Listing.objects.filter(shop=revision.shop, pk=revision.content.get("variant_of")).first(),
    )


def apply_content(listing: Listing, cleaned: dict, pictures: list) -> None:
    """Let the product say what the form says; terms of sale only where the form has them."""
    product = listing.product
    product.title, product.description = cleaned["title"], cleaned["description"]
    product.save(update_fields=["title", "description", "date_updated"])
    product.categories.set([int(cleaned["category"])])
    for name in PLAIN:
        setattr(listing, name, cleaned[name])
    listing.unit = cleaned["unit"] or listing.unit or _("piece")
    listing.net_weight_grams = cleaned["net_weight"]
    listing.shelf_life_days = cleaned["shelf_life"]
    listing.keep_cold = cleaned["keep_cold"]
    listing.maker_id = int(cleaned["maker"]) if cleaned["maker"] else None
    listing.save()
    if "price" in cleaned:
        set_terms(listing, cleaned)
    _set_pictures(product, [one.file.name for one in pictures])


@transaction.atomic
def set_terms(listing: Listing, cleaned: dict) -> None:
    """Price, stock, time, weight, capacity and season of a valid form, at once.

    The stock record is locked before the listing is written, as orders do it: so neither waits for the other.
    """
    record = StockRecord.objects.select_for_update().get(product_id=listing.product_id)
    listing.made_to_order_days = cleaned["days"] if cleaned["stock_mode"] == TO_ORDER else None
    listing.weight_grams = cleaned["weight"]
    listing.monthly_capacity = cleaned["capacity"]
    listing.season_months = sorted(int(month) for month in cleaned["season"])
    listing.save(update_fields=[*TERMS, "updated_at"])
    record.price = Decimal(cleaned["price"])
    if cleaned["stock_mode"] == STOCK:
        # What is promised already stands in `num_allocated`: it is on her shelf, and she counts it.
        record.num_in_stock = cleaned["stock"]
    record.save()
    listing.refresh_from_db()


def _set_pictures(product, names: list[str]) -> None:
    images = list(ProductImage.objects.filter(product=product).order_by("display_order"))
    if [image.original.name for image in images] == names:
        return
    ProductImage.objects.filter(product=product).delete()
    ProductImage.objects.bulk_create(
        ProductImage(product=product, original=name, display_order=position) for position, name in enumerate(names)
    )


def apply_certificate(listing: Listing, cleaned: dict, seen_by) -> None:
    """The certificate that an officer has seen; one that the shop does not name any more goes."""
    listing.certificates.exclude(number=cleaned["ocop_number"] or "").delete()
    if cleaned["ocop_stars"]:
        OcopCertificate.objects.update_or_create(
            number=cleaned["ocop_number"],
            defaults={
                "listing": listing,
                "stars": cleaned["ocop_stars"],
                "issued_on": cleaned["ocop_issued"],
                "expires_on": cleaned["ocop_expires"],
                "seen_by": seen_by,
                "seen_at": timezone.now(),
            },
        )
