"""Ways to pay, one class each; cards and bank transfer join them here."""

from abc import ABC
from datetime import timedelta

from django.utils.translation import gettext_lazy as _
from oscar.core.loading import get_model

from marketplace.payments.services import start_payment

SourceType = get_model("payment", "SourceType")
Source = get_model("payment", "Source")


class PaymentMethod(ABC):
    """A way to pay: its code in forms and rows, what the buyer reads, and what it records of a placed order.

    `hold` is how long goods stay reserved for a payment that has not come; None where it does not come beforehand.
    """

    code: str
    name: str
    description: str
    is_paid_on_delivery = False
    hold: timedelta | None = None

    def is_offered(self, basket) -> bool:
        """Whether buyers may choose it for `basket`; a method without its keys is not offered."""
        return True

    def record(self, order) -> None:
        """Write down, in the transaction of the placement, how `order` is to be paid."""
        start_payment(order, self)
        source_type, __ = SourceType.objects.get_or_create(code=self.code, defaults={"name": self.code})
        Source.objects.create(
            order=order, source_type=source_type, currency=order.currency, amount_allocated=order.total_incl_tax
        )


class CashOnDelivery(PaymentMethod):
    """The buyer pays the carrier when the parcel is in her hands."""

    code = "cod"
    name = _("Cash on delivery")
    description = _("Pay the carrier when you receive your parcel.")
    is_paid_on_delivery = True


METHODS: tuple[PaymentMethod, ...] = (CashOnDelivery(),)


def offered_methods(basket) -> list[PaymentMethod]:
    return [method for method in METHODS if method.is_offered(basket)]


def method_of(code: str) -> PaymentMethod:
    """The method with this code.

    Raises:
        KeyError: when there is none.
    """
    return {method.code: method for method in METHODS}[code]
