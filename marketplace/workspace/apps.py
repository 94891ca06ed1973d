from django.apps import AppConfig


class WorkspaceConfig(AppConfig):
    """The desk of a shop, under /seller/."""

    name = "marketplace.workspace"
    label = "workspace"
