"""What delivery costs and when it arrives: one quote a shop, in whole đồng, from tables that are data."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property

from django.conf import settings
from django.core.cache import cache
from django.db.models import Q, prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _

from marketplace.orders.baskets import by_shop
from marketplace.orders.models import CollectionPoint, DeliveryRate, DeliveryTerms, SellerOrder, Zone
from marketplace.places.models import Commune
from marketplace.shops.models import Shop

Way = SellerOrder.Way
ZONES = list(Zone)
STEP_GRAMS = 500
ESTIMATE_SECONDS = 300


@dataclass(frozen=True)
class Terms:
    """How a shop delivers: her own row, or what the platform does where she has none."""

    free_from: Decimal | None
    pickup_at_shop: bool = False
    pickup_hours: str = ""
    cold_zone: str = Zone.PROVINCE


@dataclass(frozen=True)
class Choice:
    """One way in which a shop's goods can reach the buyer: `key` is what the form posts."""

    way: str
    label: str
    text: str = ""
    point: CollectionPoint | None = None

    @property
    def key(self) -> str:
        return f"{self.way}:{self.point.pk}" if self.point else self.way


@dataclass(frozen=True)
class Quote:
    """What one shop's parcel costs and when it arrives; `obstacle` says why it cannot be sent, empty if it can."""

    choice: Choice
    fee: Decimal
    weight_grams: int
    arrives_from: date
    arrives_to: date
    obstacle: str = ""


def zone_between(origin: Commune, destination: Commune) -> Zone:
    """How far it is from one commune to another; both with their provinces."""
    if origin.pk == destination.pk:
        return Zone.COMMUNE
    if origin.province_id == destination.province_id:
        return Zone.PROVINCE
    return Zone.REGION if origin.province.region == destination.province.region else Zone.COUNTRY


@dataclass
class DeliveryTable:
    """The prices, terms and collection points in force for some shops on one day: three queries, whatever is asked."""

    shops: list[Shop]
    today: date = field(default_factory=timezone.localdate)

    @cached_property
    def _rates(self) -> dict[int | None, list[DeliveryRate]]:
        found: dict[int | None, list[DeliveryRate]] = {}
        in_force = Q(valid_from__lte=self.today) & (Q(valid_to=None) | Q(valid_to__gte=self.today))
        whose = Q(shop=None) | Q(shop__in=[shop.pk for shop in self.shops])
        for rate in DeliveryRate.objects.filter(in_force & whose).order_by("max_grams", "-valid_from"):
            found.setdefault(rate.shop_id, []).append(rate)
        return found

    @cached_property
    def _terms(self) -> dict[int, DeliveryTerms | None]:
        prefetch_related_objects(self.shops, "delivery_terms")  # asks nothing where they came with the shops
        return {shop.pk: getattr(shop, "delivery_terms", None) for shop in self.shops}

    @cached_property
    def _points(self) -> dict[int, list[CollectionPoint]]:
        found: dict[int, list[CollectionPoint]] = {}
        communes = {shop.commune_id for shop in self.shops}
        for point in CollectionPoint.objects.filter(is_active=True, commune__in=communes):
            found.setdefault(point.commune_id, []).append(point)
        return found

    def terms(self, shop: Shop) -> Terms:
        row = self._terms.get(shop.pk)
        if row is None:
            return Terms(free_from=settings.DELIVERY_FREE_FROM)
        return Terms(row.free_from, row.pickup_at_shop, row.pickup_hours, row.cold_zone)

    def choices(self, shop: Shop) -> list[Choice]:
        """How the goods of `shop` may reach a buyer: always to her door first."""
        terms = self.terms(shop)
        found = [Choice(Way.HOME, _("To my door"))]
        if terms.pickup_at_shop:
            where = ", ".join(part for part in (shop.address_line, shop.commune.name, terms.pickup_hours) if part)
            found.append(Choice(Way.SHOP, _("I fetch it at the shop"), where))
        for point in self._points.get(shop.commune_id, []):
            where = ", ".join(part for part in (point.address_line, point.hours) if part)
            found.append(Choice(Way.POINT, _("I fetch it at: %(place)s") % {"place": point.name}, where, point))
        return found

    def rate(self, shop: Shop, zone: Zone, grams: int) -> DeliveryRate:
        """The row that prices so many grams into `zone`: the shop's own table, or else the platform's."""
        table = self._rates.get(shop.pk) or self._rates.get(None) or []
        rows = [rate for rate in table if rate.zone == zone]
        # A table that leaves a zone out prices it as the next farther one.
        for farther in ZONES[ZONES.index(zone) + 1 :]:
            rows = rows or [rate for rate in table if rate.zone == farther]
        if not rows:
            return _without_table(zone)
        return next((rate for rate in rows if rate.max_grams >= grams), rows[-1])

    def prices(self, shop: Shop) -> list[tuple[Zone, list[DeliveryRate]]]:
        """What holds for `shop` today: each zone of the table with its bands, lightest first; empty without a table."""
        table = self._rates.get(shop.pk) or self._rates.get(None) or []
        by_zone = [(zone, [rate for rate in table if rate.zone == zone]) for zone in ZONES]
        return [(zone, rates) for zone, rates in by_zone if rates]

    def fee(self, shop: Shop, zone: Zone, grams: int, goods: Decimal) -> Decimal:
        terms = self.terms(shop)
        if terms.free_from is not None and goods >= terms.free_from:
            return Decimal(0)
        return price_of(self.rate(shop, zone, grams), grams)

    def quote(self, shop: Shop, lines: list, zone: Zone, chosen: str = "") -> Quote:
        """What these lines of `shop` cost to a place in `zone`; an unknown choice counts as “to my door”."""
        choices = self.choices(shop)
        choice = next((one for one in choices if one.key == chosen), choices[0])
        grams = weight_of(lines)
        ready = max(days_to_pack(line.product.listing) for line in lines)
        if choice.way != Way.HOME:
            first = self.today + timedelta(days=ready)
            return Quote(choice, Decimal(0), grams, first, first + timedelta(days=1))
        goods = sum(line.line_price_incl_tax_incl_discounts for line in lines)
        rate = self.rate(shop, zone, grams)
        return Quote(
            choice,
            self.fee(shop, zone, grams, goods),
            grams,
            self.today + timedelta(days=ready + rate.min_days),
            self.today + timedelta(days=ready + rate.max_days),
            self._too_far(shop, lines, zone),
        )

    def quotes(self, lines, destination: Commune | Zone, chosen: dict[int, str] | None = None) -> dict[Shop, Quote]:
        """A quote for each shop of these basket lines, in the order of their first line.

        `destination` is a commune, or how far away it is taken to be; `chosen` maps a shop's key to the choice made.
        """
        return {
            shop: self.quote(shop, own, _zone(shop, destination), (chosen or {}).get(shop.pk, ""))
            for shop, own in by_shop(lines)
        }

    def _too_far(self, shop: Shop, lines: list, zone: Zone) -> str:
        """Why cold food cannot go so far; empty when it can."""
        cold = [line.product.listing.title for line in lines if line.product.listing.keep_cold]
        farthest = self.terms(shop).cold_zone
        if not cold or ZONES.index(zone) <= ZONES.index(farthest):
            return ""
        limits = {
            Zone.COMMUNE: _("“%(title)s” must stay cold: %(shop)s brings it within its own commune only."),
            Zone.PROVINCE: _("“%(title)s” must stay cold: %(shop)s sends it within its own province only."),
            Zone.REGION: _("“%(title)s” must stay cold: %(shop)s sends it within its own region only."),
        }
        return limits[Zone(farthest)] % {"title": "”, “".join(cold), "shop": shop.name}


