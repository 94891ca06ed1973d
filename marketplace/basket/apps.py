from django.urls import path
from oscar.apps.basket import apps


class BasketConfig(apps.BasketConfig):
    name = "marketplace.basket"

    def ready(self) -> None:
        super().ready()
        from marketplace.basket import views

        self.summary_view = views.BasketView
        self.add_view = views.AddView
        self.line_view = views.LineView
        self.saved_line_view = views.SavedLineView
        self.add_voucher_view = views.VoucherView

    def get_urls(self):
        return self.post_process_urls(
            [
                path("", self.summary_view.as_view(), name="summary"),
                path("add/<int:pk>/", self.add_view.as_view(), name="add"),
                path("lines/<int:pk>/", self.line_view.as_view(), name="line"),
                path("saved/<int:pk>/", self.saved_line_view.as_view(), name="saved-line"),
                path("vouchers/add/", self.add_voucher_view.as_view(), name="vouchers-add"),
                path("vouchers/<int:pk>/remove/", self.remove_voucher_view.as_view(), name="vouchers-remove"),
            ]
        )
