from oscar.apps.search import apps


class SearchConfig(apps.SearchConfig):
    """Oscar's search URL, answered by `catalogue_ext.search`."""

    def ready(self) -> None:
        from marketplace.search import views

        self.search_view = views.SearchView

    def get_urls(self):
        from django.urls import path

        from marketplace.search import views

        more = [path("suggest/", views.suggest, name="suggest"), path("clicked/", views.clicked, name="clicked")]
        return [*super().get_urls(), *self.post_process_urls(more)]
