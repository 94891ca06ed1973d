"""What buyers may see, in the words of the shop."""

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone
from oscar.core.loading import get_model


class OcopCertificateQuerySet(models.QuerySet):
    def valid(self):
        """Certificates that hold today."""
        today = timezone.localdate()
        return self.filter(issued_on__lte=today, expires_on__gte=today)


class ListingQuerySet(models.QuerySet):
    def on_sale(self):
        """What buyers may see: live, its product public, its shop open."""
        return self.filter(state="live", product__is_public=True, shop__state="open")

    def in_stock(self):
        """What can be bought today: in stock or made to order, in season, not booked out, the shop not on holiday."""
        today = timezone.localdate()
        away = Q(shop__away_until__gte=today) & (Q(shop__away_from__isnull=True) | Q(shop__away_from__lte=today))
        there = Q(made_to_order_days__isnull=False) | Q(num_available__gt=0)
        return self.filter(there, resting=False).exclude(away)

    def for_cards(self):
        """With all that a card shows, in one query: `first_image` is a name in the storage, `stars_held` today's."""
        images = get_model("catalogue", "ProductImage").objects.filter(product=OuterRef("product"))
        certificates = get_model("catalogue_ext", "OcopCertificate").objects.valid().filter(listing=OuterRef("pk"))
        return self.select_related("product", "shop__partner", "origin").annotate(
            first_image=Subquery(images.order_by("display_order").values("original")[:1]),
            stars_held=Subquery(certificates.order_by("-stars").values("stars")[:1]),
        )

    def for_page(self):
        """With what a product's page shows, in three queries: `first_category` is a key."""
        categories = get_model("catalogue", "Product").categories.through.objects.filter(product=OuterRef("product"))
        return (
            self.select_related(
                "product", "shop__partner", "shop__commune__province", "maker__commune", "origin__province"
            )
            .prefetch_related("certificates", "product__images")
            .annotate(
                first_category=Subquery(categories.order_by("category__path").values("category")[:1]),
                has_variants=Exists(self.model.objects.filter(variant_of=OuterRef("pk"))),
            )
        )
