"""The pages of training with the demo's data: what anyone reads, a learner's own by her link, the trainer's desk."""

from django.urls import reverse

from training.assessment.models import Quiz, Task
from training.certificates.models import Certificate
from training.models import Enrolment, Lesson, Session, StaffAssignment, TrainingClass
from training.reports.lists import LISTS

OPEN_CLASS, FULL_CLASS = "KSNMO1", "NHLMG7"
OF_CLASS = ("desk_class", "edit_class", "plan", "copy_class", "enrol", "import", "badges")
OF_SESSION = ("qr", "move", "cancel", "participants")


def learn(walk):
    """What is open to all, and what the link of an enrolment opens."""
    training_class = TrainingClass.objects.get(code=OPEN_CLASS)
    enrolment = Enrolment.objects.filter(training_class=training_class).first()
    waiting = Enrolment.objects.filter(state=Enrolment.State.WAITING).first()
    task = Task.objects.get(curriculum=training_class.curriculum)
    quiz = Quiz.objects.filter(curriculum=training_class.curriculum, kind=Quiz.Kind.FINAL).get()
    walk.open("courses", reverse("training:courses"))
    walk.open("course", training_class.course.get_absolute_url())
    walk.open("lesson", Lesson.objects.get(title="Bốn tấm ảnh cần có").get_absolute_url())
    walk.open("class", training_class.get_absolute_url())
    walk.open("class-full", reverse("training:class", args=[FULL_CLASS]))
    walk.open("calendar", reverse("training:calendar") + "?place=Xã+Kim+Sơn,+Tỉnh+Ninh+Bình")
    walk.open("check-in-refused", reverse("training:check_in", args=["1.2.3.x"]), status=403)
    walk.open("enrolment", reverse("training:enrolment", args=[enrolment.token]))
    walk.open("enrolment-waiting", reverse("training:enrolment", args=[waiting.token]))
    walk.open("quiz", reverse("training:quiz", args=[enrolment.token, quiz.pk]))
    walk.open("task", reverse("training:task", args=[enrolment.token, task.pk]))
    walk.open("practice", reverse("workspace:practice", args=[enrolment.token, task.pk]))


def teach(walk):
    """The desk of the trainer whose class meets today."""
    training_class = TrainingClass.objects.get(code=OPEN_CLASS)
    walk.sign_in(training_class.trainer)
    coming = training_class.sessions.order_by("-starts_at").first()
    held = Session.objects.filter(attendance__isnull=False, training_class=training_class).first()
    learner = training_class.enrolments.first().learner_id
    walk.open("desk-today", reverse("training:desk"))
    walk.open("desk-classes", reverse("training:desk_classes"))
    walk.open("desk-new-class", reverse("training:new_class"))
    for name in OF_CLASS:
        walk.open(f"desk-{name}", reverse(f"training:{name}", args=[OPEN_CLASS]))
    walk.open("desk-sheet", reverse("training:sheet", args=[coming.pk]))
    walk.open("desk-sheet-closed", reverse("training:sheet", args=[held.pk]))
    walk.open("desk-history", reverse("training:history", args=[held.pk]))
    walk.open("desk-correct", reverse("training:correct", args=[held.pk, learner]))
    for name in OF_SESSION:
        walk.open(f"desk-{name}", reverse(f"training:{name}", args=[coming.pk]))
    walk.open("desk-calendar", reverse("training:desk_calendar"))
    walk.open("desk-learners", reverse("training:learners"))
    walk.open("desk-learner", reverse("training:learner", args=[learner]))
    walk.open("desk-edit-learner", reverse("training:edit_learner", args=[learner]))
    walk.open("desk-offline", reverse("training:offline"))


def certify(walk):
    """A class that is over, as who runs the programme sees it: results, certificates, and the reports."""
    certificate = Certificate.objects.select_related("enrolment__training_class").first()
    holder, training_class = certificate.enrolment, certificate.enrolment.training_class
    quiz = Quiz.objects.filter(curriculum=training_class.curriculum, kind=Quiz.Kind.FINAL).get()
    task = Task.objects.get(curriculum__classes__code=OPEN_CLASS)
    learner = training_class.enrolments.filter(state=Enrolment.State.ENROLLED).first()
    walk.open("certificate-check", reverse("training:check_certificate"))
    walk.open("certificate", reverse("training:certificate", args=[certificate.serial]))
    walk.open("certificate-unknown", reverse("training:certificate", args=["PN-0000-000000"]), status=404)
    walk.open("own-certificate", reverse("training:own_certificate", args=[holder.token]))
    manager = StaffAssignment.objects.filter(role=StaffAssignment.Role.MANAGER).first().user
    walk.sign_in(manager)
    walk.open("desk-results", reverse("training:results", args=[training_class.code]))
    walk.open("desk-printed-quiz", reverse("training:printed_quiz", args=[training_class.code, quiz.pk]))
    walk.open("desk-papers", reverse("training:papers", args=[training_class.code, quiz.pk]))
    walk.open("desk-paper-quiz", reverse("training:paper_quiz", args=[training_class.code, quiz.pk, learner.pk]))
    walk.open("desk-task", reverse("training:class_task", args=[OPEN_CLASS, task.pk]))
    walk.open("desk-certificates", reverse("training:class_certificates", args=[training_class.code]))
    walk.open("desk-revoke", reverse("training:revoke", args=[training_class.code, certificate.serial]))
    walk.open("report", reverse("training:report"))
    walk.open("report-at-risk", reverse("training:at_risk"))
    for name in LISTS:
        walk.open(f"report-{name}", f"{reverse('training:report_list', args=[name])}?quiz={quiz.pk}")
