"""Load the administrative units that the project carries."""

from django.core.management.base import BaseCommand, CommandError

from marketplace.places.loading import load_units


class Command(BaseCommand):
    help = "Load provinces, communes and former communes; safe to run again, never deletes."

    def add_arguments(self, parser):
        parser.add_argument("--province", metavar="CODE", help="only this province, by its two digits (37: Ninh Bình)")

    def handle(self, *, province, verbosity, **options):
        def say(line: str) -> None:
            if verbosity:
                self.stdout.write(line)

        try:
            results = load_units(province, say=say)
        except LookupError:
            raise CommandError(f"No province {province} in the file.") from None
        for result in results:
            unchanged = result.total - result.new - result.changed
            say(f"{result.kind}: {result.new} new, {result.changed} changed, {unchanged} as before")
            for row in result.vanished:
                self.stderr.write(f"{result.kind}: {row} is no longer in the file; kept")
