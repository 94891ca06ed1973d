"""How often buyers open the pages of products: counted in the cache, written down now and then.

Only numbers are kept, by product and day: nobody can be told from another.
"""

from contextlib import suppress
from datetime import date, timedelta

from django.core.cache import cache
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from catalogue_ext.models import Listing, ListingVisits

KEPT = 2 * 24 * 3600
"""Seconds; what gets lost with the cache is a few visits."""
BATCH = 2000


def count_visit(listing_id: int) -> None:
    """Somebody opened the page of this product."""
    key = _key(timezone.localdate(), listing_id)
    if cache.add(key, 1, KEPT):
        return
    try:
        cache.incr(key)
    except ValueError:  # it ran out between the two lines
        cache.set(key, 1, KEPT)


def write_visits(listings=None) -> None:
    """Move what was counted of these listings (a queryset; by default all) since yesterday into the table."""
    today = timezone.localdate()
    ids = list((Listing.objects.all() if listings is None else listings).values_list("pk", flat=True))
    for day in (today - timedelta(days=1), today):
        for first in range(0, len(ids), BATCH):
            _write(day, ids[first : first + BATCH])


@transaction.atomic
def _write(day: date, ids: list[int]) -> None:
    keys = {_key(day, pk): pk for pk in ids}
    for key, number in cache.get_many(keys).items():
        if not number:
            continue
        with suppress(ValueError):  # it has just run out
            cache.decr(key, number)  # what is counted meanwhile stays for the next time
        row, __ = ListingVisits.objects.get_or_create(listing_id=keys[key], day=day)
        ListingVisits.objects.filter(pk=row.pk).update(number=F("number") + number)


def _key(day: date, listing_id: int) -> str:
    return f"visits-{day:%Y%m%d}-{listing_id}"


def visits_by_day(listings, days: int) -> dict:
    """{day: visits} of these listings (a queryset) in the last `days` days."""
    since = timezone.localdate() - timedelta(days=days)
    found: dict = {}
    for day, number in ListingVisits.objects.filter(listing__in=listings, day__gt=since).values_list("day", "number"):
        found[day] = found.get(day, 0) + number
    return found
