"""What an officer finds at her desk: rows of her area, in the order in which they want her."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from catalogue_ext.models import Listing, OcopCertificate
from marketplace.accounts.roles import Area
from marketplace.onboarding.models import Paper, ShopApplication
from marketplace.orders.models import SellerOrder
from marketplace.shops.models import Shop

QUIET_AFTER = timedelta(days=30)
SOON = timedelta(days=60)


def review_deadline() -> datetime:
    """What was sent before this moment waits too long."""
    return timezone.now() - timedelta(days=settings.REVIEW_WITHIN_DAYS)


def applications_of(area: Area) -> QuerySet[ShopApplication]:
    """Those of the area that were sent at least once."""
    sent = ShopApplication.objects.exclude(submitted_at=None).select_related("commune", "applicant", "shop")
    return area.filter(sent, "commune")


def shops_of(area: Area) -> QuerySet[Shop]:
    """Shops of the area with how much they offer and when they last sold (`num_live`, `last_order_at`)."""
    live = Listing.objects.filter(shop=OuterRef("pk"), state=Listing.State.LIVE).order_by().values("shop")
    orders = SellerOrder.objects.filter(shop=OuterRef("pk")).order_by().values("shop")
    # Each counted by itself: joined, every product of a shop would be looked at with every order of it.
    return area.filter(Shop.objects.for_cards(), "commune").annotate(
        num_live=Coalesce(Subquery(live.annotate(number=Count("pk")).values("number")), 0),
        last_order_at=Subquery(orders.annotate(last=Max("created_at")).values("last")),
    )


def quiet_shops(area: Area) -> QuerySet[Shop]:
    """Open shops that offer nothing, or have sold nothing for a month; the longest quiet first."""
    since = timezone.now() - QUIET_AFTER
    quiet = Q(num_live=0) | Q(last_order_at__lt=since) | Q(last_order_at=None, created_at__lt=since)
    return shops_of(area).filter(quiet, state=Shop.State.OPEN).order_by("last_order_at", "pk")


def waiting_orders(area: Area) -> QuerySet[SellerOrder]:
    """Orders that their shop has not confirmed in time, the oldest first."""
    late = SellerOrder.objects.filter(state=SellerOrder.State.NEW, confirm_by__lt=timezone.now())
    return area.filter(late.select_related("shop__partner", "shop__commune", "order"), "shop__commune").order_by(
        "confirm_by", "pk"
    )


def ending_certificates(area: Area) -> QuerySet[OcopCertificate]:
    """OCOP certificates that run out within two months or have done so, the soonest first."""
    until = timezone.localdate() + SOON
    rows = OcopCertificate.objects.filter(expires_on__lte=until, listing__state="live")
    return area.filter(
        rows.select_related("listing__product", "listing__shop__partner"), "listing__shop__commune"
    ).order_by("expires_on", "pk")


def ending_papers(area: Area) -> QuerySet[Paper]:
    """Papers of shops that run out within two months or have done so, the soonest first."""
    until = timezone.localdate() + SOON
    rows = Paper.objects.kept().filter(expires_on__lte=until, application__shop__isnull=False)
    return area.filter(rows.select_related("application__shop__partner"), "application__commune").order_by(
        "expires_on", "pk"
    )
