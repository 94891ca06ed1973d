import io
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from tests.training.assessment.factories import a_question, a_quiz, a_task, an_attempt
from tests.training.factories import a_class, a_trainer, an_enrolment
from training.assessment.admin import QuestionForm
from training.assessment.grading import is_right
from training.assessment.models import Attempt, Question, TaskSubmission
from training.assessment.queries import in_words, right_answer
from training.assessment.services import start_attempt, submit_attempt

pytestmark = pytest.mark.django_db


@pytest.fixture
def training_class():
    return a_class()


@pytest.fixture
def enrolment(training_class):
    return an_enrolment(training_class)


def a_photo(width=1200, height=900) -> SimpleUploadedFile:
    """A JPEG that tells where it was taken."""
    written = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "o nha chi Sen"
    Image.new("RGB", (width, height), "#8f244a").save(written, "JPEG", exif=exif)
    return SimpleUploadedFile("sen.jpg", written.getvalue(), content_type="image/jpeg")


def test_a_learner_takes_a_quiz_and_reads_why(client, training_class, enrolment):
    quiz = a_quiz(training_class.curriculum, questions=1)
    quiz.questions.update(explanation="Dài và khó đoán thì an toàn hơn.")
    address = reverse("training:quiz", args=[enrolment.token, quiz.pk])
    assert "Bắt đầu" in client.get(address).content.decode()
    client.post(address, {"start": "1"})
    attempt, question = Attempt.objects.get(), quiz.questions.get()
    right = question.choices.get(is_right=True)
    answer = client.post(address, {"attempt": attempt.pk, f"q{question.pk}": right.pk}, follow=True)
    page = answer.content.decode()
    assert "100%" in page
    assert "Dài và khó đoán thì an toàn hơn." in page
    attempt.refresh_from_db()
    assert attempt.passed


def test_every_kind_of_question_is_read_from_the_form(client, training_class, enrolment):
    quiz = a_quiz(training_class.curriculum, questions=0)
    kinds = Question.Kind
    several = a_question(quiz, kinds.MULTIPLE)
    true_false = a_question(quiz, kinds.TRUE_FALSE, texts=(), is_true=True)
    order = a_question(quiz, kinds.ORDER, texts=("Chụp", "Đặt tên", "Đăng"))
    number = a_question(quiz, kinds.NUMBER, texts=(), number=45_000)
    address = reverse("training:quiz", args=[enrolment.token, quiz.pk])
    client.post(address, {"start": "1"})
    attempt = Attempt.objects.get()
    shown = client.get(address).context["form"].fields[f"q{order.pk}"].ids
    places = {choice.pk: choice.position for choice in order.choices.all()}
    data = {
        "attempt": attempt.pk,
        f"q{several.pk}": [several.choices.get(is_right=True).pk],
        f"q{true_false.pk}": "true",
        f"q{number.pk}": "45.000",
    }
    data |= {f"q{order.pk}_{index}": places[pk] for index, pk in enumerate(shown)}
    client.post(address, data)
    attempt.refresh_from_db()
    assert attempt.percent == 100


def test_a_mistake_in_the_form_keeps_what_was_answered(client, training_class, enrolment):
    quiz = a_quiz(training_class.curriculum, questions=1)
    number = a_question(quiz, Question.Kind.NUMBER, texts=(), number=1)
    order = a_question(quiz, Question.Kind.ORDER, texts=("Chụp", "Đăng"))
    address = reverse("training:quiz", args=[enrolment.token, quiz.pk])
    client.post(address, {"start": "1"})
    data = {"attempt": Attempt.objects.get().pk, f"q{number.pk}": "nhiều", f"q{order.pk}_0": 1, f"q{order.pk}_1": 1}
    answer = client.post(address, data)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "nhiều" in page
    assert "Nhập một con số" in page
    assert "một chỗ riêng" in page
    assert Attempt.objects.get().submitted_at is None


def test_another_learners_attempt_is_not_found(client, training_class, enrolment):
    quiz = a_quiz(training_class.curriculum)
    other = an_enrolment(training_class)
    client.post(reverse("training:quiz", args=[other.token, quiz.pk]), {"start": "1"})
    address = reverse("training:quiz", args=[enrolment.token, quiz.pk])
    assert client.post(address, {"attempt": Attempt.objects.get().pk}).status_code == 404


def test_a_guessed_token_is_not_found(client, training_class):
    quiz = a_quiz(training_class.curriculum)
    assert client.get(reverse("training:quiz", args=["x" * 24, quiz.pk])).status_code == 404


