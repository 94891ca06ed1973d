"""Baskets: pieces counted for the header, products added, things kept for later."""

from itertools import groupby
from operator import attrgetter

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _
from oscar.core.loading import get_model

from marketplace.shops.models import Shop

Basket = get_model("basket", "Basket")
Line = get_model("basket", "Line")


class NotAvailable(Exception):
    """What a buyer asked for cannot be had; the message says why in her language."""


def count_pieces(request) -> int:
    """How many pieces lie in the basket of `request`: no query for a guest without one, else one."""
    user = request.user
    if user.is_authenticated:
        lines = Line.objects.filter(basket__owner=user, basket__status=Basket.OPEN)
    elif (basket_id := basket_pk_of(request.COOKIES.get(settings.OSCAR_BASKET_COOKIE_OPEN))) is not None:
        lines = Line.objects.filter(basket_id=basket_id, basket__owner=None, basket__status=Basket.OPEN)
    else:
        return 0
    return lines.aggregate(pieces=Sum("quantity"))["pieces"] or 0


def basket_pk_of(cookie: str | None) -> str | None:
    """The key of a guest's basket, from the cookie that we signed; None where we did not."""
    try:
        return Signer().unsign(cookie) if cookie else None
    except BadSignature:
        return None


@transaction.atomic
def add_product(basket, product, quantity: int):
    """Put `quantity` pieces more of `product` into the basket and return its line.

    Raises:
        NotAvailable: when so many cannot be bought (with those that already lie in the basket).
    """
    info = basket.strategy.fetch_for_product(product)
    in_basket = 0
    if basket.pk:
        in_basket = basket.lines.filter(product=product).aggregate(pieces=Sum("quantity"))["pieces"] or 0
    _require_available(info.availability, in_basket + quantity)
    line, __ = basket.add_product(product, quantity)
    return line


@transaction.atomic
def change_quantity(line, quantity: int) -> None:
    """Set how many pieces a line asks for; none removes it.

    Raises:
        NotAvailable: when so many cannot be bought; the line is as it was.
    """
    if quantity <= 0:
        line.delete()
        return
    _require_available(line.purchase_info.availability, quantity)
    line.quantity = quantity
    line.save(update_fields=["quantity"])


def _require_available(availability, quantity: int) -> None:
    if not availability.is_available_to_buy:
        raise NotAvailable(_("This product is not on sale at the moment."))
    if quantity > settings.OSCAR_MAX_BASKET_QUANTITY_THRESHOLD:
        raise NotAvailable(
            _("Please write to the shop for more than %(most)d pieces.")
            % {"most": settings.OSCAR_MAX_BASKET_QUANTITY_THRESHOLD}
        )
    permitted, __ = availability.is_purchase_permitted(quantity)
    if not permitted:
        raise NotAvailable(_("Only %(left)d left in stock.") % {"left": availability.num_available})


def by_shop(lines) -> list[tuple[Shop, list]]:
    """Basket lines grouped by shop, in the order in which each shop first came into the basket."""
    shops = list(dict.fromkeys(line.product.listing.shop for line in lines))
    place = {shop: number for number, shop in enumerate(shops)}
    shop_of = attrgetter("product.listing.shop")
    ordered = sorted(lines, key=lambda line: place[shop_of(line)])
    return [(shop, list(group)) for shop, group in groupby(ordered, key=shop_of)]
