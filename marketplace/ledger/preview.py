"""What a seller will receive for a price, before she sells."""

from dataclasses import dataclass

from django.utils import timezone

from marketplace.ledger.rates import RateBook, percent_of


@dataclass(frozen=True)
class Preview:
    """One price taken apart, in đồng: `net` is what the shop gets, the exact remainder."""

    price: int
    commission: int
    vat: int
    pit: int
    net: int


def you_receive(shop, category, price) -> Preview:
    """What `shop` receives for goods of `category` (None while she has chosen none) sold at `price` today."""
    rates = RateBook(timezone.localdate()).rates(shop, category)
    commission, vat, pit = (int(percent_of(price, rate)) for rate in (rates.commission, rates.vat, rates.pit))
    return Preview(int(price), commission, vat, pit, int(price) - commission - vat - pit)
