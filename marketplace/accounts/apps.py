from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig as DjangoAdminConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "marketplace.accounts"
    label = "accounts"
    verbose_name = _("People")


class AdminConfig(DjangoAdminConfig):
    """Django's admin, where people of Oscar's models are searched by phone: they have no user names here."""

    def ready(self) -> None:
        super().ready()
        from django.contrib.admin import site

        for one in site._registry.values():
            one.search_fields = [name.replace("__username", "__phone") for name in one.search_fields]
