from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ReturnRequest(models.Model):
    """A buyer wants to give something back: the shop answers, and an officer decides where they disagree."""

    class Reason(models.TextChoices):
        DAMAGED = "damaged", _("It arrived broken")
        SPOILED = "spoiled", _("It is spoiled or past its date")
        WRONG = "wrong", _("It is not what I ordered")
        NOT_AS_DESCRIBED = "not_as_described", _("It is not as the page said")
        MISSING = "missing", _("Something is missing")

    class State(models.TextChoices):
        ASKED = "asked", _("Waiting for the shop")
        ACCEPTED = "accepted", _("Accepted by the shop")
        DECLINED = "declined", _("Declined by the shop")
        DISPUTED = "disputed", _("With the Union officer")
        FOR_BUYER = "for_buyer", _("Decided for the buyer")
        FOR_SHOP = "for_shop", _("Decided for the shop")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    OPEN = (State.ASKED, State.DECLINED, State.DISPUTED)

    seller_order = models.ForeignKey(
        "seller_orders.SellerOrder", models.PROTECT, related_name="returns", verbose_name=_("seller order")
    )
    reason = models.CharField(_("reason"), max_length=20, choices=Reason.choices)
    text = models.TextField(_("what is wrong"), max_length=1000)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.ASKED)
    asked_at = models.DateTimeField(_("asked"), auto_now_add=True)
    answer_by = models.DateTimeField(_("shop answers by"))
    answer = models.TextField(_("answer of the shop"), max_length=1000, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    objection = models.TextField(_("objection of the buyer"), max_length=1000, blank=True)
    disputed_at = models.DateTimeField(_("brought to the officer"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    decision = models.TextField(_("grounds of the decision"), max_length=1000, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)

    class Meta:
        verbose_name = _("return")
        verbose_name_plural = _("returns")
        ordering = ["-asked_at", "-pk"]
        indexes = [models.Index(fields=["state", "answer_by"], name="return_waiting")]
        constraints = [
            models.UniqueConstraint(
                fields=["seller_order"],
                condition=Q(state__in=["asked", "declined", "disputed"]),
                name="return_one_open_at_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["for_buyer", "for_shop"]) | (Q(decided_by__isnull=False) & ~Q(decision="")),
                name="return_decision_has_grounds",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seller_order} ({self.get_state_display()})"

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN


class ReturnLine(models.Model):
    """So many pieces of an order line, and what the buyer gets back for them in đồng."""

    request = models.ForeignKey(ReturnRequest, models.CASCADE, related_name="lines", verbose_name=_("return"))
    line = models.ForeignKey("order.Line", models.PROTECT, related_name="return_lines", verbose_name=_("order line"))
    quantity = models.PositiveIntegerField(_("pieces"))
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=0)

    class Meta:
        verbose_name = _("line of a return")
        verbose_name_plural = _("lines of returns")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["request", "line"], name="return_line_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0, amount__gte=0), name="return_line_of_something"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.line_id}"


class ReturnPicture(models.Model):
    """What is wrong, as the buyer has photographed it; shown to her, the shop and the officer only."""

    request = models.ForeignKey(ReturnRequest, models.CASCADE, related_name="pictures", verbose_name=_("return"))
    name = models.CharField(_("file"), max_length=200)

    class Meta:
        verbose_name = _("picture of a return")
        verbose_name_plural = _("pictures of returns")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name
