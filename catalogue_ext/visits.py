"""How often buyers open the pages of products: counted in the cache, written down now and then.

Only numbers are kept, by product and day: nobody can be told from another.
"""

from datetime import timedelta

from django.core.cache import cache
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from catalogue_ext.models import Listing, ListingVisits

KEPT = 3 * 24 * 3600
SEEN = "visits-seen"
"""Keys of the cache that hold a count, as a list; what gets lost with the cache is a few visits."""


def count_visit(listing_id: int) -> None:
    """Somebody opened the page of this product."""
    key = f"visits-{timezone.localdate():%Y%m%d}-{listing_id}"
    if cache.add(key, 1, KEPT):
        seen = set(cache.get(SEEN) or ())
        cache.set(SEEN, [*seen, key], KEPT)
        return
    try:
        cache.incr(key)
    except ValueError:  # it ran out between the two lines
        cache.set(key, 1, KEPT)


@transaction.atomic
def write_visits() -> None:
    """Move what was counted into the table."""
    keys = cache.get(SEEN) or []
    cache.delete(SEEN)
    known = set(
        Listing.objects.filter(pk__in=[int(key.rpartition("-")[2]) for key in keys]).values_list("pk", flat=True)
    )
    for key in keys:
        number = cache.get(key) or 0
        cache.delete(key)
        __, day, listing = key.split("-")
        if int(listing) in known and number:
            row, __ = ListingVisits.objects.get_or_create(
                listing_id=int(listing), day=f"{day[:4]}-{day[4:6]}-{day[6:]}"
            )
            ListingVisits.objects.filter(pk=row.pk).update(number=F("number") + number)


def visits_by_day(listings, days: int) -> dict:
    """{day: visits} of these listings (a queryset) in the last `days` days."""
    since = timezone.localdate() - timedelta(days=days)
    found: dict = {}
    for day, number in ListingVisits.objects.filter(listing__in=listings, day__gt=since).values_list("day", "number"):
        found[day] = found.get(day, 0) + number
    return found
