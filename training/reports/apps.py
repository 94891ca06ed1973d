from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "training.reports"
    label = "training_reports"
    verbose_name = _("Training: reports")
    default_auto_field = "django.db.models.BigAutoField"
