from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig as DjangoAdminConfig
from django.utils.functional import lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "marketplace.accounts"
    label = "accounts"
    verbose_name = _("People")


class AdminConfig(DjangoAdminConfig):
    """Django's admin, mended where Oscar takes for granted what is not so here."""

    def ready(self) -> None:
        super().ready()
        from django.contrib.admin import site

        for model, one in site._registry.items():
            # People have no user names.
            one.search_fields = [name.replace("__username", "__phone") for name in one.search_fields]
            if "verbose_name_plural" not in model._meta.original_attrs:
                model._meta.verbose_name_plural = plural(model._meta.verbose_name)


def _plural(name) -> str:
    return str(name) if get_language() == "vi" else f"{name}s"


plural = lazy(_plural, str)  # Django puts an “s” to names without a plural of their own; Vietnamese has none
