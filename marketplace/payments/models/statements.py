"""What the bank says: its statements, how their columns are called, and what became of each line."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from marketplace.money import dong


class BankLayout(models.Model):
    """How one bank names the columns of its statements; told once. Empty: the bank has no such column.

    The amount stands in one column with a sign (`amount`), or in two (`amount_in`, `amount_out`).
    """

    bank = models.CharField(_("bank"), max_length=60, unique=True)
    date = models.CharField(_("date"), max_length=120)
    description = models.CharField(_("description"), max_length=120)
    amount = models.CharField(_("amount with sign"), max_length=120, blank=True)
    amount_in = models.CharField(_("money in"), max_length=120, blank=True)
    amount_out = models.CharField(_("money out"), max_length=120, blank=True)
    reference = models.CharField(_("bank's reference"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("statement layout")
        verbose_name_plural = _("statement layouts")
        ordering = ["bank"]

    def __str__(self) -> str:
        return self.bank


class StatementUpload(models.Model):
    """A statement as it was uploaded: its cells as text, kept until (and after) its columns are understood."""

    bank = models.CharField(_("bank"), max_length=60)
    file_name = models.CharField(_("file"), max_length=200)
    cells = models.JSONField(_("cells"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"), auto_now_add=True)
    new_lines = models.PositiveIntegerField(_("new lines"), null=True, blank=True)
    known_lines = models.PositiveIntegerField(_("lines known already"), null=True, blank=True)

    class Meta:
        verbose_name = _("uploaded statement")
        verbose_name_plural = _("uploaded statements")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.file_name


class BankLine(models.Model):
    """One movement on our account: money in is positive. By `row_hash` it counts once, in however many files it is."""

    class Outcome(models.TextChoices):
        PAID = "paid", _("Pays an order")
        TOO_LITTLE = "too_little", _("Too little")
        TOO_MUCH = "too_much", _("Too much")
        TOO_LATE = "too_late", _("For an order that does not wait for it")
        UNKNOWN = "unknown", _("Not recognised")
        REFUND = "refund", _("Refund sent")
        PAYOUT = "payout", _("Payout made")
        PAYOUT_BACK = "payout_back", _("Payout came back")
        SETTLED = "settled", _("Explained by finance staff")

    class Nature(models.TextChoices):
        """What a line that belongs to no order is."""

        CARRIER = "carrier", _("Cash from a carrier")
        STRIPE = "stripe", _("Card money from Stripe")
        FEES = "fees", _("Fees of the bank")
        VAT = "vat", _("Withheld VAT paid to the tax office")
        PIT = "pit", _("Withheld income tax paid to the tax office")
        OTHER = "other", _("Something else")

    upload = models.ForeignKey(StatementUpload, models.PROTECT, related_name="lines", verbose_name=_("statement"))
    row_hash = models.CharField(max_length=64, unique=True, editable=False)
    booked_on = models.DateField(_("date"))
    amount = dong(_("amount"))
    description = models.CharField(_("description"), max_length=500, blank=True)
    bank_reference = models.CharField(_("bank's reference"), max_length=60, blank=True)
    outcome = models.CharField(_("what became of it"), max_length=12, choices=Outcome.choices, default=Outcome.UNKNOWN)
    nature = models.CharField(_("what it was"), max_length=10, choices=Nature.choices, blank=True)
    payment = models.ForeignKey(
        "payments.Payment",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="bank_lines",
        verbose_name=_("payment"),
    )
    note = models.CharField(_("note"), max_length=200, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)

    class Meta:
        verbose_name = _("bank line")
        verbose_name_plural = _("bank lines")
        ordering = ["-booked_on", "-pk"]
        indexes = [models.Index(fields=["outcome", "-booked_on"], name="bank_line_outcome")]
        constraints = [models.CheckConstraint(condition=~models.Q(amount=0), name="bank_line_moves_money")]

    def __str__(self) -> str:
        return f"{self.booked_on} {self.amount:+}"
