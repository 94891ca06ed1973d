from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from training import conf
from training.certificates.signing import make_test_key


class Command(BaseCommand):
    help = "Make the key that signs certificates (TRAINING_SIGNING_FILE), self-signed: to try out, not for production."

    def handle(self, *args, **options):
        if not conf.get("TRAINING_SIGNING_FILE"):
            raise CommandError("Set TRAINING_SIGNING_FILE first.")
        path = Path(conf.get("TRAINING_SIGNING_FILE"))
        if path.exists():
            self.stdout.write(f"{path} is there already; nothing was changed.")
            return
        make_test_key(path, conf.get("TRAINING_SIGNING_PASSWORD"), conf.get("TRAINING_OPERATOR") or "Training")
        self.stdout.write(f"Made {path}.")
