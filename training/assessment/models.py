"""What is asked, what was answered, what was done, and when a course counts as completed."""

import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from training.assessment.storage import private_storage
from training.models import Course, Curriculum, Enrolment, Lesson


class Quiz(models.Model):
    """Questions on a lesson, or before and after a course; the pair before/after shows what she has learnt."""

    class Kind(models.TextChoices):
        BEFORE = "before", _("before the course")
        LESSON = "lesson", _("on a lesson")
        FINAL = "final", _("at the end")

    curriculum = models.ForeignKey(Curriculum, models.CASCADE, related_name="quizzes", verbose_name=_("curriculum"))
    kind = models.CharField(_("kind"), max_length=6, choices=Kind.choices)
    lesson = models.ForeignKey(
        Lesson, models.CASCADE, related_name="quizzes", null=True, blank=True, verbose_name=_("lesson")
    )
    title = models.CharField(_("title"), max_length=150)
    num_drawn = models.PositiveSmallIntegerField(
        _("questions drawn"), null=True, blank=True, help_text=_("At random from those below; empty: all.")
    )
    pass_percent = models.PositiveSmallIntegerField(_("pass mark, percent"), default=60)
    max_attempts = models.PositiveSmallIntegerField(
        pgettext_lazy("training", "attempts"),
        default=3,
        validators=[MinValueValidator(1)],
        help_text=_("How often she may try."),
    )

    class Meta:
        verbose_name = _("quiz")
        verbose_name_plural = _("quizzes")
        ordering = ["curriculum", "lesson__position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(kind="lesson") & Q(lesson__isnull=False)) | (~Q(kind="lesson") & Q(lesson=None)),
                name="lesson_quiz_has_its_lesson",
                violation_error_message=_("A quiz on a lesson names it; the others name none."),
            ),
            models.UniqueConstraint(
                fields=["curriculum", "kind"], condition=~Q(kind="lesson"), name="one_quiz_before_one_at_the_end"
            ),
            models.UniqueConstraint(fields=["lesson"], condition=Q(kind="lesson"), name="one_quiz_a_lesson"),
            models.CheckConstraint(condition=Q(pass_percent__lte=100), name="pass_mark_at_most_all"),
            models.CheckConstraint(condition=Q(max_attempts__gte=1), name="quiz_may_be_tried"),
        ]

    def __str__(self) -> str:
        return self.title


