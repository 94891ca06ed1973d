"""The shop: an Oscar store for the cooperatives of the Women's Union of Ninh Bình."""

from marketplace.celery import app as celery_app

__all__ = ["celery_app"]
