from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrdersConfig(AppConfig):
    name = "marketplace.orders"
    label = "seller_orders"
    verbose_name = _("Seller orders")

    def ready(self) -> None:
        from marketplace.orders import receivers  # noqa: F401
