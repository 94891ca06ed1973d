from oscar.apps.catalogue import apps


class CatalogueConfig(apps.CatalogueConfig):
    """Oscar's catalogue with our pages at its URLs."""

    def ready(self) -> None:
        super().ready()
        from marketplace.storefront import views

        self.catalogue_view = views.CatalogueView
        self.category_view = views.CategoryView
        self.detail_view = views.ProductView
