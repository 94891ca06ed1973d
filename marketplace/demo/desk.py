"""What makes the demo's desks look lived in: visits, words searched, changes that wait for an officer or the shop."""

import random
from datetime import timedelta

from django.utils import timezone

from catalogue_ext import drafts, moderation
from catalogue_ext.models import Listing, ListingVisits, Revision
from catalogue_ext.search.models import SearchClick, SearchCount
from marketplace.accounts.models import User
from marketplace.demo.files import read_json
from marketplace.places.folding import fold

DAYS = 84


def load_desk() -> None:
    """Figures of the last twelve weeks and open changes of products; there already, they stay as they are."""
    if not ListingVisits.objects.exists():
        _load_visits()
    if not SearchCount.objects.exists():
        _load_searches()
    for row in read_json("revisions.json"):
        listing = Listing.objects.select_related("product", "shop__commune", "shop__partner").get(slug=row["slug"])
        if not Revision.objects.filter(listing=listing).exists():
            _load_revision(listing, row)


def _load_visits() -> None:
    today, rows = timezone.localdate(), []
    for listing in Listing.objects.on_sale().order_by("pk"):
        dice = random.Random(listing.slug)  # noqa: S311
        usual = 1 + listing.popularity / 120
        rows += [
            ListingVisits(listing=listing, day=today - timedelta(days=back), number=number)
            for back in range(DAYS)
            if (number := round(usual * dice.uniform(0.2, 1.5) * (1.4 - back / DAYS)))
        ]
    ListingVisits.objects.bulk_create(rows)


def _load_searches() -> None:
    today = timezone.localdate()
    for row in read_json("searches.json"):
        for back in range(0, 28, 7):
            count = SearchCount.objects.create(
                day=today - timedelta(days=back + 1),
                folded=fold(row["text"]),
                text=row["text"],
                searches=row["times"],
                without_result=0 if row["clicked"] else row["times"],
                clicks=row["times"] // 2 if row["clicked"] else 0,
            )
            for slug in row["clicked"]:
                listing = Listing.objects.get(slug=slug)
                SearchClick.objects.create(count=count, listing=listing, clicks=count.clicks)


def _load_revision(listing: Listing, row: dict) -> None:
    person = listing.shop.people.select_related("user").first()
    by = person.user if person else None
    revision = drafts.begin_edit(listing, by)
    revision = drafts.save_draft(listing.shop, revision.client_id, row["content"], by)
    revision = moderation.submit(revision, by)
    if row["remarks"]:
        moderation.ask_for_changes(revision, User.objects.get(phone=row["officer"]), row["remarks"])
