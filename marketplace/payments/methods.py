"""Ways to pay, one class each."""

from abc import ABC
from datetime import timedelta
from typing import Self

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from oscar.core.loading import get_model

from marketplace.payments import stripe_gateway
from marketplace.payments.services import start_payment

SourceType = get_model("payment", "SourceType")
Source = get_model("payment", "Source")


class Unavailable(Exception):
    """This way to pay does not work at the moment; nothing was ordered. The message is for the buyer."""


class PaymentMethod(ABC):
    """A way to pay: its code in forms and rows, what the buyer reads, and what it records of a placed order.

    `hold` is how long goods stay reserved for a payment that has not come; None where it does not come beforehand.
    `external_id` is the number under which a processor knows the payment.
    """

    code: str
    name: str
    description: str
    is_paid_on_delivery = False
    hold: timedelta | None = None
    external_id: str | None = None

    def is_offered(self, basket) -> bool:
        """Whether buyers may choose it for `basket`; a method without its keys is not offered."""
        return True

    def prepare(self, key: str, amount) -> Self:
        """What must be arranged before anything is ordered: `amount` đồng, once for each `key`. Return what to pay by.

        Raises:
            Unavailable: when it cannot be arranged.
        """
        return self

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


class BankTransfer(PaymentMethod):
    """The buyer scans a VietQR code with her banking app; the bank's statement tells us that the money came."""

    code = "bank"
    name = _("Bank transfer by QR code")
    description = _("Scan the code with your banking app; amount and reference are filled in.")

    @property
    def hold(self) -> timedelta:
        return timedelta(hours=settings.BANK_TRANSFER_HOLD_HOURS)

    def is_offered(self, basket) -> bool:
        return bool(settings.BANK_BIN and settings.BANK_ACCOUNT)


class Card(PaymentMethod):
    """The buyer pays by card on our page with Stripe's fields; her card's number never reaches us."""

    code = "card"
    name = _("Card")
    description = _("Visa, Mastercard, JCB; your bank may ask you to confirm.")

    def __init__(self, external_id: str | None = None):
        self.external_id = external_id

    @property
    def hold(self) -> timedelta:
        return timedelta(minutes=settings.CARD_HOLD_MINUTES)

    def is_offered(self, basket) -> bool:
        return stripe_gateway.is_configured()

    def prepare(self, key: str, amount) -> "Card":
        try:
            return Card(stripe_gateway.create_intent(int(amount), key))
        except stripe_gateway.GatewayError as error:
            raise Unavailable(
                _("Paying by card does not work at the moment. Please choose another way to pay.")
            ) from error


METHODS: tuple[PaymentMethod, ...] = (CashOnDelivery(), BankTransfer(), Card())


def offered_methods(basket) -> list[PaymentMethod]:
    return [method for method in METHODS if method.is_offered(basket)]


def method_of(code: str) -> PaymentMethod:
    """The method with this code.

    Raises:
        KeyError: when there is none.
    """
    return {method.code: method for method in METHODS}[code]
