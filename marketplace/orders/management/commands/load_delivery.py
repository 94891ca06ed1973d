from django.core.management.base import BaseCommand

from marketplace.orders.loading import load_delivery_tables


class Command(BaseCommand):
    help = "Add the usual carriers and the platform's delivery prices. What is there already stays as it is."

    def handle(self, *args, **options) -> None:
        carriers, rates = load_delivery_tables()
        self.stdout.write(f"{carriers} new carriers, {rates} new delivery prices.")
