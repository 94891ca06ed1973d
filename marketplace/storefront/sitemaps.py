"""All public pages, in both languages, each naming the other."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from catalogue_ext.categories import category_tree
from catalogue_ext.models import Listing
from marketplace.shops.models import Shop
from marketplace.storefront.pages import PAGES
from marketplace.training_bridge import public_training


class BilingualSitemap(Sitemap):
    i18n = True
    alternates = True
    x_default = True
    limit = 5000

    def get_domain(self, site=None) -> str:
        return urlsplit(settings.SITE_URL).netloc

    @property
    def protocol(self) -> str:
        return urlsplit(settings.SITE_URL).scheme

    @protocol.setter
    def protocol(self, value) -> None:
        """Django's view hands the request's scheme over; ours is that of SITE_URL."""


class Pages(BilingualSitemap):
    def items(self):
        training = ["training:courses", "training:calendar", "training:check_certificate"]
        return ["home", "catalogue:index", "shops:list", "sell:start", *training, *(f"pages:{name}" for name in PAGES)]

    def location(self, item) -> str:
        return reverse(item)


class Categories(BilingualSitemap):
    def items(self):
        tree = category_tree()
        return [tree.get(pk) for root in tree.roots for pk in tree.with_descendants(root.pk)]

    def location(self, item) -> str:
        return item.url


class Shops(BilingualSitemap):
    def items(self):
        return Shop.objects.open_for_orders().order_by("pk")

    def lastmod(self, shop):
        return shop.updated_at


class Listings(BilingualSitemap):
    def items(self):
        return Listing.objects.on_sale().only("slug", "product_id", "updated_at").order_by("pk")

    def lastmod(self, listing):
        return listing.updated_at


class Training(BilingualSitemap):
    """Courses, their lessons, and the classes to come."""

    def items(self):
        return public_training()


SITEMAPS = {
    "pages": Pages,
    "categories": Categories,
    "shops": Shops,
    "listings": Listings,
    "training": Training,
}
