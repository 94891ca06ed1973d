"""The learner's side: her quizzes and tasks, by the link of her enrolment."""

from django.contrib import messages
from django.core.files.storage import Storage
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from training import conf
from training.assessment import services
from training.assessment.forms import AttemptForm, TaskForm
from training.assessment.models import Attempt, Question, Quiz, Task, TaskSubmission
from training.assessment.queries import answers_of, quiz_states
from training.errors import Refused
from training.models import Enrolment, TrainingClass


class EnrolmentView(View):
    """Whoever holds the link of an enrolment: the learner, on any phone. Nothing of it is kept by caches."""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        taking_part = Enrolment.objects.taking_part().select_related("learner", "training_class__course")
        self.enrolment = get_object_or_404(taking_part, token=kwargs["token"])

    def dispatch(self, request, *args, **kwargs):
        response = super().dispatch(request, *args, **kwargs)
        response.setdefault("Cache-Control", "private, no-store")
        response["X-Robots-Tag"] = "noindex"
        return response


class LearnersQuiz(EnrolmentView):
    """A learner of the class: a quiz before, during and after an attempt."""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        curriculum = self.enrolment.training_class.curriculum_id
        self.quiz = get_object_or_404(Quiz, pk=kwargs["pk"], curriculum=curriculum)

    def get(self, request, token, pk):
        attempt = Attempt.objects.filter(quiz=self.quiz, enrolment=self.enrolment, submitted_at=None).first()
        return self._page(AttemptForm(attempt) if attempt else None)

    def post(self, request, token, pk):
        if "start" in request.POST:
            return self._start()
        attempt = get_object_or_404(
            Attempt.objects.select_related("quiz"),
            pk=request.POST.get("attempt") if request.POST.get("attempt", "").isdecimal() else None,
            quiz=self.quiz,
            enrolment=self.enrolment,
        )
        form = AttemptForm(attempt, request.POST)
        if not form.is_valid():
            return self._page(form, status=422)
        services.submit_attempt(attempt, form.given())
        return redirect(request.path)

    def _start(self):
        try:
            services.start_attempt(self.quiz, self.enrolment)
        except Refused as error:
            messages.error(self.request, str(error))
        return redirect(self.request.path)

    def _page(self, form, status=200):
        state = next(one for one in quiz_states(self.enrolment) if one.quiz.pk == self.quiz.pk)
        context = {
            "enrolment": self.enrolment,
            "quiz": self.quiz,
            "form": form,
            "state": state,
            "may_see_right": state.passed or state.attempts_left <= 0,
            "answers": answers_of(state.last) if state.last and form is None else [],
        }
        return render(self.request, "training/assessment/quiz.html", context, status=status)


class LearnersTask(EnrolmentView):
    """A learner of the class: what a task asks, and her hand-in."""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        curriculum = self.enrolment.training_class.curriculum_id
        self.task = get_object_or_404(Task.objects.prefetch_related("steps"), pk=kwargs["pk"], curriculum=curriculum)
        self.submission = TaskSubmission.objects.filter(task=self.task, enrolment=self.enrolment).first()

    def get(self, request, token, pk):
        done = self.submission.steps_done.all() if self.submission else []
        return self._page(TaskForm(self.task, initial={"steps": done}))

    def post(self, request, token, pk):
        form = TaskForm(self.task, request.POST, request.FILES)
        if form.is_valid():
            try:
                services.hand_in_task(
                    self.task, self.enrolment, form.cleaned_data["steps"], form.cleaned_data.get("photo")
                )
            except Refused as error:
                form.add_error("photo" if "photo" in form.fields else None, str(error))
            else:
                messages.success(request, _("Your task is handed in. Your trainer will look at it."))
                return redirect(request.path)
        return self._page(form, status=422)

    def _page(self, form, status=200):
        context = {
            "enrolment": self.enrolment,
            "task": self.task,
            "submission": self.submission,
            "form": form,
            "practice": practice_of(self.task, self.enrolment),
        }
        return render(self.request, "training/assessment/task.html", context, status=status)


class LearnersPhoto(EnrolmentView):
    """The learner herself: the photo that she handed in."""

    def get(self, request, token, pk):
        return photo_response(get_object_or_404(TaskSubmission, pk=pk, enrolment=self.enrolment))


class QuestionPicture(EnrolmentView):
    """A learner of the class: the picture of a question of one of its quizzes."""

    def get(self, request, token, pk):
        return picture_response(self.enrolment.training_class, pk)


def practice_of(task: Task, enrolment: Enrolment) -> tuple[str, str] | None:
    """The label and the address of the exercise that the project offers for a task, if it does."""
    practice = conf.get("TRAINING_PRACTICES").get(task.practice)
    return (practice[0], reverse(practice[1], args=[enrolment.token, task.pk])) if practice else None


def picture_response(training_class: TrainingClass, pk: int) -> FileResponse:
    questions = Question.objects.filter(quiz__curriculum=training_class.curriculum_id).exclude(picture="")
    question = get_object_or_404(questions, pk=pk)
    response = FileResponse(question.picture.open())  # its type follows from its name, which is ours
    response["Cache-Control"] = "private, max-age=86400"
    return response


def photo_response(submission: TaskSubmission) -> FileResponse:
    if not submission.photo:
        raise Http404
    storage: Storage = submission.photo.storage
    response = FileResponse(storage.open(submission.photo.name), content_type="image/webp")
    response["Cache-Control"] = "private, no-store"
    return response
