from celery import shared_task

from catalogue_ext import visits
from catalogue_ext.freshness import catalogue_changed
from catalogue_ext.models import Listing
from catalogue_ext.services import refresh_listings


@shared_task
def turn_the_month() -> None:
    """Count anew what has a season or a capacity a month: run every night."""
    limited = Listing.objects.exclude(season_months=[]) | Listing.objects.exclude(monthly_capacity=None)
    refresh_listings(list(limited.values_list("product_id", flat=True)))
    catalogue_changed()


@shared_task
def write_visits() -> None:
    """Write down the visits that were counted since the last time."""
    visits.write_visits()
