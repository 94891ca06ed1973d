from celery import shared_task

from catalogue_ext import visits
from catalogue_ext.freshness import catalogue_changed
from catalogue_ext.models import Listing, Sheet
from catalogue_ext.services import refresh_listings
from catalogue_ext.sheets import importing


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


@shared_task
def import_sheet(sheet_id: int) -> None:
    """Import the rows of a spreadsheet that are ready; run again, it goes on where it stopped."""
    importing.import_rows(Sheet.objects.select_related("shop__partner", "shop__commune", "by").get(pk=sheet_id))


@shared_task
def forget_old_sheets() -> int:
    """Throw away spreadsheets that nobody went on with: run every night."""
    return importing.forget_old()
