#!/usr/bin/env python3
"""How long a thousand certificates take, and each report over 300 classes, 12,000 learners and 90,000 marks.

    eval "$(.ci/stack env)"
    .venv/bin/python bench/training/measure.py

Certificates are made by the jobs of a Celery with two processes, from the press of the button to the last one. Pages
are asked for by a client within the process, as a manager who sees everything: the whole server time, with templates.
"""

import argparse
import datetime
import itertools
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

BENCH = Path(__file__).parents[1]
sys.path[:0] = [str(BENCH), str(BENCH.parent)]

from servers import OURS, OURS_PYTHON, database_url, environment, manage, required, say, state  # noqa: E402

SET = "training"
REDIS_NUMBER = 10
PROCESSES = 2
TIMES = 5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--certificates", type=int, default=1000, help="how many; 0: pages only")
    parser.add_argument("--inside", choices=["certificates", "pages"], help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        inside(options)
        return
    prepare()
    if options.certificates:
        make_certificates(options.certificates)
    manage(OURS, SET, "collectstatic", "--noinput", "--verbosity=0", **env())
    subprocess.run([sys.executable, __file__, "--inside=pages"], cwd=BENCH, env=env(), check=True)


def make_certificates(number: int) -> None:
    worker = [str(OURS_PYTHON), "-m", "celery", "-A", "marketplace", "worker", f"-c{PROCESSES}", "-lERROR"]
    process = subprocess.Popen(worker, cwd=BENCH, env=env())
    try:
        command = [sys.executable, __file__, f"--certificates={number}", "--inside=certificates"]
        subprocess.run(command, cwd=BENCH, env=env(), check=True)
    finally:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        process.terminate()
        process.wait(timeout=60)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    worked = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    say(f"processor time of the two workers, their start and the notices included: {worked:.1f} s\n")


def env() -> dict[str, str]:
    private = state(SET) / "private"
    return environment(OURS, SET) | {
        "REDIS_URL": urlsplit(required("REDIS_URL"))._replace(path=f"/{REDIS_NUMBER}").geturl(),
        "TRAINING_PRIVATE_ROOT": str(private),
        "TRAINING_SIGNING_FILE": str(private / "signing.p12"),
    }


def prepare() -> None:
    """Fill a database of our own with the demo and the large set; what is there already stays."""
    done = state(SET) / "training-ready"
    if done.exists():
        return
    done.parent.mkdir(parents=True, exist_ok=True)
    name = urlsplit(database_url("ours", SET)).path.lstrip("/")
    server = urlsplit(required("DATABASE_URL"))._replace(path="/postgres").geturl()
    for statement in (f'drop database if exists "{name}"', f'create database "{name}"'):
        subprocess.run(["psql", "--quiet", "--no-psqlrc", server, "--command", statement], check=True)
    extra = env()
    manage(OURS, SET, "migrate", "--verbosity=0", **extra)
    manage(OURS, SET, "load_demo", "--no-pictures", **extra)
    manage(OURS, SET, "load_training_large", **extra)
    subprocess.run(["psql", "--quiet", database_url("ours", SET), "--command", "vacuum analyze"], check=True)
    done.touch()


def inside(options) -> None:
    import django

    django.setup()
    if options.inside == "certificates":
        certificates(options.certificates)
    else:
        pages()


def certificates(number: int) -> None:
    from training.certificates.runs import start_run

    training_class = completed_class(number)
    started = time.perf_counter()
    run = start_run(training_class, training_class.trainer)
    while not run.finished_at and time.perf_counter() - started < 600:
        time.sleep(0.2)
        run.refresh_from_db()
    say(f"{run.done} certificates: {time.perf_counter() - started:.1f} s")


def completed_class(number: int):
    """A class of a course that asks for attendance only; so many learners were there."""
    from random import Random

    from django.utils import timezone

    from training.demo.rows import a_learner, attendance_of
    from training.models import Attendance, Course, Curriculum, Enrolment, Learner, Session, TrainingClass

    like = TrainingClass.objects.filter(code__startswith="L").first()
    now = timezone.now()
    slug = f"bench-{now:%Y%m%d%H%M%S}"
    course = Course.objects.create(programme=like.course.programme, title="Đo thời gian", slug=slug, aim="-", hours=6)
    curriculum = Curriculum.objects.create(course=course, number=1, published_at=now)
    day = timezone.localdate() - datetime.timedelta(days=7)
    training_class = TrainingClass.objects.create(
        course=course, curriculum=curriculum, place=like.place, venue="-", trainer=like.trainer, capacity=number,
        starts_on=day, ends_on=day, state=TrainingClass.State.CLOSED,
    )  # fmt: skip
    begins = now - datetime.timedelta(days=7)
    session = Session.objects.create(
        training_class=training_class, number=1, starts_at=begins, ends_at=begins + datetime.timedelta(hours=2)
    )
    rng, first = Random(1), 500_000 + Learner.objects.count() % 400_000  # noqa: S311 - nothing secret
    people = Learner.objects.bulk_create(a_learner(rng, first + at, like.place_id) for at in range(number))
    Enrolment.objects.bulk_create(
        Enrolment(training_class=training_class, learner=one, state="enrolled", source="officer", queued_at=now)
        for one in people
    )
    attendance_of(rng, [session], [one.pk for one in people], like.trainer_id)
    Attendance.objects.filter(session=session).update(state="present")
    return training_class


def pages() -> None:
    from django.contrib.auth import get_user_model
    from django.test import Client

    from training.models import Session, StaffAssignment, TrainingClass

    manager = get_user_model().objects.filter(is_superuser=True).first()
    officer = StaffAssignment.objects.filter(role="officer", place__isnull=False).first()
    large = TrainingClass.objects.filter(code__startswith="L").first()
    session = Session.objects.filter(training_class=large).first()
    lists = ["people", "classes", "completion", "officers"]
    addresses = [
        "reports/",
        f"reports/?place={large.place_id}",
        "reports/?district=Huyện Kim Sơn",
        "reports/?role=officer&band=30-44",
        "reports/figures.xlsx",
        "reports/figures.pdf",
        *(f"reports/{name}/" for name in lists),
        *(f"reports/{name}.xlsx" for name in lists),
        "reports/at-risk/",
        f"classes/{large.code}/results/",
        f"classes/{large.code}/certificates/",
        f"classes/{large.code}/register.pdf",
        f"sessions/{session.pk}/sheet/",
    ]
    say("| page of /training/desk/ | asked by | p50 ms | worst ms | of which Python (p50) |")
    say("| --- | --- | --- | --- | --- |")
    asked = [("manager", manager, one) for one in addresses] + [("officer", officer.user, "reports/")]
    for who, user, address in asked:
        client = Client(SERVER_NAME="127.0.0.1")
        client.force_login(user)
        answer(client, address)  # templates are read once
        taken = [answer(client, address) for _ in itertools.repeat(None, TIMES)]
        wall, own = ([one[at] * 1000 for one in taken] for at in (0, 1))
        times = f"{statistics.median(wall):.0f} | {max(wall):.0f} | {statistics.median(own):.0f}"
        say(f"| `{address}` | {who} | {times} |")


def answer(client, address: str) -> tuple[float, float]:
    """Seconds on the clock, and of this process's own work."""
    started, worked = time.perf_counter(), time.process_time()
    response = client.get(f"/training/desk/{address}")
    b"".join(response)
    if response.status_code != 200:
        raise SystemExit(f"{address} answered {response.status_code}")
    return time.perf_counter() - started, time.process_time() - worked


if __name__ == "__main__":
    main()
