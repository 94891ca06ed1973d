"""What buyers owe and pay, what came in, and what goes back. Amounts are whole đồng."""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from marketplace.money import dong
from marketplace.vault import SealedTextField


class PaymentQuerySet(models.QuerySet):
    def overdue(self, now=None):
        """Those that wait for money longer than the reservation of their goods lasts."""
        return self.filter(state=Payment.State.OPEN, expires_at__lte=now or timezone.now())


class Payment(models.Model):
    """How one order is paid. `amount` is what is owed; `received` and `refunded` repeat its receipts and refunds.

    Cash on delivery is owed by parcel: the order may be fulfilled from the start, each parcel's cash is a receipt.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Waiting for payment")
        ON_DELIVERY = "on_delivery", _("Paid on delivery")
        PAID = "paid", _("Paid")
        EXPIRED = "expired", _("Not paid in time")
        CANCELLED = "cancelled", _("Nothing is owed")

    order = models.OneToOneField("order.Order", models.PROTECT, related_name="payment", verbose_name=_("order"))
    method = models.CharField(_("payment method"), max_length=20)
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.OPEN)
    amount = dong(_("amount"))
    received = dong(_("received"), default=0)
    refunded = dong(_("given back"), default=0)
    reference = models.CharField(_("reference"), max_length=12, unique=True)
    external_id = models.CharField(_("number at the card processor"), max_length=80, null=True, blank=True, unique=True)
    expires_at = models.DateTimeField(_("to be paid until"), null=True, blank=True)
    paid_at = models.DateTimeField(_("paid"), null=True, blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    objects = PaymentQuerySet.as_manager()

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["state", "expires_at"], name="payment_overdue")]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gte=0, received__gte=0, refunded__gte=0), name="payment_not_negative"
            ),
            models.CheckConstraint(condition=Q(refunded__lte=F("received")), name="refund_never_above_what_was_paid"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def lets_fulfil(self) -> bool:
        """Whether shops may send the goods."""
        return self.state in (self.State.PAID, self.State.ON_DELIVERY)

    @property
    def missing(self):
        """What is still to come; negative when too much came."""
        return self.amount - (self.received - self.refunded)

    @property
    def excess(self):
        """What lies here beyond what is owed: too much was paid, or it came when nothing was owed any more."""
        return max(Decimal(0), -self.missing)

    @property
    def refundable(self):
        """What can still be given back."""
        return self.received - self.refunded


class Receipt(models.Model):
    """Money that came in for a payment. One `event_id` counts once; `source` says with whom the money lies."""

    class Source(models.TextChoices):
        BANK = "bank", _("our bank account")
        STRIPE = "stripe", _("Stripe")
        CARRIER = "carrier", _("the carrier")
        SHOP = "shop", _("the shop")

    payment = models.ForeignKey(Payment, models.PROTECT, related_name="receipts", verbose_name=_("payment"))
    amount = dong(_("amount"))
    source = models.CharField(_("lies with"), max_length=10, choices=Source.choices)
    event_id = models.CharField(_("event"), max_length=120, unique=True)
    part = models.CharField(_("seller order"), max_length=32, blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="receipt_is_positive")]

    def __str__(self) -> str:
        return self.event_id


class Refund(models.Model):
    """Money owed back to a buyer (`amount`) and, where she had not paid yet, no longer asked of her (`waived`).

    `key` makes one decision count once. It goes back the way it came: to the card, or to a bank account (cash as well).
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("To be sent")
        SENT = "sent", _("Sent")
        WAIVED = "waived", _("Was not paid, is not asked for")

    payment = models.ForeignKey(Payment, models.PROTECT, related_name="refunds", verbose_name=_("payment"))
    amount = dong(_("amount"))
    waived = dong(_("no longer asked for"), default=0)
    key = models.CharField(_("key"), max_length=120, unique=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING)
    attempt = models.PositiveSmallIntegerField(_("attempt"), default=1)
    external_id = models.CharField(_("number at the card processor"), max_length=80, blank=True)
    bank_bin = models.CharField(_("bank"), max_length=6, blank=True)
    account_number = SealedTextField(_("account number"), blank=True)
    account_holder = models.CharField(_("account holder"), max_length=100, blank=True)
    bank_reference = models.CharField(_("bank's reference"), max_length=60, blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)

    class Meta:
        verbose_name = _("refund")
        verbose_name_plural = _("refunds")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gte=0, waived__gte=0), name="refund_not_negative"),
            models.CheckConstraint(
                condition=Q(amount__gt=0) | Q(state="waived"), name="refund_without_money_is_waived"
            ),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def goes_to_card(self) -> bool:
        """To the card it came from; when the card's bank has turned it down, finance staff transfer it."""
        return self.payment.method == "card" and self.attempt == 1


class RefundLine(models.Model):
    """Which order line a refund is for, and how many pieces came back (0: only money)."""

    refund = models.ForeignKey(Refund, models.CASCADE, related_name="lines", verbose_name=_("refund"))
    line = models.ForeignKey("order.Line", models.PROTECT, related_name="refund_lines", verbose_name=_("order line"))
    quantity = models.PositiveIntegerField(_("pieces"), default=0)
    amount = dong(_("amount"))

    class Meta:
        verbose_name = _("refunded line")
        verbose_name_plural = _("refunded lines")
        constraints = [
            models.UniqueConstraint(fields=["refund", "line"], name="refund_line_once"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="refund_line_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.line} {self.amount}"
