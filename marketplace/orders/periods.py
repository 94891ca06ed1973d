"""How long each may take: days and hours from settings, counted from a moment."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone


def confirm_by(now: datetime | None = None) -> datetime:
    """Until when a shop confirms an order that may be fulfilled."""
    return (now or timezone.now()) + timedelta(hours=settings.CONFIRM_WITHIN_HOURS)


def answer_by(now: datetime | None = None) -> datetime:
    """Until when a shop answers who wants to send something back."""
    return (now or timezone.now()) + timedelta(hours=settings.ANSWER_RETURN_WITHIN_HOURS)


def is_fresh(listing) -> bool:
    """Whether goods are fresh food, to be sent back within hours and with a picture."""
    if listing is None:
        return False
    short = listing.shelf_life_days is not None and listing.shelf_life_days <= settings.FRESH_SHELF_LIFE_DAYS
    return listing.keep_cold or short


def return_until(delivered_at: datetime, listing) -> datetime:
    """Until when a product that was delivered at this moment may be sent back (Consumer law; see docs/orders.md)."""
    if is_fresh(listing):
        return delivered_at + timedelta(hours=settings.RETURN_FRESH_WITHIN_HOURS)
    return delivered_at + timedelta(days=settings.RETURN_WITHIN_DAYS)
