"""Rows of training for tests, through the models; every default may be given otherwise. Knows no Oscar."""

import datetime
import itertools

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.utils import timezone

from training.models import Course, Curriculum, Enrolment, Learner, Lesson, Programme, Session, StaffAssignment
from training.models import TrainingClass as Class

numbers = itertools.count(1)


def a_user(**fields):
    """Someone who can sign in, of whichever user model the project has."""
    model, number = get_user_model(), next(numbers)
    names = {field.name for field in model._meta.get_fields()}
    defaults = {"email": f"nguoi{number}@example.com"}
    if "username" in names:
        defaults["username"] = f"nguoi{number}"
    if "full_name" in names:
        defaults["full_name"] = f"Lê Thị Người {number}"
    return model.objects.create_user(**defaults | {key: value for key, value in fields.items() if key in names})


def a_place(name: str = "Nam Hoa Lư", code: str = "14359"):
    model = apps.get_model(settings.TRAINING_PLACE_MODEL)
    province = model._meta.get_field("province").related_model.objects.get_or_create(
        code="37",
        defaults={
            "name": "Tỉnh Ninh Bình",
            "folded": "ninh binh",
            "search_text": " | ninh binh | ",
            "region": "red-river-delta",
            "sort_key": "ninh binh",
        },
    )[0]
    folded = {"Nam Hoa Lư": "nam hoa lu", "Kim Sơn": "kim son"}.get(name, name.lower())
    return model.objects.get_or_create(
        code=code,
        defaults={
            "name": f"Phường {name}",
            "kind": "phuong",
            "short_name": name,
            "folded": folded,
            "search_text": f" | {folded} | ninh binh | ",
            "latitude": 20.2,
            "longitude": 105.9,
            "province": province,
        },
    )[0]


def a_programme(**fields) -> Programme:
    return Programme.objects.create(
        **{"name": "Phụ nữ trong hành trình chuyển đổi số", "slug": f"chuyen-doi-so-{next(numbers)}"} | fields
    )


def a_course(*, lessons: int = 2, **fields) -> Course:
    """A public course with a published curriculum."""
    number = next(numbers)
    defaults = {
        "title": f"Bán hàng trên mạng {number}",
        "slug": f"ban-hang-tren-mang-{number}",
        "aim": "Tự đăng một sản phẩm lên mạng.",
        "hours": 6,
    }
    if "programme" not in fields:
        defaults["programme"] = a_programme()
    course = Course.objects.create(**defaults | fields)
    a_curriculum(course, lessons=lessons)
    return course


def a_curriculum(course: Course, *, lessons: int = 2, **fields) -> Curriculum:
    defaults = {"number": course.curricula.count() + 1, "published_at": timezone.now() - datetime.timedelta(days=1)}
    curriculum = Curriculum.objects.create(course=course, **defaults | fields)
    for position in range(1, lessons + 1):
        Lesson.objects.create(curriculum=curriculum, position=position, title=f"Bài {position}", text="Mở điện thoại.")
    return curriculum


def a_trainer(**fields):
    user = a_user(**fields)
    StaffAssignment.objects.create(user=user, role=StaffAssignment.Role.TRAINER)
    return user


def an_officer(place=None, **fields):
    """Of one commune; of everywhere without `place`."""
    user = a_user(**fields)
    StaffAssignment.objects.create(user=user, role=StaffAssignment.Role.OFFICER, place=place)
    return user


def a_class(*, sessions: int = 1, starts_at: datetime.datetime | None = None, **fields) -> Class:
    """An open class that meets weekly, two hours each time; the first session began half an hour ago by default."""
    course = fields.pop("course", None) or a_course()
    starts_at = starts_at or timezone.now() - datetime.timedelta(minutes=30)
    last = starts_at + datetime.timedelta(weeks=max(sessions - 1, 0))
    defaults = {
        "course": course,
        "curriculum": course.current_curriculum(),
        "venue": "Nhà văn hóa thôn Văn Lâm",
        "starts_on": timezone.localdate(starts_at),
        "ends_on": timezone.localdate(last),
        "state": Class.State.OPEN,
    }
    defaults |= {} if "place" in fields else {"place": a_place()}
    defaults |= {} if "trainer" in fields else {"trainer": a_trainer()}
    training_class = Class.objects.create(**defaults | fields)
    for at in range(sessions):
        a_session(training_class, starts_at=starts_at + datetime.timedelta(weeks=at))
    return training_class


def a_session(training_class: Class, **fields) -> Session:
    starts_at = fields.pop("starts_at", None) or timezone.now() - datetime.timedelta(minutes=30)
    defaults = {
        "number": training_class.sessions.count() + 1,
        "starts_at": starts_at,
        "ends_at": starts_at + datetime.timedelta(hours=2),
    }
    return Session.objects.create(training_class=training_class, **defaults | fields)


def a_learner(full_name: str = "", **fields) -> Learner:
    number = next(numbers)
    defaults = {"full_name": full_name or f"Nguyễn Thị Sen {number}", "phone": f"+84912{number:06d}"}
    return Learner.objects.create(**defaults | fields)


def an_enrolment(training_class: Class, learner: Learner | None = None, **fields) -> Enrolment:
    defaults = {
        "learner": learner or a_learner(),
        "state": Enrolment.State.ENROLLED,
        "source": Enrolment.Source.TRAINER,
        "queued_at": timezone.now(),
    }
    return Enrolment.objects.create(training_class=training_class, **defaults | fields)


def learners_in(training_class: Class, count: int) -> list[Learner]:
    """`count` enrolled learners."""
    return [an_enrolment(training_class).learner for _ in range(count)]
