from celery import shared_task
from django.utils import timezone

from catalogue_ext.models import Listing, OcopCertificate
from catalogue_ext.search import analytics, outbox
from catalogue_ext.search.breaker import elasticsearch_breaker
from catalogue_ext.search.engines.base import EngineDown
from catalogue_ext.search.indexing import reindex
from catalogue_ext.search.models import SearchEntry, TagSet

BATCH = 500


@shared_task
def send_changes() -> None:
    """Tell Elasticsearch of the changes that are noted. After each change, and by beat for what was missed."""
    try:
        outbox.send_changes()
    except EngineDown as error:
        elasticsearch_breaker.failed(str(error))


@shared_task
def reindex_category(category_id: int) -> None:
    """A category has another name or place: the listings that stand in it or below it."""
    tag = f"c:{category_id}"
    sets = [pk for pk, tags in TagSet.objects.values_list("pk", "tags").iterator() if tag in tags]
    _reindex_all(list(SearchEntry.objects.filter(tag_set__in=sets).order_by("pk").values_list("pk", flat=True)))


@shared_task
def follow_certificates() -> None:
    """OCOP certificates that lapsed or began to hold: listings show and filter by what holds today."""
    today = timezone.localdate()
    lapsed = SearchEntry.objects.filter(stars_until__lt=today).values_list("pk", flat=True)
    begun = OcopCertificate.objects.filter(issued_on=today).values_list("listing_id", flat=True)
    _reindex_all(sorted({*lapsed, *begun}))


@shared_task
def reindex_shop(shop_id: int) -> None:
    """A shop has another name, place or state: all its listings."""
    _reindex_all(list(Listing.objects.filter(shop_id=shop_id).order_by("pk").values_list("pk", flat=True)))


@shared_task
def count_search(text: str, found: bool) -> None:
    """One more search of a text. Counted twice when it runs twice: a count, not an account."""
    analytics.count_search(text, found)


@shared_task
def forget_old_searches() -> None:
    """Counts of more than a year ago."""
    analytics.forget_old_searches()


def _reindex_all(ids: list[int]) -> None:
    for first in range(0, len(ids), BATCH):
        reindex(ids[first : first + BATCH])
