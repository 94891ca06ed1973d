from django.db.models import prefetch_related_objects
from django.utils.functional import cached_property
from oscar.apps.basket.abstract_models import AbstractBasket, AbstractLine

from marketplace.basket.lines import BasketLines, lines_of, rows_of
from marketplace.money import round_dong
from marketplace.pictures.renditions import Picture, picture


class Basket(AbstractBasket):
    """Oscar's basket; its lines come with listings and shops, so that a page takes a fixed number of queries."""

    @classmethod
    def with_lines(cls, pk: int) -> "Basket | None":
        """A stored basket together with what lies in it, by one query; None where nothing does."""
        found = lines_of(rows_of(pk))
        if not found.lines:
            return None
        basket = found.lines[0].basket
        basket._take(found)
        return basket

    def all_lines(self) -> list:
        return self._found.lines

    @property
    def _found(self) -> BasketLines:
        """Kept where Oscar keeps its lines, and forgotten when Oscar forgets them."""
        if self.id is None:
            return BasketLines([])
        if self._lines is None:
            self._take(lines_of(rows_of(self.pk)))
        return self._lines

    def _take(self, found: BasketLines) -> None:
        for line in found.lines:
            line.basket = self
        if found.has_vouchers:
            prefetch_related_objects([self], "vouchers")  # Oscar's offers ask for them, and the page shows them
        self._lines = found

    @property
    def num_lines(self) -> int:
        return len(self.all_lines())

    @property
    def has_vouchers(self) -> bool:
        return self._found.has_vouchers

    @property
    def has_offers(self) -> bool:
        """Whether anything may make it cheaper: a voucher in it, or an offer for all."""
        return self._found.has_vouchers or self._found.has_site_offers


class Line(AbstractLine):
    """Oscar's line; whatever an offer takes off is whole đồng, and never more than the line costs."""

    @cached_property
    def picture(self) -> Picture | None:
        """The product's first; of a line that its basket brought it needs no query."""
        image = self.product.images.first()
        return picture(image.original) if image else None

    def discount(self, discount_value, affected_quantity, incl_tax=True, offer=None):
        left = self.line_price_incl_tax - self.discounts.total
        super().discount(min(round_dong(discount_value), left), affected_quantity, incl_tax, offer)


from oscar.apps.basket.models import *  # noqa: E402, F403
