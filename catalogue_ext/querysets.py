"""What buyers may see, in the words of the shop."""

from django.db import models
from django.db.models import Q
from django.utils import timezone


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
        """With all that a card shows, in three queries whatever their number."""
        return self.select_related("product", "shop__partner", "origin").prefetch_related(
            "certificates", "product__images"
        )
