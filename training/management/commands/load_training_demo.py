from pathlib import Path

from django.core.management import call_command
from django.core.management.base import BaseCommand

from training import conf
from training.demo import assessments, small


class Command(BaseCommand):
    help = "Courses, classes, learners, attendance and assessment for the demo. Running it again changes nothing."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--trainers", nargs=2, required=True, metavar="PHONE", help="accounts of two trainers")
        parser.add_argument(
            "--officers", nargs="*", default=[], metavar="PHONE:CODE", help="accounts of officers and their communes"
        )
        parser.add_argument("--managers", nargs="*", default=[], metavar="PHONE", help="accounts of managers")
        parser.add_argument("--auditors", nargs="*", default=[], metavar="PHONE", help="accounts of who only reads")
        parser.add_argument("--pictures", type=Path, metavar="FOLDER", help="where the pictures of lessons are")

    def handle(self, *args, **options) -> None:
        staff = small.Staff(
            trainers=options["trainers"],
            officers=dict(pair.split(":") for pair in options["officers"]),
            managers=options["managers"],
            auditors=options["auditors"],
        )
        counts = small.load(staff, options["pictures"])
        can_sign = bool(conf.get("TRAINING_SIGNING_FILE"))
        if can_sign:
            call_command("make_signing_key", stdout=self.stdout)
        counts["certificates"] = assessments.load(certify=can_sign)
        self.stdout.write("{classes} classes, {learners} learners, {certificates} certificates.".format(**counts))
