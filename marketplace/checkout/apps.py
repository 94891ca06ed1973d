from django.urls import path
from oscar.apps.checkout import apps


class CheckoutConfig(apps.CheckoutConfig):
    """One page, guests welcome."""

    def ready(self) -> None:
        from marketplace.checkout import views

        self.index_view = views.CheckoutView
        self.summary_view = views.SummaryView

    def get_urls(self):
        return self.post_process_urls(
            [
                path("", self.index_view.as_view(), name="index"),
                path("summary/", self.summary_view.as_view(), name="summary"),
            ]
        )