def test_a_task_is_handed_in_with_a_photo_that_tells_nothing_else(client, training_class, enrolment):
    task = a_task(training_class.curriculum, needs_photo=True)
    address = reverse("training:task", args=[enrolment.token, task.pk])
    steps = list(task.steps.values_list("pk", flat=True))
    answer = client.post(address, {"steps": steps, "photo": a_photo()}, follow=True)
    assert "đã được nộp" in answer.content.decode() or "Đã nộp" in answer.content.decode()
    submission = TaskSubmission.objects.get()
    assert submission.steps_done.count() == 2
    with Image.open(submission.photo) as kept:
        assert (kept.format, kept.size, len(kept.getexif())) == ("WEBP", (1200, 900), 0)


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.jpg", b"<svg onload=alert(1)>"), ("b.png", b"\x89PNG\r\n\x1a\nbroken"), ("c.html", b"<html>")],
)
def test_what_is_no_photo_is_refused_beside_the_field(client, training_class, enrolment, name, content):
    task = a_task(training_class.curriculum, needs_photo=True)
    upload = SimpleUploadedFile(name, content, content_type="image/jpeg")
    answer = client.post(reverse("training:task", args=[enrolment.token, task.pk]), {"photo": upload})
    assert answer.status_code == 422
    assert "không phải ảnh" in answer.content.decode()
    assert not TaskSubmission.objects.exists()


def test_a_photo_is_shown_to_her_and_her_trainer_only(client, training_class, enrolment):
    task = a_task(training_class.curriculum, needs_photo=True)
    client.post(reverse("training:task", args=[enrolment.token, task.pk]), {"photo": a_photo(400, 300)})
    submission = TaskSubmission.objects.get()
    own = reverse("training:photo", args=[enrolment.token, submission.pk])
    others = reverse("training:photo", args=[an_enrolment(training_class).token, submission.pk])
    desk = reverse("training:class_photo", args=[training_class.code, submission.pk])
    assert client.get(own).status_code == 200
    assert client.get(others).status_code == 404
    assert client.get(desk).status_code == 302
    client.force_login(a_trainer())
    assert client.get(desk).status_code == 404
    client.force_login(training_class.trainer)
    assert client.get(desk).status_code == 200


def test_the_trainer_fills_in_a_quiz_from_paper(client, training_class, enrolment):
    quiz = a_quiz(training_class.curriculum, questions=1)
    client.force_login(training_class.trainer)
    address = reverse("training:paper_quiz", args=[training_class.code, quiz.pk, enrolment.pk])
    assert client.get(address).status_code == 200
    client.post(address, {"start": "1"})
    question = quiz.questions.get()
    client.post(address, {f"q{question.pk}": question.choices.get(is_right=True).pk})
    attempt = Attempt.objects.get()
    assert (attempt.percent, attempt.filled_in_by) == (100, training_class.trainer)


def test_the_trainer_sees_results_and_tasks_and_accepts_one(client, training_class, enrolment):
    a_quiz(training_class.curriculum)
    task = a_task(training_class.curriculum)
    client.post(reverse("training:task", args=[enrolment.token, task.pk]), {})
    client.force_login(training_class.trainer)
    assert (
        enrolment.learner.full_name
        in client.get(reverse("training:results", args=[training_class.code])).content.decode()
    )
    address = reverse("training:class_task", args=[training_class.code, task.pk])
    assert client.get(address).status_code == 200
    client.post(address, {"submission": TaskSubmission.objects.get().pk, "remark": "", "return": "1"})
    assert TaskSubmission.objects.get().state == "handed_in"
    client.post(address, {"submission": TaskSubmission.objects.get().pk, "remark": "", "accept": "1"})
    assert TaskSubmission.objects.get().state == "accepted"


def test_a_task_seen_in_the_hall_is_accepted(client, training_class, enrolment):
    task = a_task(training_class.curriculum, needs_photo=True)
    client.force_login(training_class.trainer)
    client.post(reverse("training:class_task", args=[training_class.code, task.pk]), {"in_the_hall": enrolment.pk})
    assert TaskSubmission.objects.get().state == "accepted"


def test_a_quiz_is_printed_for_paper(client, training_class):
    quiz = a_quiz(training_class.curriculum)
    client.force_login(training_class.trainer)
    page = client.get(reverse("training:printed_quiz", args=[training_class.code, quiz.pk])).content.decode()
    assert page.count("☐") == 12


def test_paper_and_form_ask_the_same_in_the_same_order_with_the_same_letters(client, training_class, enrolment):
    quiz = a_quiz(training_class.curriculum, questions=3, num_drawn=1)
    order = a_question(quiz, Question.Kind.ORDER, texts=("Chụp", "Đặt tên", "Đặt giá", "Đăng"), position=9)
    client.force_login(training_class.trainer)
    printed = client.get(reverse("training:printed_quiz", args=[training_class.code, quiz.pk])).context["questions"]
    address = reverse("training:paper_quiz", args=[training_class.code, quiz.pk, enrolment.pk])
    form = client.post(address, {"start": "1"}).context["form"]
    assert [one.question for one in printed] == form.questions == list(quiz.questions.all())
    for one in printed[:-1]:
        shown = [label for __, label in form.fields[f"q{one.question.pk}"].choices]
        assert shown == [f"{letter}) {choice.text}" for letter, choice in one.choices]
    assert form.fields[f"q{order.pk}"].ids == [choice.pk for __, choice in printed[-1].choices]


