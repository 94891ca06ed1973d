from django.apps import AppConfig


class DemoConfig(AppConfig):
    """The demo's data and the commands that load it."""

    name = "marketplace.demo"
    label = "demo"