class Question(models.Model):
    """One question of a quiz's bank. Which answers are right: its choices, or its number."""

    class Kind(models.TextChoices):
        SINGLE = "single", _("one answer is right")
        MULTIPLE = "multiple", _("several answers are right")
        TRUE_FALSE = "true_false", _("true or false")
        ORDER = "order", _("put in order")
        NUMBER = "number", _("a number")

    quiz = models.ForeignKey(Quiz, models.CASCADE, related_name="questions", verbose_name=_("quiz"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    text = models.TextField(_("question"))
    picture = models.ImageField(_("picture"), upload_to="training/questions/", blank=True)
    explanation = models.TextField(_("explanation"), blank=True, help_text=_("Shown with the result."))
    is_true = models.BooleanField(_("is true"), null=True, blank=True, help_text=_("Of a true-or-false question."))
    number = models.DecimalField(
        _("right number"), max_digits=12, decimal_places=2, null=True, blank=True, help_text=_("Of a number question.")
    )
    tolerance = models.DecimalField(_("may differ by"), max_digits=12, decimal_places=2, default=0)

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["quiz", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="true_false") | Q(is_true__isnull=False),
                name="true_false_question_knows_which",
                violation_error_message=_("Say whether it is true."),
            ),
            models.CheckConstraint(
                condition=~Q(kind="number") | Q(number__isnull=False),
                name="number_question_has_its_number",
                violation_error_message=_("Give the right number."),
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Choice(models.Model):
    """An answer to choose. In a question of order, `position` is its right place, from 1."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="choices", verbose_name=_("question"))
    text = models.CharField(_("answer"), max_length=250)
    is_right = models.BooleanField(_("is right"), default=False)
    position = models.PositiveSmallIntegerField(_("position"), default=1)

    class Meta:
        verbose_name = _("answer to choose")
        verbose_name_plural = _("answers to choose")
        ordering = ["question", "position", "pk"]

    def __str__(self) -> str:
        return self.text


class Attempt(models.Model):
    """One try at a quiz. `drawn` holds the ids of the questions in the order she sees them."""

    quiz = models.ForeignKey(Quiz, models.PROTECT, related_name="attempts", verbose_name=_("quiz"))
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="quiz_attempts", verbose_name=_("enrolment"))
    number = models.PositiveSmallIntegerField(_("number"))
    drawn = models.JSONField(_("questions drawn"))
    started_at = models.DateTimeField(_("begun"), auto_now_add=True)
    submitted_at = models.DateTimeField(_("handed in"), null=True, blank=True)
    percent = models.PositiveSmallIntegerField(_("result, percent"), null=True, blank=True)
    passed = models.BooleanField(_("passed"), default=False)
    filled_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("filled in from paper by"),
    )

    class Meta:
        verbose_name = pgettext_lazy("training", "attempt")
        verbose_name_plural = pgettext_lazy("training", "attempts")
        ordering = ["quiz", "enrolment", "number"]
        constraints = [
            models.UniqueConstraint(fields=["quiz", "enrolment", "number"], name="attempt_number_once"),
            models.UniqueConstraint(
                fields=["quiz", "enrolment"], condition=Q(submitted_at=None), name="one_open_attempt_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(submitted_at=None, percent=None, passed=False)
                | Q(submitted_at__isnull=False, percent__range=(0, 100)),
                name="attempt_has_a_result_once_handed_in",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quiz} · {self.enrolment} · {self.number}"


class Answer(models.Model):
    """What she answered, as `grading` reads it, and whether it was right when she handed it in."""

    attempt = models.ForeignKey(
        Attempt, models.CASCADE, related_name="answers", verbose_name=pgettext_lazy("training", "attempt")
    )
    question = models.ForeignKey(Question, models.PROTECT, related_name="+", verbose_name=_("question"))
    given = models.JSONField(_("given"), null=True)
    is_right = models.BooleanField(_("right"))

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ["attempt", "pk"]
        constraints = [models.UniqueConstraint(fields=["attempt", "question"], name="answer_once_a_question")]

    def __str__(self) -> str:
        return f"{self.attempt_id}/{self.question_id}"


class Task(models.Model):
    """Something she does with her own hands: “took a product photo”, “made a listing”."""

    curriculum = models.ForeignKey(Curriculum, models.CASCADE, related_name="tasks", verbose_name=_("curriculum"))
    title = models.CharField(_("title"), max_length=150)
    instructions = models.TextField(_("instructions"), blank=True)
    needs_photo = models.BooleanField(_("with a photo as proof"), default=True)
    practice = models.CharField(
        _("practice"),
        max_length=40,
        blank=True,
        help_text=_("Name of an exercise that the project offers (TRAINING_PRACTICES); empty: none."),
    )

    class Meta:
        verbose_name = _("practical task")
        verbose_name_plural = _("practical tasks")
        ordering = ["curriculum", "pk"]

    def __str__(self) -> str:
        return self.title


class TaskStep(models.Model):
    """One line of a task's checklist."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="steps", verbose_name=_("task"))
    position = models.PositiveSmallIntegerField(_("position"))
    text = models.CharField(_("what to do"), max_length=200)

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering = ["task", "position"]
        constraints = [models.UniqueConstraint(fields=["task", "position"], name="step_position_once")]

    def __str__(self) -> str:
        return self.text


def photo_path(submission: "TaskSubmission", filename: str) -> str:
    return f"tasks/{submission.enrolment_id}/{uuid.uuid4().hex}.webp"


class TaskSubmission(models.Model):
    """What she handed in for a task, and what her trainer said to it."""

    class State(models.TextChoices):
        HANDED_IN = "handed_in", _("Handed in")
        ACCEPTED = "accepted", pgettext_lazy("training", "Accepted")
        RETURNED = "returned", _("To be done again")

    task = models.ForeignKey(Task, models.PROTECT, related_name="submissions", verbose_name=_("task"))
    enrolment = models.ForeignKey(
        Enrolment, models.PROTECT, related_name="task_submissions", verbose_name=_("enrolment")
    )
    steps_done = models.ManyToManyField(TaskStep, related_name="+", blank=True, verbose_name=_("steps done"))
    photo = models.ImageField(_("photo"), upload_to=photo_path, storage=private_storage, blank=True)
    state = models.CharField(_("state"), max_length=9, choices=State.choices, default=State.HANDED_IN)
    remark = models.CharField(_("remark"), max_length=300, blank=True)
    handed_in_at = models.DateTimeField(_("handed in"))
    checked_at = models.DateTimeField(_("checked"), null=True, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("by")
    )

    class Meta:
        verbose_name = _("task handed in")
        verbose_name_plural = _("tasks handed in")
        ordering = ["-handed_in_at"]
        constraints = [
            models.UniqueConstraint(fields=["task", "enrolment"], name="task_handed_in_once"),
            models.CheckConstraint(condition=~Q(state="returned") | ~Q(remark=""), name="returned_task_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.task} · {self.enrolment}"


class CompletionRule(models.Model):
    """What completes a course. Without a row: attendance of 80 percent, and whatever final quiz and tasks it has."""

    course = models.OneToOneField(Course, models.CASCADE, related_name="completion_rule", verbose_name=_("course"))
    attendance_percent = models.PositiveSmallIntegerField(
        _("attendance, percent"), default=80, validators=[MaxValueValidator(100)]
    )
    needs_quiz = models.BooleanField(_("the final quiz passed"), default=True)
    needs_tasks = models.BooleanField(_("all tasks accepted"), default=True)

    class Meta:
        verbose_name = _("rule of completion")
        verbose_name_plural = _("rules of completion")
        constraints = [
            models.CheckConstraint(condition=Q(attendance_percent__lte=100), name="attendance_asked_at_most_all")
        ]

    def __str__(self) -> str:
        return str(self.course)
