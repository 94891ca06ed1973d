"""The demo's programme: six courses, classes in four communes, learners and their attendance."""

import datetime
import json
from dataclasses import dataclass
from pathlib import Path
from random import Random

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from training.demo.materials import load_materials
from training.demo.rows import a_learner, attendance_of
from training.models import (
    Course,
    Curriculum,
    Enrolment,
    Learner,
    Lesson,
    MarkState,
    Programme,
    Session,
    StaffAssignment,
    TrainingClass,
)
from training.places import place_model
from training.services.sessions import follow_sessions

DATA = Path(__file__).with_name("data") / "courses.json"


@dataclass(frozen=True)
class Staff:
    """Accounts by their phone numbers. `officers`: phone number → code of her commune."""

    trainers: list[str]
    officers: dict[str, str]
    managers: list[str]
    auditors: list[str]

    def phones(self) -> list[str]:
        return [*self.trainers, *self.officers, *self.managers, *self.auditors]


@transaction.atomic
def load(staff: Staff, pictures: Path | None) -> dict[str, int]:
    """Make what is not there yet; return how many classes and learners there are. `pictures`: where the files that
    the courses name are; without it their lessons have none."""
    data = json.loads(DATA.read_text(encoding="utf-8"))
    users = {user.phone: user for user in get_user_model().objects.filter(phone__in=staff.phones())}
    places = {place.code: place for place in place_model().objects.filter(code__in=_codes(data, staff.officers))}
    _give_roles(staff, users, places)
    courses = _load_courses(data, pictures)
    for number, row in enumerate(data["classes"]):
        if not TrainingClass.objects.filter(code=row["code"]).exists():
            _load_class(row, number, courses, places[row["place"]], users[staff.trainers[row["trainer"]]])
    return {"classes": TrainingClass.objects.count(), "learners": Learner.objects.count()}


def _give_roles(staff: Staff, users: dict, places: dict) -> None:
    roles = StaffAssignment.Role
    everywhere = [(roles.TRAINER, staff.trainers), (roles.MANAGER, staff.managers), (roles.AUDITOR, staff.auditors)]
    for role, phones in everywhere:
        for phone in phones:
            StaffAssignment.objects.get_or_create(user=users[phone], role=role, place=None)
    for phone, code in staff.officers.items():
        StaffAssignment.objects.get_or_create(user=users[phone], role=roles.OFFICER, place=places[code])


def _codes(data: dict, officers: dict[str, str]) -> set[str]:
    return {row["place"] for row in data["classes"]} | set(officers.values())


def _load_courses(data: dict, pictures: Path | None) -> dict[str, Course]:
    programme, __ = Programme.objects.update_or_create(slug=data["programme"]["slug"], defaults=data["programme"])
    return {row["slug"]: _load_course(programme, at, row, pictures) for at, row in enumerate(data["courses"], start=1)}


def _load_course(programme: Programme, position: int, row: dict, pictures: Path | None) -> Course:
    kept = ["title", "title_en", "aim", "aim_en", "for_whom", "for_whom_en", "hours"]
    course, __ = Course.objects.update_or_create(
        slug=row["slug"],
        defaults={
            "programme": programme,
            "position": position,
            "audience": row.get("audience", "everyone"),
            "is_onboarding": row.get("onboarding", False),
            **{name: row[name] for name in kept},
        },
    )
    curriculum, __ = Curriculum.objects.get_or_create(
        course=course, number=1, defaults={"published_at": timezone.now() - datetime.timedelta(days=120)}
    )
    for at, said in enumerate(row["lessons"], start=1):
        texts = {name: said[name] for name in ("title", "minutes", "text")}
        lesson, __ = Lesson.objects.update_or_create(curriculum=curriculum, position=at, defaults=texts)
        load_materials(course, lesson, said.get("materials", []), pictures)
    return course


def _load_class(row: dict, number: int, courses: dict[str, Course], place, trainer) -> None:
    rng = Random(row["code"])  # noqa: S311 - nothing secret
    course = courses[row["course"]]
    first_day = timezone.localdate() + datetime.timedelta(days=row["first_day"])
    training_class = TrainingClass.objects.create(
        code=row["code"],
        course=course,
        curriculum=course.current_curriculum(),
        place=place,
        venue=row["venue"],
        trainer=trainer,
        capacity=row.get("capacity", 45),
        starts_on=first_day,
        ends_on=first_day,
        state=TrainingClass.State.OPEN,
    )
    sessions = _sessions(training_class, row, first_day)
    follow_sessions(training_class)
    known = [_known(name, phone, place.pk) for name, phone in row.get("with", [])]
    strangers = row["learners"] - len(known) + row.get("waiting", 0)
    role = "officer" if course.audience == "officer" else ""
    people = known + Learner.objects.bulk_create(
        a_learner(rng, number * 100 + at, place.pk, role) for at in range(strangers)
    )
    _enrol(rng, training_class, people, row["learners"])
    today = timezone.localdate()
    past = [one for one in sessions if timezone.localdate(one.starts_at) < today]
    learners = [one.pk for one in people[: row["learners"]]]
    attendance_of(rng, past, learners, trainer.pk, always={one.pk: MarkState.PRESENT for one in known})
    if row.get("closed"):
        training_class.state, training_class.closed_at = TrainingClass.State.CLOSED, sessions[-1].ends_at
        training_class.save()


def _known(name: str, phone: str, place_id: int) -> Learner:
    """Someone with an account, where the project has one with this number."""
    user = get_user_model().objects.filter(phone=phone).first()
    learner = Learner.objects.filter(user=user).first() if user else None
    if learner is None:
        since = timezone.now() - datetime.timedelta(days=100)
        learner = Learner.objects.create(
            full_name=name, phone=phone, place_id=place_id, user=user, role="cooperative", consent_at=since
        )
    return learner


def _enrol(rng: Random, training_class: TrainingClass, people: list[Learner], num_places: int) -> None:
    since = timezone.now() - datetime.timedelta(days=120)
    Enrolment.objects.bulk_create(
        Enrolment(
            training_class=training_class,
            learner=learner,
            state="enrolled" if at < num_places else "waiting",
            source=rng.choice(["self", "trainer", "officer", "spreadsheet"]),
            queued_at=since + datetime.timedelta(minutes=at),
        )
        for at, learner in enumerate(people)
    )


def _sessions(training_class: TrainingClass, row: dict, first_day: datetime.date) -> list[Session]:
    lessons = list(training_class.curriculum.lessons.all())
    gap = datetime.timedelta(days=row["every"])
    begins = datetime.time.fromisoformat(row["begins"])
    rows = []
    for at in range(row["sessions"]):
        starts_at = timezone.make_aware(datetime.datetime.combine(first_day + at * gap, begins))
        rows.append(
            Session(
                training_class=training_class,
                number=at + 1,
                title=lessons[at % len(lessons)].title,
                starts_at=starts_at,
                ends_at=starts_at + datetime.timedelta(minutes=row["minutes"]),
                mode=Session.Mode.ONLINE if row.get("online") else Session.Mode.HALL,
                online_url="https://zoom.us/j/0000000000" if row.get("online") else "",
            )
        )
    return Session.objects.bulk_create(rows)
