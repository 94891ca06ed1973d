from oscar.apps.partner import apps


class PartnerConfig(apps.PartnerConfig):
    name = "marketplace.partner"

    def ready(self) -> None:
        from oscar.apps.partner import receivers  # noqa: F401
