"""Training: public pages, a learner's own by her link, and the desk of who teaches."""

from tests.permissions.roles import HIDDEN, IN, OPEN, REFUSED, SIGN_IN, SIGNED_IN, Row, everybody
from tests.training import factories
from tests.training.assessment.factories import a_task
from training.models import StaffAssignment

TEACHES = everybody(HIDDEN, guest=SIGN_IN, trainer=IN, admin=IN)
"""A class that the trainer teaches; officers of training are assigned there, not here."""


PAGES_OF_CLASS = (
    *("badges", "class_certificates", "close_class", "copy_class", "desk_class", "edit_class"),
    *("enrol", "import", "open_class", "plan", "results", "register"),
)
PAGES_OF_SESSION = (
    *("cancel", "confirm_arrivals", "history", "move", "participants"),
    *("qr", "qr_code", "sheet", "sync"),
)


def of_class(world) -> dict:
    return {"code": world.training_class.code}


def of_session(world) -> dict:
    return {"pk": world.training_session.pk}


def of_learner(world) -> dict:
    return {"pk": world.enrolment.learner_id}


def of_token(world) -> dict:
    return {"token": world.enrolment.token}


def of_practice(world) -> dict:
    return {**of_token(world), "task": world.practice_task.pk}


def of_course(world) -> dict:
    return {"slug": world.training_class.course.slug}


def of_lesson(world) -> dict:
    return {**of_course(world), "pk": world.training_class.curriculum.lessons.first().pk}


def prepare(world) -> None:
    StaffAssignment.objects.create(user=world.trainer, role=StaffAssignment.Role.TRAINER)
    world.training_class = factories.a_class(trainer=world.trainer, place=world.place_a)
    world.training_session = world.training_class.sessions.first()
    world.enrolment = factories.an_enrolment(world.training_class)
    world.practice_task = a_task(world.training_class.curriculum, practice="listing")


ROWS = {
    "workspace:practice": Row(OPEN, of_practice),
    "workspace:practice-save": Row(OPEN, of_practice),
    "workspace:practice-pictures": Row(OPEN, of_practice),
    "workspace:practice-picture": Row(everybody(HIDDEN), lambda w: {**of_practice(w), "name": "khong-co"}),
    "workspace:practice-suggest": Row(OPEN, of_practice),
    "workspace:practice-receive": Row(OPEN, of_practice),
    "training:courses": OPEN,
    "training:course": Row(OPEN, of_course),
    "training:lesson": Row(OPEN, of_lesson),
    "training:material": Row(everybody(HIDDEN), lambda w: {**of_lesson(w), "material": 1}),
    "training:calendar": OPEN,
    "training:class": Row(OPEN, of_class),
    "training:class_feed": Row(OPEN, of_class),
    "training:place_feed": Row(OPEN, lambda w: {"pk": w.place_a.pk}),
    "training:trainer_feed": Row(everybody(HIDDEN), lambda w: {"token": "khong-co"}),
    "training:check_certificate": OPEN,
    "training:certificate": Row(everybody(HIDDEN), lambda w: {"serial": "KHONG-CO"}),
    "training:check_in": Row(everybody(REFUSED), lambda w: {"code": "khong-co"}),
    "training:enrolment": Row(OPEN, of_token),
    "training:join": Row(everybody(HIDDEN), lambda w: {**of_token(w), **of_session(w)}),
    "training:mine": SIGNED_IN,
    "training:own_certificate": Row(everybody(HIDDEN), of_token),
    "training:own_certificate_pdf": Row(everybody(HIDDEN), of_token),
    "training:photo": Row(everybody(HIDDEN), lambda w: {**of_token(w), "pk": 0}),
    "training:quiz": Row(everybody(HIDDEN), lambda w: {**of_token(w), "pk": 0}),
    "training:task": Row(everybody(HIDDEN), lambda w: {**of_token(w), "pk": 0}),
    "training:manifest": OPEN,
    "training:service_worker": OPEN,
    "training:offline": OPEN,
    "training:import_blank": OPEN,
    "training:desk": TEACHES,
    "training:desk_calendar": TEACHES,
    "training:desk_classes": TEACHES,
    "training:new_class": TEACHES,
    "training:learners": TEACHES,
    "training:at_risk": TEACHES,
    "training:report_list": Row(TEACHES, lambda w: {"name": "people"}),
    "training:report_list_xlsx": Row(TEACHES, lambda w: {"name": "people"}),
    "training:report": TEACHES,
    "training:report_pdf": TEACHES,
    "training:report_xlsx": TEACHES,
    **{f"training:{name}": Row(TEACHES, of_class) for name in PAGES_OF_CLASS},
    "training:class_certificates_pdf": Row(everybody(HIDDEN, guest=SIGN_IN), of_class),
    "training:certificate_pdf": Row(everybody(HIDDEN, guest=SIGN_IN), lambda w: {**of_class(w), "serial": "KHONG-CO"}),
    "training:revoke": Row(everybody(HIDDEN, guest=SIGN_IN), lambda w: {**of_class(w), "serial": "KHONG-CO"}),
    "training:certificate_run": Row(everybody(HIDDEN, guest=SIGN_IN), lambda w: {**of_class(w), "pk": 0}),
    "training:class_photo": Row(everybody(HIDDEN, guest=SIGN_IN), lambda w: {**of_class(w), "pk": 0}),
    "training:class_task": Row(everybody(HIDDEN, guest=SIGN_IN), lambda w: {**of_class(w), "pk": 0}),
    "training:import_preview": Row(everybody(HIDDEN, guest=SIGN_IN), lambda w: {**of_class(w), "pk": 0}),
    "training:printed_quiz": Row(everybody(HIDDEN, guest=SIGN_IN), lambda w: {**of_class(w), "pk": 0}),
    "training:question": Row(everybody(HIDDEN), lambda w: {**of_token(w), "pk": 0}),
    "training:class_question": Row(everybody(HIDDEN, guest=SIGN_IN), lambda w: {**of_class(w), "pk": 0}),
    "training:papers": Row(everybody(HIDDEN, guest=SIGN_IN), lambda w: {**of_class(w), "pk": 0}),
    "training:paper_quiz": Row(
        everybody(HIDDEN, guest=SIGN_IN), lambda w: {**of_class(w), "pk": 1, "enrolment": w.enrolment.pk}
    ),
    "training:withdraw": Row(TEACHES, lambda w: {**of_class(w), "pk": w.enrolment.pk}),
    **{f"training:{name}": Row(TEACHES, of_session) for name in PAGES_OF_SESSION},
    "training:correct": Row(TEACHES, lambda w: {**of_session(w), "learner": w.enrolment.learner_id}),
    "training:participants_preview": Row(everybody(HIDDEN, guest=SIGN_IN), lambda w: {**of_session(w), "draft": 1}),
    "training:learner": Row(TEACHES, of_learner),
    "training:edit_learner": Row(TEACHES, of_learner),
    "training:merge": Row(TEACHES, of_learner),
}