def price_of(rate: DeliveryRate, grams: int) -> Decimal:
    """The price of a parcel by this row, each half kilogram begun above its band added."""
    over = max(0, grams - rate.max_grams)
    return rate.price + rate.per_extra_500g * -(-over // STEP_GRAMS)


def _without_table(zone: Zone) -> DeliveryRate:
    """What holds while no table is in force, so that a table forgotten does not close the shop."""
    near = zone in (Zone.COMMUNE, Zone.PROVINCE)
    price = settings.DELIVERY_FEE_HOME_PROVINCE if near else settings.DELIVERY_FEE_ELSEWHERE
    return DeliveryRate(zone=zone, max_grams=0, price=price, min_days=1, max_days=5)


def weight_of(lines: Iterable) -> int:
    return sum(line.product.listing.weight_grams * line.quantity for line in lines)


def days_to_pack(listing) -> int:
    """Days until the parcel leaves: making it, or packing it."""
    return listing.made_to_order_days if listing.is_made_to_order else listing.shop.lead_time_days


def table_for(lines) -> DeliveryTable:
    """What is in force today for the shops of these basket lines."""
    return DeliveryTable([shop for shop, __ in by_shop(lines)])


def quotes(lines, destination: Commune | Zone, chosen: dict[int, str] | None = None) -> dict[Shop, Quote]:
    """The quotes of today's table, see `DeliveryTable.quotes`."""
    return table_for(lines).quotes(lines, destination, chosen)


def _zone(shop: Shop, destination: Commune | Zone) -> Zone:
    return destination if isinstance(destination, Zone) else zone_between(shop.commune, destination)


@dataclass(frozen=True)
class Estimate:
    """When a parcel of a product arrives and what it costs: days from the order, fees in đồng, None: never free."""

    earliest_days: int
    latest_days: int
    fee_home: Decimal
    fee_elsewhere: Decimal
    free_from: Decimal | None


def delivery_estimate(listing) -> Estimate:
    """Packing (or making) by the shop, then the way: in the shop's province, or through the whole country.

    Kept for five minutes: it is a product page's estimate, and the checkout counts anew.
    """
    key = f"delivery-estimate-{listing.pk}-{listing.updated_at.timestamp()}-{days_to_pack(listing)}"
    return cache.get_or_set(key, lambda: _estimate(listing), ESTIMATE_SECONDS)


def _estimate(listing) -> Estimate:
    table = DeliveryTable([listing.shop])
    ready, grams = days_to_pack(listing), listing.weight_grams
    near = table.rate(listing.shop, Zone.PROVINCE, grams)
    far = table.rate(listing.shop, Zone.COUNTRY, grams)
    return Estimate(
        earliest_days=ready + near.min_days,
        latest_days=ready + far.max_days,
        fee_home=price_of(near, grams),
        fee_elsewhere=price_of(far, grams),
        free_from=table.terms(listing.shop).free_from,
    )
