from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class OfficerCount(models.Model):
    """How many officers of the Union a commune has in a year: all of them are to be trained each year."""

    place = models.ForeignKey(
        settings.TRAINING_PLACE_MODEL, models.CASCADE, related_name="+", verbose_name=_("commune or ward")
    )
    year = models.PositiveSmallIntegerField(_("year"))
    number = models.PositiveIntegerField(_("officers"))

    class Meta:
        verbose_name = _("number of officers")
        verbose_name_plural = _("numbers of officers")
        ordering = ["-year", "place"]
        constraints = [models.UniqueConstraint(fields=["place", "year"], name="officers_counted_once_a_year")]

    def __str__(self) -> str:
        return f"{self.place} {self.year}: {self.number}"
