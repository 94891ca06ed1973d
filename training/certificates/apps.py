from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CertificatesConfig(AppConfig):
    name = "training.certificates"
    label = "training_certificates"
    verbose_name = _("Training: certificates")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from training.certificates import receivers  # noqa: F401
