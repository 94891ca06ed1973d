from django.core.management.base import BaseCommand, CommandError

from catalogue_ext.models import Listing
from catalogue_ext.search import checking
from catalogue_ext.search.engines.base import EngineDown
from catalogue_ext.search.rebuilding import AlreadyRunning, rebuild
from catalogue_ext.search.state import search_state
from marketplace.progress import Progress


class Command(BaseCommand):
    help = "The search's indices: make them anew, say how they are, compare them with the database."

    def add_arguments(self, parser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        acts.add_parser("rebuild", help="make them anew beside the old ones, which answer until the end")
        acts.add_parser("status", help="which engine answers, how much it knows, what waits")
        check = acts.add_parser("check", help="compare with the database and mend; exit code 1 when there was drift")
        check.add_argument("--sample", type=int, default=1000, help="how many documents to compare whole (1000)")
        check.add_argument("--all", action="store_true", help="compare all of them whole")
        check.add_argument("--dry-run", action="store_true", help="mend nothing")

    def handle(self, *args, **options) -> None:
        try:
            getattr(self, f"_{options['act']}")(options)
        except EngineDown as error:
            raise CommandError(f"Elasticsearch: {error}") from error
        except AlreadyRunning as error:
            raise CommandError("Another rebuild is under way.") from error

    def _rebuild(self, options) -> None:
        progress = Progress(self.stdout, "Listings", Listing.objects.count())
        rebuild(progress.step)

    def _status(self, options) -> None:
        state = search_state()
        self.stdout.write(f"engine    {state.engine}")
        if state.trouble:
            self.stdout.write(self.style.WARNING(f"trouble   {state.trouble}"))
        if state.index:
            self.stdout.write(f"index     {state.index}, {state.num_indexed} documents")
        self.stdout.write(f"database  {state.num_entries} entries, {state.num_on_sale} of them on sale")
        self.stdout.write(f"waiting   {state.num_waiting} changes, the oldest for {state.waiting_seconds:.0f} s")

    def _check(self, options) -> None:
        drifts = checking.check(None if options["all"] else options["sample"])
        for drift in drifts:
            found = ", ".join(
                f"{len(ids)} {name}"
                for name, ids in (
                    ("missing", drift.missing),
                    ("too many", drift.surplus),
                    ("different", drift.different),
                )
            )
            self.stdout.write(f"{drift.index}: {drift.listings} listings; {found}")
        if not any(drifts):
            return
        if not options["dry_run"]:
            checking.repair(drifts)
        raise CommandError("There was drift." if options["dry_run"] else "There was drift; it is mended.")
