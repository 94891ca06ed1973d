"""The trainer's side: results of a class, quizzes on paper, tasks to look at."""

from django.contrib import messages
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views import View

from training.access import DeskRequired
from training.assessment import services
from training.assessment.forms import AttemptForm, CheckForm
from training.assessment.models import Quiz, Task, TaskSubmission
from training.assessment.paper import sheet
from training.assessment.queries import before_and_after, class_rows, paper_rows, quiz_results
from training.assessment.views import photo_response, picture_response
from training.errors import Refused
from training.models import Enrolment


class ClassDesk(DeskRequired, View):
    """Staff of training who may see the class; acts are for those who may change it (others find nothing)."""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.code = kwargs["code"]

    def seen_class(self):
        classes = self.request.training.classes().select_related("course", "place", "trainer")
        return get_object_or_404(classes, code=self.code)

    def changed_class(self):
        classes = self.request.training.changeable_classes().select_related("course", "place", "trainer")
        return get_object_or_404(classes, code=self.code)

    def enrolment(self, training_class, pk) -> Enrolment:
        enrolments = training_class.enrolments.taking_part().select_related("learner", "training_class")
        return get_object_or_404(enrolments, pk=pk)


class Results(ClassDesk):
    """Staff who may see the class: attendance, quizzes and tasks of everyone, and who is at risk."""

    def get(self, request, code):
        training_class = self.seen_class()
        rows = class_rows(training_class)
        context = {
            "training_class": training_class,
            "rows": rows,
            "quizzes": quiz_results(training_class),
            "tasks": Task.objects.filter(curriculum=training_class.curriculum_id),
            "comparison": before_and_after(rows),
            "may_change": request.training.changeable_classes().filter(pk=training_class.pk).exists(),
        }
        return render(request, "training/assessment/results.html", context)


class PaperList(ClassDesk):
    """Staff who may change the class: whose paper of a quiz is to be filled in next."""

    def get(self, request, code, pk):
        training_class = self.changed_class()
        quiz = get_object_or_404(Quiz, pk=pk, curriculum=training_class.curriculum_id)
        context = {"training_class": training_class, "quiz": quiz, "rows": paper_rows(training_class, quiz)}
        return render(request, "training/assessment/papers.html", context)


class PaperQuiz(ClassDesk):
    """Staff who may change the class: fill in for a learner what she answered on paper."""

    def get(self, request, code, pk, enrolment):
        training_class = self.changed_class()
        quiz = get_object_or_404(Quiz, pk=pk, curriculum=training_class.curriculum_id)
        return self._page(training_class, quiz, self.enrolment(training_class, enrolment), None)

    def post(self, request, code, pk, enrolment):
        training_class = self.changed_class()
        quiz = get_object_or_404(Quiz, pk=pk, curriculum=training_class.curriculum_id)
        enrolment = self.enrolment(training_class, enrolment)
        try:
            attempt = services.start_attempt(quiz, enrolment, filled_in_by=request.user)
        except Refused as error:
            messages.error(request, str(error))
            return redirect("training:papers", code=code, pk=pk)
        if "start" in request.POST:
            return self._page(training_class, quiz, enrolment, AttemptForm(attempt))
        form = AttemptForm(attempt, request.POST)
        if not form.is_valid():
            return self._page(training_class, quiz, enrolment, form, status=422)
        attempt = services.submit_attempt(attempt, form.given())
        messages.success(
            request, _("%(name)s: %(percent)d %%.") % {"name": enrolment.learner, "percent": attempt.percent}
        )
        return redirect("training:papers", code=code, pk=pk)

    def _page(self, training_class, quiz, enrolment, form, status=200):
        context = {"training_class": training_class, "quiz": quiz, "enrolment": enrolment, "form": form}
        return render(self.request, "training/assessment/paper.html", context, status=status)


class PrintedQuiz(ClassDesk):
    """Staff who may see the class: the quiz to print and hand out, all questions of its bank."""

    def get(self, request, code, pk):
        training_class = self.seen_class()
        quiz = get_object_or_404(Quiz, pk=pk, curriculum=training_class.curriculum_id)
        context = {"training_class": training_class, "quiz": quiz, "questions": sheet(quiz)}
        return render(request, "training/assessment/printed.html", context)


class ClassTask(ClassDesk):
    """Staff who may see the class: what was handed in for a task; who may change it accepts or returns it."""

    def get(self, request, code, pk):
        return self._page(self.seen_class(), pk)

    def post(self, request, code, pk):
        training_class = self.changed_class()
        task = get_object_or_404(Task, pk=pk, curriculum=training_class.curriculum_id)
        if "in_the_hall" in request.POST:
            enrolment = self.enrolment(training_class, _number(request.POST["in_the_hall"]))
            services.accept_at_the_desk(task, enrolment, by=request.user)
            return redirect(request.path)
        submissions = TaskSubmission.objects.filter(task=task, enrolment__training_class=training_class)
        submission = get_object_or_404(submissions, pk=_number(request.POST.get("submission", "")))
        form = CheckForm(request.POST, instance=submission)
        if form.is_valid():
            try:
                services.check_task(
                    submission,
                    accept="accept" in request.POST,
                    by=request.user,
                    remark=form.cleaned_data["remark"],
                )
            except Refused as error:
                messages.error(request, str(error))
        return redirect(request.path)

    def _page(self, training_class, pk):
        task = get_object_or_404(Task.objects.prefetch_related("steps"), pk=pk, curriculum=training_class.curriculum_id)
        handed_in = TaskSubmission.objects.filter(task=task).prefetch_related("steps_done")
        enrolments = (
            training_class.enrolments.taking_part()
            .select_related("learner")
            .prefetch_related(Prefetch("task_submissions", handed_in, to_attr="handed_in"))
            .order_by("learner__sort_key")
        )
        may_change = self.request.training.changeable_classes().filter(pk=training_class.pk).exists()
        context = {
            "training_class": training_class,
            "task": task,
            "enrolments": enrolments,
            "may_change": may_change,
        }
        return render(self.request, "training/assessment/class_task.html", context)


class TaskPhoto(ClassDesk):
    """Staff who may see the class: the photo of a task that was handed in."""

    def get(self, request, code, pk):
        submissions = TaskSubmission.objects.filter(enrolment__training_class=self.seen_class())
        return photo_response(get_object_or_404(submissions, pk=pk))


class QuestionPicture(ClassDesk):
    """Staff who may see the class: the picture of a question of one of its quizzes."""

    def get(self, request, code, pk):
        return picture_response(self.seen_class(), pk)


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() else None
