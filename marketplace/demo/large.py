"""The large data set for benchmarks: the demo's products over and over under other names, the same at every run."""

import random
from datetime import timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from oscar.core.loading import get_model

from catalogue_ext.models import Listing
from catalogue_ext.search.indexing import reindex
from marketplace.places.models import Commune
from marketplace.progress import Progress
from marketplace.shops.models import Shop

Partner = get_model("partner", "Partner")
Product = get_model("catalogue", "Product")
ProductCategory = get_model("catalogue", "ProductCategory")
ProductImage = get_model("catalogue", "ProductImage")
StockRecord = get_model("partner", "StockRecord")

SEED = 20_26
BATCH = 1000
KINDS = ("loại một", "loại đặc biệt", "gia truyền", "thủ công", "mẻ mới", "túi lớn", "túi nhỏ", "biếu tặng")


def load_large(num_products: int, num_shops: int, progress: Progress) -> None:
    """Bring the shop to `num_products` products of `num_shops` shops, seeded; what is there already stays."""
    rng = random.Random(SEED)  # noqa: S311 - the same data at every run, not a secret
    shops = _shops(num_shops, rng)
    patterns = list(
        Listing.objects.filter(slug__in=Listing.objects.exclude(slug__contains="--").values("slug"))
        .select_related("product", "origin")
        .prefetch_related("product__categories", "product__images")
        .order_by("slug")
    )
    missing = num_products - Product.objects.count()
    progress.total = max(missing, 0)
    communes = list(Commune.objects.filter(province__code="37").order_by("code"))
    start = Product.objects.filter(slug__contains="--").count()
    for first in range(start, start + missing, BATCH):
        numbers = range(first, min(first + BATCH, start + missing))
        _load_batch(numbers, patterns, shops, communes, rng)
        progress.step(len(numbers))


def _shops(number: int, rng: random.Random) -> list[Shop]:
    shops = list(Shop.objects.select_related("commune").order_by("pk"))
    for position in range(len(shops), number):
        pattern = shops[position % 20]
        partner = Partner.objects.create(
            code=f"large-{position}", name=f"HTX {pattern.commune.short_name} số {position}"
        )
        shops.append(
            Shop.objects.create(
                partner=partner,
                slug=f"htx--{position}",
                legal_form=rng.choice(Shop.LegalForm.values),
                state=Shop.State.OPEN,
                identity_verified_at=timezone.now(),
                tagline=pattern.tagline,
                story=pattern.story,
                commune=pattern.commune,
                address_line=pattern.address_line,
                phone=f"+8491{position:07d}",
            )
        )
    return shops[:number]


@transaction.atomic
def _load_batch(numbers, patterns, shops, communes, rng: random.Random) -> None:
    made = [(number, rng.choice(patterns), rng.choice(shops)) for number in numbers]
    products = Product.objects.bulk_create(
        Product(
            structure=Product.STANDALONE,
            product_class_id=pattern.product.product_class_id,
            title=f"{pattern.product.title} {rng.choice(KINDS)} {number}",
            slug=f"{pattern.slug}--{number}",
            upc=f"{pattern.slug}--{number}",
            description=pattern.product.description,
            is_public=True,
        )
        for number, pattern, __ in made
    )
    rows = list(zip(products, made, strict=True))
    ProductCategory.objects.bulk_create(
        ProductCategory(product=product, category=category)
        for product, (__, pattern, __shop) in rows
        for category in pattern.product.categories.all()
    )
    ProductImage.objects.bulk_create(
        ProductImage(product=product, original=image.original.name, display_order=image.display_order)
        for product, (__, pattern, __shop) in rows
        for image in pattern.product.images.all()
    )
    StockRecord.objects.bulk_create(
        StockRecord(
            product=product,
            partner_id=shop.partner_id,
            partner_sku=product.slug,
            price=Decimal(rng.randrange(15, 900) * 1000),
            price_currency="VND",
            num_in_stock=rng.choice((0, 3, 20, 200)),
        )
        for product, (__, __pattern, shop) in rows
    )
    _list(rows, communes, rng)


def _list(rows, communes, rng: random.Random) -> None:
    stock = {record.product_id: record for record in StockRecord.objects.filter(product__in=[row[0] for row in rows])}
    now = timezone.now()
    listings = []
    for product, (number, pattern, shop) in rows:
        origin = rng.choice(communes)
        listings.append(
            Listing(
                product=product,
                shop=shop,
                origin=origin,
                slug=product.slug,
                state=Listing.State.LIVE,
                published_at=now - timedelta(minutes=rng.randrange(500_000)),
                title_en=f"{pattern.title_en} {number}",
                summary=pattern.summary,
                summary_en=pattern.summary_en,
                composition=pattern.composition,
                unit=pattern.unit,
                unit_en=pattern.unit_en,
                weight_grams=pattern.weight_grams,
                storage=pattern.storage,
                price=stock[product.pk].price,
                num_available=stock[product.pk].num_in_stock,
                popularity=rng.randrange(1000),
            )
        )
    reindex(listing.pk for listing in Listing.objects.bulk_create(listings))
