"""Pieces on their way from the shelf to the buyer: promised at the order, taken at the hand-over, or given back.

`num_allocated` of an order line says how many of its pieces are promised in its stock record right now; what is made to
order has none. Stock records are locked in the order of their keys, whatever the order of the lines.
"""

from collections import defaultdict

from django.db.models import Case, F, IntegerField, When
from django.db.models.functions import Coalesce, Greatest
from oscar.core.loading import get_model

from catalogue_ext.services import refresh_listings, refresh_stock

StockRecord = get_model("partner", "StockRecord")


def lock_stock(keys) -> dict:
    """The stock records with these keys, locked in the order of the keys: {pk: record}."""
    return {
        record.pk: record for record in StockRecord.objects.select_for_update().filter(pk__in=set(keys)).order_by("pk")
    }


def quantities(lines) -> dict[int, int]:
    """How many pieces these lines want of each stock record."""
    wanted: dict[int, int] = defaultdict(int)
    for line in lines:
        wanted[line.stockrecord_id] += line.quantity
    return wanted


def promise(lines) -> None:
    """Promise the pieces of these basket lines in their stock records, which the caller has locked and counted.

    One statement for all, without Oscar's signals: the listings are refreshed here, once.
    """
    wanted = quantities(lines)
    StockRecord.objects.filter(pk__in=wanted).update(
        num_allocated=Coalesce("num_allocated", 0)
        + Case(*[When(pk=pk, then=quantity) for pk, quantity in wanted.items()], output_field=IntegerField())
    )
    refresh_stock([line.product_id for line in lines])


def take_promised(lines) -> None:
    """The promised pieces of these order lines leave the shelf.

    Where the shop has set her stock below what she had sold, the parcel proves that the pieces were there.
    """
    promised = _promised(lines)
    records = lock_stock(line.stockrecord_id for line in promised)
    for line in promised:
        record = records[line.stockrecord_id]
        if not record.is_allocation_consumption_possible(line.num_allocated):
            StockRecord.objects.filter(pk=record.pk).update(
                num_in_stock=Greatest(F("num_in_stock"), line.num_allocated),
                num_allocated=Greatest(F("num_allocated"), line.num_allocated),
            )
            record.refresh_from_db()
        record.consume_allocation(line.num_allocated)
    _nothing_promised(promised)


def give_back_promised(lines) -> None:
    """The promised pieces of these order lines are for others to buy again."""
    promised = _promised(lines)
    records = lock_stock(line.stockrecord_id for line in promised)
    for line in promised:
        records[line.stockrecord_id].cancel_allocation(line.num_allocated)
    _nothing_promised(promised)


def put_back(lines) -> None:
    """Pieces that came back unopened stand on the shelf again."""
    lines = [line for line in lines if line.stockrecord_id and line.product and not _made_to_order(line)]
    records = lock_stock(line.stockrecord_id for line in lines)
    for line in lines:
        StockRecord.objects.filter(pk=records[line.stockrecord_id].pk).update(
            num_in_stock=F("num_in_stock") + line.quantity
        )
    refresh_stock([line.product_id for line in lines])


def recount_month(lines) -> None:
    """What was given back counts no more against what its shop can make in a month."""
    listings = [getattr(line.product, "listing", None) for line in lines]
    limited = [listing for listing in listings if listing is not None and listing.monthly_capacity is not None]
    if limited:
        refresh_listings([listing.product_id for listing in limited])


def _made_to_order(line) -> bool:
    listing = getattr(line.product, "listing", None)
    return listing is not None and listing.is_made_to_order


def _promised(lines) -> list:
    return [line for line in lines if line.num_allocated and line.stockrecord_id]


def _nothing_promised(lines) -> None:
    for line in lines:
        line.num_allocated = 0
        line.save(update_fields=["num_allocated"])
    refresh_stock([line.product_id for line in lines])
