"""The large set: 47 communes, 300 classes, 12,000 learners, 90,000 marks by default, always alike (seeded)."""

import datetime
from random import Random

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from training.demo.rows import a_learner, attendance_of
from training.models import Course, Enrolment, Learner, Session, StaffAssignment, TrainingClass
from training.places import place_model


@transaction.atomic
def load(*, communes: int, classes: int, learners: int, marks: int, within: dict[str, str]) -> dict[str, int]:
    """Add the large set to the demo's courses, unless it is there; return what was made. `within` filters the places.

    Raises:
        ValueError: there are no courses or trainers yet, or not as many communes.
    """
    if TrainingClass.objects.filter(code__startswith="L0").exists():
        return {"classes": 0, "learners": 0, "marks": 0}
    courses = list(Course.objects.public().order_by("position"))
    trainers = list(
        get_user_model()
        .objects.filter(pk__in=StaffAssignment.objects.filter(role="trainer").values("user"))
        .order_by("pk")
    )
    places = list(place_model().objects.filter(**within).order_by("code")[:communes])
    if not courses or not trainers or len(places) < communes:
        raise ValueError("Load the demo first, and the communes.")
    rng = Random(47)  # noqa: S311 - nothing secret
    each = learners // classes
    people = [
        a_learner(rng, 100_000 + number, places[number // each % communes].pk, _role(courses, number // each))
        for number in range(each * classes)
    ]
    Learner.objects.bulk_create(people, batch_size=2000)
    made = 0
    for number in range(classes):
        training_class = _a_class(number, courses[number % len(courses)], places[number % communes], trainers)
        own = [one.pk for one in people[number * each : (number + 1) * each]]
        share = (marks - made) / (classes - number) / max(len(own), 1)
        sessions = _sessions(training_class, max(round(share + rng.random() - 0.5), 1), rng)
        _enrol(training_class, own)
        made += attendance_of(rng, sessions, own, training_class.trainer_id)
    return {"classes": classes, "learners": len(people), "marks": made}


def _role(courses: list[Course], number: int) -> str:
    return "officer" if courses[number % len(courses)].audience == "officer" else ""


def _a_class(number: int, course: Course, place, trainers: list) -> TrainingClass:
    days = 14 + number % 330
    first_day = timezone.localdate() - datetime.timedelta(days=days)
    return TrainingClass.objects.create(
        code=f"L{number:05d}",
        course=course,
        curriculum=course.current_curriculum(),
        place=place,
        venue=f"Nhà văn hóa số {number % 7 + 1}",
        trainer=trainers[number % len(trainers)],
        capacity=60,
        starts_on=first_day,
        ends_on=first_day + datetime.timedelta(days=13),
        state=TrainingClass.State.CLOSED,
        closed_at=timezone.now() - datetime.timedelta(days=max(days - 13, 0)),
    )


def _sessions(training_class: TrainingClass, count: int, rng: Random) -> list[Session]:
    begins = timezone.make_aware(
        datetime.datetime.combine(training_class.starts_on, datetime.time(rng.choice([8, 14, 19])))
    )
    return Session.objects.bulk_create(
        Session(
            training_class=training_class,
            number=at + 1,
            starts_at=begins + datetime.timedelta(days=at),
            ends_at=begins + datetime.timedelta(days=at, hours=2),
        )
        for at in range(count)
    )


def _enrol(training_class: TrainingClass, learners: list[int]) -> None:
    queued_at = timezone.now() - datetime.timedelta(days=365)
    Enrolment.objects.bulk_create(
        Enrolment(
            training_class=training_class, learner_id=one, state="enrolled", source="officer", queued_at=queued_at
        )
        for one in learners
    )
