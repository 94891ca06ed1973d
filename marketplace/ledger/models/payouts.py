from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marketplace.history import AppendOnly
from marketplace.money import dong
from marketplace.shops.banks import bank_name, masked
from marketplace.vault import SealedTextField


class PayoutRun(models.Model):
    """One look at what is due to all shops; its payouts go to the bank in one file."""

    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by")
    )

    class Meta:
        verbose_name = _("payout run")
        verbose_name_plural = _("payout runs")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"#{self.pk}"


class Payout(models.Model):
    """Money sent to a shop for postings that no other payout has. `reference` is what the bank transfer carries.

    The account is what it was when the payout was ordered; its number is sealed at rest.
    """

    class State(models.TextChoices):
        ORDERED = "ordered", _("To be transferred")
        PAID = "paid", _("Paid")
        FAILED = "failed", _("Came back")

    run = models.ForeignKey(PayoutRun, models.PROTECT, related_name="payouts", verbose_name=_("payout run"))
    shop = models.ForeignKey("shops.Shop", models.PROTECT, related_name="payouts", verbose_name=_("shop"))
    amount = dong(_("amount"))
    bank_bin = models.CharField(_("bank"), max_length=6)
    account_number = SealedTextField(_("account number"))
    account_holder = models.CharField(_("account holder"), max_length=150)
    reference = models.CharField(_("reference"), max_length=12, unique=True)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.ORDERED)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    closed_at = models.DateTimeField(_("paid or came back"), null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    bank_reference = models.CharField(_("bank's reference"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("payout")
        verbose_name_plural = _("payouts")
        ordering = ["-pk"]
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="payout_is_positive")]

    def __str__(self) -> str:
        return self.reference

    @property
    def bank_name(self) -> str:
        return bank_name(self.bank_bin)

    @property
    def masked_number(self) -> str:
        return masked(self.account_number)


class PayoutItem(models.Model):
    """A posting that a payout settles. One posting is settled once; when a payout came back, its items are released."""

    payout = models.ForeignKey(Payout, models.PROTECT, related_name="items", verbose_name=_("payout"))
    posting = models.ForeignKey(
        "ledger.Posting", models.PROTECT, related_name="payout_items", verbose_name=_("posting")
    )
    released = models.BooleanField(_("released"), default=False)

    class Meta:
        verbose_name = _("settled posting")
        verbose_name_plural = _("settled postings")
        constraints = [
            models.UniqueConstraint(fields=["posting"], condition=Q(released=False), name="posting_is_paid_once")
        ]

    def __str__(self) -> str:
        return f"{self.payout_id} {self.posting_id}"


class AccountAccess(AppendOnly):
    """Who was shown the whole number of a bank account, and for what: a run's file, a payout, a refund."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    subject = models.CharField(_("for"), max_length=140)
    at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        verbose_name = _("look at an account number")
        verbose_name_plural = _("looks at account numbers")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.subject} {self.at:%d/%m/%Y %H:%M}"
