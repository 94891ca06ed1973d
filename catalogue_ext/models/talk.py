"""What buyers and shops say to each other under a product, and how many came to look."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Question(models.Model):
    """A buyer's question about a product; shown to everyone once the shop has answered."""

    listing = models.ForeignKey(
        "catalogue_ext.Listing", models.CASCADE, related_name="questions", verbose_name=_("listing")
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="questions", verbose_name=_("asked by")
    )
    text = models.CharField(_("question"), max_length=500)
    asked_at = models.DateTimeField(_("asked"), auto_now_add=True)
    answer = models.CharField(_("answer"), max_length=1000, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("answered by"),
    )
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["listing", "asked_by", "text"], name="question_asked_once"),
        ]

    def __str__(self) -> str:
        return self.text


class ReviewReply(models.Model):
    """What the shop says to a buyer's review, shown below it."""

    review = models.OneToOneField(
        "reviews.ProductReview", models.CASCADE, related_name="reply", verbose_name=_("review")
    )
    text = models.CharField(_("reply"), max_length=1000)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"), auto_now=True)

    class Meta:
        verbose_name = _("reply to a review")
        verbose_name_plural = _("replies to reviews")

    def __str__(self) -> str:
        return self.text


class ListingVisits(models.Model):
    """How often buyers opened a product's page on one day."""

    listing = models.ForeignKey(
        "catalogue_ext.Listing", models.CASCADE, related_name="visits", verbose_name=_("listing")
    )
    day = models.DateField(_("day"))
    number = models.PositiveIntegerField(_("visits"), default=0)

    class Meta:
        verbose_name = _("visits of a listing")
        verbose_name_plural = _("visits of listings")
        constraints = [models.UniqueConstraint(fields=["listing", "day"], name="visits_once_a_day")]

    def __str__(self) -> str:
        return f"{self.listing_id}, {self.day}: {self.number}"
