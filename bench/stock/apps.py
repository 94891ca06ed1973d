from django.apps import AppConfig, apps
from django.conf import settings


class StockConfig(AppConfig):
    """The command that copies our catalogue, and the variant whose lists come straight from SQL."""

    name = "stock"

    def ready(self) -> None:
        if settings.LISTS == "sql":
            from stock import sql_lists

            catalogue, search = apps.get_app_config("catalogue"), apps.get_app_config("search")
            catalogue.catalogue_view = sql_lists.CatalogueView
            catalogue.category_view = sql_lists.CategoryView
            search.search_view = sql_lists.SearchView
