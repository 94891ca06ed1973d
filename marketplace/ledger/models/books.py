"""The books: entries of postings that sum to zero. Rows are only ever added; a correction is a new entry."""

from django.conf import settings
from django.db import models
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from marketplace.history import AppendOnly, AppendOnlyQuerySet


class Account(models.TextChoices):
    """The plan of accounts. Debit is positive: what we have and spend; credit negative: what we owe and earn."""

    BANK = "bank", _("Our bank account")
    STRIPE = "stripe", _("Card money at Stripe")
    CARRIER = "carrier", _("Cash that carriers hold for us")
    CASH_ON_THE_WAY = "cash_on_the_way", _("Cash to be collected with parcels on the way")
    BUYER = "buyer", _("Paid by buyers, not delivered yet")
    REFUND = "refund", _("Owed back to buyers")
    SHOP = "shop", _("Owed to shops")
    PAYOUT = "payout", _("Payouts on their way")
    VAT = "vat", _("VAT withheld, owed to the tax office")
    PIT = "pit", _("Income tax withheld, owed to the tax office")
    UNKNOWN = "unknown", _("Bank movements not yet explained")
    COMMISSION = "commission", _("Commission earned")
    DISCOUNT = "discount", _("Discounts borne by the platform")
    FEES = "fees", _("Fees of banks and card processors")
    OTHER = "other", _("Other income and expense")


class EntryQuerySet(AppendOnlyQuerySet):
    def of_order(self, order):
        return self.filter(order=order)


class Entry(AppendOnly):
    """One event in the books. `key` makes the event count once, however often it is told."""

    class Kind(models.TextChoices):
        MONEY_IN = "money_in", _("Money received")
        CASH_OUT = "cash_out", _("Parcel handed over, cash to be collected")
        CASH_IN = "cash_in", _("Cash collected")
        PARCEL_REFUSED = "parcel_refused", _("Parcel refused at the door")
        SALE = "sale", _("Sale")
        RETURN = "return", _("Return")
        REFUND = "refund", _("Refund decided")
        REFUND_SENT = "refund_sent", _("Refund sent")
        PAYOUT = "payout", _("Payout ordered")
        PAYOUT_PAID = "payout_paid", _("Payout made")
        PAYOUT_FAILED = "payout_failed", _("Payout came back")
        BANK = "bank", _("Bank movement")
        CORRECTION = "correction", _("Correction")

    key = models.CharField(_("key"), max_length=160, unique=True)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices)
    order = models.ForeignKey(
        "order.Order", models.PROTECT, null=True, blank=True, related_name="ledger_entries", verbose_name=_("order")
    )
    at = models.DateTimeField(_("at"), db_index=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by")
    )

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.key


class PostingQuerySet(AppendOnlyQuerySet):
    def balance(self) -> int:
        """The sum, in đồng; 0 without postings."""
        return int(self.aggregate(total=Sum("amount"))["total"] or 0)


class Posting(AppendOnly):
    """One line of an entry: whole đồng, debit positive. Those of an entry sum to zero (a trigger on PostgreSQL)."""

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="postings", verbose_name=_("entry"))
    account = models.CharField(_("account"), max_length=16, choices=Account.choices)
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=0)
    shop = models.ForeignKey(
        "shops.Shop", models.PROTECT, null=True, blank=True, related_name="postings", verbose_name=_("shop")
    )
    order = models.ForeignKey(
        "order.Order", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("order")
    )
    seller_order = models.ForeignKey(
        "seller_orders.SellerOrder",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="postings",
        verbose_name=_("seller order"),
    )
    terms = models.ForeignKey(
        "ledger.SaleTerms", models.PROTECT, null=True, blank=True, related_name="postings", verbose_name=_("terms")
    )

    objects = PostingQuerySet.as_manager()

    class Meta:
        verbose_name = _("posting")
        verbose_name_plural = _("postings")
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["account", "shop"], name="posting_of_shop"),
            models.Index(fields=["account", "order"], name="posting_of_order"),
        ]
        constraints = [
            models.CheckConstraint(condition=~models.Q(amount=0), name="posting_is_not_nothing"),
            models.CheckConstraint(
                condition=~models.Q(account="shop") | models.Q(shop__isnull=False), name="shops_posting_names_the_shop"
            ),
            models.CheckConstraint(
                condition=~models.Q(account="buyer") | models.Q(order__isnull=False),
                name="buyers_posting_names_the_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.amount:+}"

    @property
    def shown_credit(self):
        """A credit as it stands in its column: without a sign."""
        return -self.amount

    @property
    def for_shop(self):
        """What a posting to a shop adds to what she is owed."""
        return -self.amount
