from django.db import models
from django.utils.translation import gettext_lazy as _


class StripeEvent(models.Model):
    """A signed message of Stripe's, kept so that one which comes twice acts once."""

    event_id = models.CharField(_("event"), max_length=80, unique=True)
    type = models.CharField(_("kind"), max_length=80)
    received_at = models.DateTimeField(_("received"), auto_now_add=True)

    class Meta:
        verbose_name = _("Stripe event")
        verbose_name_plural = _("Stripe events")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.type} {self.event_id}"
