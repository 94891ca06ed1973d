from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ListingSearchConfig(AppConfig):
    """The search room as an app of its own (Oscar's search app has the label `search`)."""

    name = "catalogue_ext.search"
    label = "listing_search"
    verbose_name = _("Search")

    def ready(self) -> None:
        from catalogue_ext.search import receivers  # noqa: F401