def test_a_quiz_begun_on_the_phone_can_be_filled_in_from_paper(client, training_class, enrolment):
    quiz = a_quiz(training_class.curriculum, questions=4, num_drawn=2)
    client.post(reverse("training:quiz", args=[enrolment.token, quiz.pk]), {"start": "1"})
    client.force_login(training_class.trainer)
    address = reverse("training:paper_quiz", args=[training_class.code, quiz.pk, enrolment.pk])
    client.post(address, {"start": "1"})
    attempt = Attempt.objects.get()
    assert (len(attempt.drawn), attempt.filled_in_by) == (4, training_class.trainer)


def test_the_trainer_picks_whose_paper_comes_next(client, training_class, enrolment):
    quiz = a_quiz(training_class.curriculum, max_attempts=1)
    other = an_enrolment(training_class)
    an_attempt(quiz, enrolment, num_right=3)
    client.force_login(training_class.trainer)
    rows = client.get(reverse("training:papers", args=[training_class.code, quiz.pk])).context["rows"]
    assert [(row.enrolment, row.best_percent, row.attempts_left) for row in rows] == [
        (other, None, 1),
        (enrolment, 75, 0),
    ]


def test_she_reads_her_answers_and_the_right_ones_once_no_attempt_is_left(client, training_class, enrolment):
    quiz = a_quiz(training_class.curriculum, questions=0, max_attempts=2)
    question = a_question(quiz, texts=("Tên chồng", "Ngày sinh"))
    wrong = question.choices.get(is_right=False)
    address = reverse("training:quiz", args=[enrolment.token, quiz.pk])
    for shown in (False, True):
        submit_attempt(start_attempt(quiz, enrolment), {question.pk: wrong.pk})
        page = client.get(address).content.decode()
        assert "Ngày sinh" in page
        assert ("Tên chồng" in page) is shown


@pytest.mark.parametrize("kind", Question.Kind)
def test_the_right_answer_to_every_kind_of_question_is_right(training_class, kind):
    quiz = a_quiz(training_class.curriculum, questions=0)
    question = a_question(quiz, kind, is_true=False, number=Decimal("1.5"))
    assert is_right(question, right_answer(question))
    assert all(in_words(question, right_answer(question)))


def test_a_picture_of_a_question_is_written_anew(training_class):
    question = a_question(a_quiz(training_class.curriculum, questions=0))
    data = {"quiz": question.quiz_id, "position": 1, "kind": "single", "text": "Ảnh nào?", "tolerance": 0}
    form = QuestionForm(data, {"picture": a_photo(400, 300)}, instance=question)
    assert form.is_valid(), form.errors
    form.save()
    with Image.open(question.picture) as kept:
        assert (kept.format, kept.size, len(kept.getexif())) == ("WEBP", (400, 300), 0)
    assert question.picture.name.endswith(".webp")


def test_the_picture_of_a_question_is_seen_by_its_class(client, training_class, enrolment):
    question = a_question(a_quiz(training_class.curriculum, questions=0))
    question.picture.save("photo.webp", a_photo(40, 30))
    learners = reverse("training:question", args=[enrolment.token, question.pk])
    start_attempt(question.quiz, enrolment)
    assert learners in client.get(reverse("training:quiz", args=[enrolment.token, question.quiz_id])).content.decode()
    answer = client.get(learners)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")
    others = an_enrolment(a_class())
    assert client.get(reverse("training:question", args=[others.token, question.pk])).status_code == 404
    printed = reverse("training:printed_quiz", args=[training_class.code, question.quiz_id])
    desk = reverse("training:class_question", args=[training_class.code, question.pk])
    client.force_login(training_class.trainer)
    assert desk in client.get(printed).content.decode()
    assert client.get(desk).status_code == 200
    client.force_login(a_trainer())
    assert client.get(desk).status_code == 404


def test_a_browser_may_send_the_forms_behind_a_learners_link(training_class, enrolment):
    """Under the policy `no-referrer` browsers send forms with the origin `null`, which Django refuses."""
    quiz = a_quiz(training_class.curriculum)
    client = Client(enforce_csrf_checks=True)
    for address in (
        reverse("training:quiz", args=[enrolment.token, quiz.pk]),
        reverse("training:enrolment", args=[enrolment.token]),
    ):
        answer = client.get(address)
        assert answer["Referrer-Policy"] == "same-origin"
        data = {"csrfmiddlewaretoken": answer.context["csrf_token"], "start": "1"}
        assert client.post(address, data, HTTP_ORIGIN="http://testserver").status_code == 302
