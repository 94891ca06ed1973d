from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class LedgerConfig(AppConfig):
    name = "marketplace.ledger"
    label = "ledger"
    verbose_name = _("Ledger")

    def ready(self) -> None:
        from marketplace.ledger import receivers
        from marketplace.ledger.rates import load_first_rates

        receivers.connect()
        post_migrate.connect(load_first_rates, sender=self, dispatch_uid="ledger-first-rates")
