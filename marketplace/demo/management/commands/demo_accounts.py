import json

from django.core.management.base import BaseCommand

from marketplace.demo.people import demo_accounts


class Command(BaseCommand):
    help = "The accounts of the demo: role, login, password and where each begins."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--json", action="store_true", help="as JSON, for scripts")

    def handle(self, *args, **options) -> None:
        accounts = demo_accounts()
        if options["json"]:
            self.stdout.write(json.dumps(accounts, ensure_ascii=False, indent=2))
            return
        for account in accounts:
            self.stdout.write("{role:10} {login:28} {password:24} {home}".format(**account))
