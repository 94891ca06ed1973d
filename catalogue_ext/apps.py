from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CatalogueExtConfig(AppConfig):
    name = "catalogue_ext"
    verbose_name = _("Listings")

    def ready(self) -> None:
        from catalogue_ext import receivers  # noqa: F401
