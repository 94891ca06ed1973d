"""The demo's quizzes, tasks and rules; what learners of finished classes answered, and their certificates."""

import json
from pathlib import Path
from random import Random

import typst
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from training import conf
from training.assessment import services
from training.assessment.completion import completions, is_over
from training.assessment.models import Attempt, Choice, CompletionRule, Question, Quiz, Task, TaskStep
from training.assessment.queries import right_answer
from training.certificates.documents import fonts
from training.certificates.models import Certificate
from training.certificates.services import issue_certificate
from training.models import Course, Enrolment, TrainingClass
from training.places import place_model
from training.reports.models import OfficerCount

DATA = Path(__file__).with_name("data") / "assessments.json"
KNOWS_BEFORE, KNOWS_AFTER = 0.45, 0.85
"""How likely a learner of the demo knows an answer."""


@transaction.atomic
def load(*, certify: bool) -> int:
    """Make what is not there yet; return how many certificates there are. `certify`: there is a key to sign them."""
    for row in json.loads(DATA.read_text(encoding="utf-8")):
        _load_course(row)
    for training_class in TrainingClass.objects.select_related("course").order_by("pk"):
        if is_over(training_class) and not Attempt.objects.filter(enrolment__training_class=training_class).exists():
            _carry_out(training_class, certify)
    _count_officers()
    return Certificate.objects.count()


def _load_course(row: dict) -> None:
    course = Course.objects.get(slug=row["course"])
    curriculum = course.current_curriculum()
    CompletionRule.objects.update_or_create(course=course, defaults=row["rule"])
    lessons = {lesson.position: lesson for lesson in curriculum.lessons.all()}
    for quiz in row["quizzes"]:
        names = ("title", "pass_percent", "max_attempts", "num_drawn")
        made, new = Quiz.objects.get_or_create(
            curriculum=curriculum,
            kind=quiz["kind"],
            lesson=lessons.get(quiz.get("lesson")),
            defaults={name: quiz[name] for name in names if name in quiz},
        )
        if new:
            for position, question in enumerate(quiz["questions"], start=1):
                _load_question(made, position, question)
    if row["task"] and not curriculum.tasks.exists():
        task = Task.objects.create(
            curriculum=curriculum,
            title=row["task"]["title"],
            instructions=row["task"]["instructions"],
            practice=row["task"]["practice"],
        )
        TaskStep.objects.bulk_create(
            TaskStep(task=task, position=at, text=text) for at, text in enumerate(row["task"]["steps"], start=1)
        )


def _load_question(quiz: Quiz, position: int, row: dict) -> None:
    names = ("kind", "text", "explanation", "is_true", "number", "tolerance")
    question = Question.objects.create(
        quiz=quiz, position=position, **{name: row[name] for name in names if name in row}
    )
    if "picture" in row:
        drawing = typst.compile(
            Path(__file__).with_name(row["picture"]),
            font_paths=fonts(str(conf.get("TRAINING_FONTS"))),
            format="png",
            ppi=140,
        )
        question.picture.save(f"{Path(row['picture']).stem}.png", ContentFile(drawing))
    Choice.objects.bulk_create(
        Choice(question=question, text=text, position=at, is_right=at - 1 in row.get("right", []))
        for at, text in enumerate(row.get("choices", []), start=1)
    )


def _carry_out(training_class: TrainingClass, certify: bool) -> None:
    """What the learners of a class that is over have answered and done, and the certificates of some of them."""
    rng = Random(training_class.code)  # noqa: S311 - nothing secret
    enrolments = list(training_class.enrolments.taking_part().select_related("learner", "training_class"))
    quizzes = list(Quiz.objects.filter(curriculum=training_class.curriculum_id).exclude(kind=Quiz.Kind.LESSON))
    tasks = list(Task.objects.filter(curriculum=training_class.curriculum_id))
    for enrolment in enrolments:
        for quiz in quizzes:
            _answer(rng, quiz, enrolment)
        for task in tasks:
            if enrolment.learner.user_id or rng.random() < 0.9:
                services.accept_at_the_desk(task, enrolment, by=training_class.trainer)
    if certify:
        _certify(training_class, enrolments)


def _answer(rng: Random, quiz: Quiz, enrolment: Enrolment) -> None:
    likely = KNOWS_BEFORE if quiz.kind == Quiz.Kind.BEFORE else KNOWS_AFTER
    if enrolment.learner.user_id and quiz.kind == Quiz.Kind.FINAL:
        likely = 1
    attempt = services.start_attempt(quiz, enrolment)
    questions = quiz.questions.filter(pk__in=attempt.drawn).prefetch_related("choices")
    services.submit_attempt(attempt, {one.pk: right_answer(one) for one in questions if rng.random() < likely})


def _certify(training_class: TrainingClass, enrolments: list[Enrolment]) -> None:
    """Half of those who have completed it and all with an account; the others wait: there is something to press."""
    found = completions(training_class, enrolments)
    complete = [one for one in enrolments if found[one.pk].is_complete]
    for at, enrolment in enumerate(complete):
        if at % 2 == 0 or enrolment.learner.user_id:
            issue_certificate(enrolment, training_class.trainer)


def _count_officers() -> None:
    """A plausible number of officers in each commune of the province, this year."""
    year = timezone.localdate().year
    OfficerCount.objects.bulk_create(
        (
            OfficerCount(place=place, year=year, number=26 + int(place.code) % 9)
            for place in place_model().objects.filter(province__code="37")
        ),
        ignore_conflicts=True,
    )
