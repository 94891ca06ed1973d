"""What a shop says to the reviews of its products, and how many came to look."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


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
