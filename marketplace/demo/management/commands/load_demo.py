from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from catalogue_ext.search.indexing import reindexed_once
from catalogue_ext.search.synonyms import load_first_synonyms
from marketplace.demo import catalogue
from marketplace.demo.applications import load_applications
from marketplace.demo.attributes import load_attributes
from marketplace.demo.desk import load_desk
from marketplace.demo.files import FOLDER
from marketplace.demo.large import load_large
from marketplace.demo.money import load_accounts, load_money
from marketplace.demo.orders import load_delivery, load_offers, load_orders
from marketplace.demo.people import load_people, load_shop_people, training_staff
from marketplace.pictures.renditions import make_renditions
from marketplace.places.models import Commune
from marketplace.progress import Progress


class Command(BaseCommand):
    help = "Fill the shop with the demo's people, shops and products. Running it again changes nothing."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--products", type=int, help="how many products in all, for benchmarks (seeded)")
        parser.add_argument("--shops", type=int, help="how many shops in all, for benchmarks (seeded)")
        parser.add_argument(
            "--no-pictures", action="store_true", help="leave the sizes of pictures to be made when asked for"
        )

    def handle(self, *args, **options) -> None:
        if (options["products"] is None) != (options["shops"] is None):
            raise CommandError("Give both --products and --shops, or neither.")
        if not Commune.objects.exists():
            call_command("load_units", stdout=self.stdout)
        with reindexed_once():
            self._load()
        if options["products"]:
            load_large(options["products"], options["shops"], Progress(self.stdout, "Products for benchmarks"))
        if not options["no_pictures"]:
            self._make_pictures()

    def _load(self) -> None:
        catalogue.load_country()
        load_first_synonyms()
        people = load_people()
        categories = catalogue.load_categories()
        communes = {commune.code: commune for commune in Commune.objects.select_related("province")}
        shops = catalogue.load_shops(communes)
        load_shop_people(shops)
        makers = catalogue.load_makers(shops)
        kind = catalogue.product_class()
        pictures = catalogue.pictures_by_slug()
        rows = catalogue.product_rows()
        progress = Progress(self.stdout, "Products", len(rows))
        products = {}
        for row in rows:
            shots = pictures[row["variant_of"] or row["slug"]]
            listing = catalogue.load_product(row, kind, categories, shops, makers, communes, shots)
            products[row["slug"]] = listing.product_id
            progress.step()
        load_attributes(kind, products)
        catalogue.load_reviews(products)
        load_delivery(communes)
        load_offers()
        load_accounts()
        orders = load_orders(communes)
        load_money(communes)
        load_desk()
        self.stdout.write(f"{orders} new orders.")
        load_applications(communes)
        call_command("load_training_demo", *training_staff(), pictures=FOLDER / "pictures", stdout=self.stdout)
        self.stdout.write(f"{len(shops)} shops, {len(makers)} makers, {len(products)} products, {people} accounts.")

    def _make_pictures(self) -> None:
        names = catalogue.stored_pictures()
        progress = Progress(self.stdout, "Pictures", len(names))
        for name, slot in names:
            make_renditions(name, slot)
            progress.step()
