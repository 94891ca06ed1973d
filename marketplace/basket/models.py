from django.db.models import prefetch_related_objects
from oscar.apps.basket.abstract_models import AbstractBasket, AbstractLine

from marketplace.money import round_dong


class Basket(AbstractBasket):
    """Oscar's basket; its lines come with listings and shops, so that a page takes a fixed number of queries."""

    def all_lines(self):
        if self.id and self._lines is None:
            self._lines = (
                self.lines.select_related(
                    "product__listing__shop__partner",
                    "product__listing__shop__commune__province",
                    "product__product_class",
                    "stockrecord",
                )
                .prefetch_related("product__images")
                .order_by("pk")
            )
            prefetch_related_objects([self], "vouchers")  # Oscar's offers ask for them, and the page shows them
        return super().all_lines()

    @property
    def is_empty(self) -> bool:
        """Oscar counts in the database, twice a request, and loads the same lines just after."""
        return self.id is None or not len(self.all_lines())


class Line(AbstractLine):
    """Oscar's line; whatever an offer takes off is whole đồng, and never more than the line costs."""

    def discount(self, discount_value, affected_quantity, incl_tax=True, offer=None):
        left = self.line_price_incl_tax - self.discounts.total
        super().discount(min(round_dong(discount_value), left), affected_quantity, incl_tax, offer)


from oscar.apps.basket.models import *  # noqa: E402, F403
