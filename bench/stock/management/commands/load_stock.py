import shutil
from pathlib import Path

import haystack
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.core.management.color import no_style
from django.db import connection, connections
from oscar.core.loading import get_model

BATCH = 1000
ALL = 10**6
"""One batch: Whoosh merges its index at each, and looks for each document in what was there."""
MODELS = [
    ("catalogue", "ProductClass"),
    ("catalogue", "Category"),
    ("catalogue", "AttributeOptionGroup"),
    ("catalogue", "AttributeOption"),
    ("catalogue", "ProductAttribute"),
    ("catalogue", "Product"),
    ("catalogue", "ProductCategory"),
    ("catalogue", "ProductImage"),
    ("catalogue", "ProductAttributeValue"),
    ("partner", "Partner"),
    ("partner", "StockRecord"),
    ("reviews", "ProductReview"),
]


class Command(BaseCommand):
    help = "Copy the catalogue of our database (OURS_DATABASE_URL) with its pictures, and index it for Whoosh."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--media", required=True, help="the folder of our pictures")
        parser.add_argument(
            "--prefetched", action="store_true", help="read relations at once for Whoosh: the same index, sooner"
        )

    def handle(self, *args, **options) -> None:
        models = [get_model(*names) for names in MODELS]
        models.append(get_model("catalogue", "ProductAttributeValue").value_multi_option.through)
        for model in models:
            self._copy(model)
        self._hide_what_is_not_on_sale()
        home = {"iso_3166_1_a3": "VNM", "printable_name": "Việt Nam", "is_shipping_country": True}
        get_model("address", "Country").objects.get_or_create(iso_3166_1_a2="VN", defaults=home)
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), models):
                cursor.execute(statement)
        Product = get_model("catalogue", "Product")
        for product in Product.objects.filter(reviews__isnull=False).distinct():
            product.update_rating()
        self._copy_pictures(Path(options["media"]))
        if options["prefetched"]:
            self._prefetch()
        call_command("update_index", batch_size=ALL if options["prefetched"] else BATCH, verbosity=0)

    @staticmethod
    def _prefetch() -> None:
        """Oscar's index asks six queries a product; none of them is needed to write the same document."""
        index = haystack.connections["default"].get_unified_index().get_index(get_model("catalogue", "Product"))
        products = index.index_queryset().select_related("product_class")
        index.index_queryset = lambda using=None: products.prefetch_related("stockrecords", "categories")
        index.prepare_category = lambda product: [category.pk for category in product.categories.all()]

    def _copy(self, model) -> None:
        rows = model.objects.using("ours").order_by("pk")
        total, done = rows.count(), 0
        batch = []
        for row in rows.iterator(chunk_size=BATCH):
            row._state.db = None
            if hasattr(row, "user_id"):
                row.user_id = None  # people are not copied
            batch.append(row)
            if len(batch) == BATCH:
                done += self._store(model, batch)
                if done < total:
                    self._say(model, done, total)
        self._say(model, done + self._store(model, batch), total)

    @staticmethod
    def _store(model, batch: list) -> int:
        number = len(model.objects.using("default").bulk_create(batch))
        batch.clear()
        return number

    def _say(self, model, done: int, total: int) -> None:
        """A line that counts on a terminal, one line at the end elsewhere."""
        finished = done >= total
        if finished or self.stdout.isatty():
            text = f"{model._meta.label}: {done}/{total}"
            self.stdout.write(f"\r{text}" if self.stdout.isatty() else text, ending="\n" if finished else "")

    def _hide_what_is_not_on_sale(self) -> None:
        with connections["ours"].cursor() as cursor:
            cursor.execute(
                "select product_id from catalogue_ext_listing listing join shops_shop shop on shop.id = listing.shop_id"
                " where listing.state = 'live' and shop.state = 'open'"
            )
            on_sale = [row[0] for row in cursor.fetchall()]
        get_model("catalogue", "Product").objects.exclude(pk__in=on_sale).update(is_public=False)

    def _copy_pictures(self, media: Path) -> None:
        names = set(get_model("catalogue", "ProductImage").objects.values_list("original", flat=True))
        names |= set(get_model("catalogue", "Category").objects.exclude(image="").values_list("image", flat=True))
        for name in names:
            target = Path(settings.MEDIA_ROOT) / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(media / name, target)
        self.stdout.write(f"pictures: {len(names)}")
