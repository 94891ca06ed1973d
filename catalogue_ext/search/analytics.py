"""What people search for: counted by text and day, without anything that says who did."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import F, QuerySet, Sum
from django.utils import timezone

from catalogue_ext.models import Listing
from catalogue_ext.search.analysis import folded, words
from catalogue_ext.search.memory import Remembered
from catalogue_ext.search.models import SearchClick, SearchCount

LONGEST, MOST_DIGITS = 60, 5
"""Longer texts, and those with more digits or an @, may name a person or her phone: they are not counted."""
KEPT_DAYS = 400
POPULAR_DAYS, MOST_POPULAR, OFTEN = 30, 500, 3


@dataclass(frozen=True)
class SearchedText:
    """A text, its searches, those of them that found nothing, and the clicks that came of them."""

    text: str
    searches: int
    without_result: int
    clicks: int


def count_search(text: str, found: bool) -> None:
    """One more search of `text` today, which found something or nothing."""
    key = _key(text)
    if not key:
        return
    today = timezone.localdate()
    typed = " ".join(text.split()).lower()
    row, __ = SearchCount.objects.get_or_create(day=today, folded=key, defaults={"text": typed})
    SearchCount.objects.filter(pk=row.pk).update(
        searches=F("searches") + 1, without_result=F("without_result") + (0 if found else 1)
    )


@transaction.atomic
def count_click(text: str, slug: str) -> bool:
    """One more click on the listing `slug` among the results of `text`, if that was searched today or yesterday."""
    since = timezone.localdate() - timedelta(days=1)
    row = SearchCount.objects.filter(folded=_key(text), day__gte=since).order_by("-day").first()
    listing = Listing.objects.on_sale().filter(slug=slug).only("pk").first()
    if not row or not listing:
        return False
    SearchCount.objects.filter(pk=row.pk).update(clicks=F("clicks") + 1)
    click, __ = SearchClick.objects.get_or_create(count=row, listing=listing)
    SearchClick.objects.filter(pk=click.pk).update(clicks=F("clicks") + 1)
    return True


def top_searches(days: int = 30, number: int = 50) -> list[SearchedText]:
    """The texts that were searched most."""
    since = _first_day(days)
    return _summed(_counted(since).order_by("-all_searches", "folded")[:number], since)


def searches_without_result(days: int = 30, number: int = 50) -> list[SearchedText]:
    """The texts that most often found nothing: what buyers miss, or call otherwise."""
    since = _first_day(days)
    rows = _counted(since).filter(all_without_result__gt=0).order_by("-all_without_result", "folded")
    return _summed(rows[:number], since)


def words_of_shop(shop_id: int, days: int = 30, number: int = 20) -> list[tuple[str, int]]:
    """The words by which buyers came to a shop's listings, and how often: for her workspace."""
    since = _first_day(days)
    rows = (
        SearchClick.objects.filter(listing__shop_id=shop_id, count__day__gte=since)
        .values("count__folded")
        .annotate(number=Sum("clicks"))
        .order_by("-number", "count__folded")[:number]
    )
    typed = _typed([row["count__folded"] for row in rows], since)
    return [(typed[row["count__folded"]], row["number"]) for row in rows]


def forget_old_searches() -> int:
    """Delete what is older than it need be kept; return how many rows."""
    limit = timezone.localdate() - timedelta(days=KEPT_DAYS)
    return SearchCount.objects.filter(day__lt=limit).delete()[0]


def popular_texts(beginning: str, number: int) -> list[str]:
    """Texts that people often search and find something for, that begin so; the most searched first."""
    key = " ".join(map(folded, words(beginning)))
    return [text for start, text in _popular() if start.startswith(key) and start != key][:number]


def _key(text: str) -> str:
    """The text as it is counted; empty for what may name a person."""
    if len(text) > LONGEST or "@" in text or sum(letter.isdecimal() for letter in text) > MOST_DIGITS:
        return ""
    return " ".join(map(folded, words(text)))


def _first_day(days: int) -> date:
    return timezone.localdate() - timedelta(days=days)


def _counted(since: date) -> QuerySet:
    return (
        SearchCount.objects.filter(day__gte=since)
        .order_by()
        .values("folded")
        .annotate(all_searches=Sum("searches"), all_without_result=Sum("without_result"), all_clicks=Sum("clicks"))
    )


def _summed(rows, since: date) -> list[SearchedText]:
    rows = list(rows)
    typed = _typed([row["folded"] for row in rows], since)
    return [
        SearchedText(typed[row["folded"]], row["all_searches"], row["all_without_result"], row["all_clicks"])
        for row in rows
    ]


def _typed(keys: list[str], since: date) -> dict[str, str]:
    """Each key's text as it was last typed; since a day, as rows are indexed by day."""
    rows = SearchCount.objects.filter(day__gte=since, folded__in=keys).order_by("day")
    return dict(rows.values_list("folded", "text"))


def _read_popular() -> list[tuple[str, str]]:
    since = _first_day(POPULAR_DAYS)
    rows = _counted(since).filter(all_searches__gte=OFTEN, all_without_result=0)
    found = _summed(rows.order_by("-all_searches", "folded")[:MOST_POPULAR], since)
    return [(" ".join(map(folded, words(one.text))), one.text) for one in found]


_popular = Remembered("popular", _read_popular)
