from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssessmentConfig(AppConfig):
    name = "training.assessment"
    label = "training_assessment"
    verbose_name = _("Training: assessment")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from training.assessment import receivers  # noqa: F401
