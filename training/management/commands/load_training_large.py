from django.core.management.base import BaseCommand, CommandError

from training.demo import large


class Command(BaseCommand):
    help = "A large set of classes for benchmarks, beside the demo's (seeded). Running it again changes nothing."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--communes", type=int, default=47)
        parser.add_argument(
            "--within",
            default="province__code=37",
            metavar="LOOKUP=VALUE",
            help="which places are taken, by their code",
        )
        parser.add_argument("--classes", type=int, default=300)
        parser.add_argument("--learners", type=int, default=12_000)
        parser.add_argument("--marks", type=int, default=90_000, help="about how many")

    def handle(self, *args, **options) -> None:
        sizes = {name: options[name] for name in ("communes", "classes", "learners", "marks")}
        try:
            made = large.load(**sizes, within=dict([options["within"].split("=")]))
        except ValueError as error:
            raise CommandError(str(error)) from error
        self.stdout.write("{classes} classes, {learners} learners, {marks} marks.".format(**made))
