"""Quizzes and tasks for tests. Knows no Oscar."""

from training.assessment.models import Choice, Question, Quiz, Task, TaskStep
from training.assessment.services import start_attempt, submit_attempt
from training.models import Attendance, AttendanceMark


def a_quiz(curriculum, *, kind=Quiz.Kind.FINAL, questions: int = 4, **fields) -> Quiz:
    """Questions of one right answer out of three."""
    quiz = Quiz.objects.create(curriculum=curriculum, kind=kind, **{"title": "Bài kiểm tra cuối khóa"} | fields)
    for position in range(questions):
        a_question(quiz, position=position)
    return quiz


def a_question(quiz, kind=Question.Kind.SINGLE, texts=("Đúng", "Sai", "Cũng sai"), **fields) -> Question:
    """The first of `texts` is right; in a question of order they stand in their right order."""
    question = Question.objects.create(quiz=quiz, kind=kind, **{"text": "Mật khẩu nào an toàn hơn?"} | fields)
    for place, text in enumerate(texts, start=1):
        Choice.objects.create(question=question, text=text, is_right=place == 1, position=place)
    return question


def right_answers(quiz) -> dict[int, object]:
    """What a learner who knows everything answers, to questions of one right answer."""
    return {question.pk: question.choices.get(is_right=True).pk for question in quiz.questions.all()}


def an_attempt(quiz, enrolment, *, num_right: int):
    """Handed in with so many right answers."""
    attempt = start_attempt(quiz, enrolment)
    right = right_answers(quiz)
    return submit_attempt(attempt, {pk: right[pk] for pk in attempt.drawn[:num_right]})


def a_task(curriculum, *, steps=("Chụp ảnh", "Đặt giá"), **fields) -> Task:
    task = Task.objects.create(curriculum=curriculum, **{"title": "Đăng một sản phẩm", "needs_photo": False} | fields)
    for position, text in enumerate(steps, start=1):
        TaskStep.objects.create(task=task, position=position, text=text)
    return task


def attended(session, learner, state="present") -> None:
    """What holds for a learner in a session."""
    import uuid

    from django.utils import timezone

    now = timezone.now()
    mark = AttendanceMark.objects.create(
        client_id=uuid.uuid4(),
        session=session,
        learner=learner,
        state=state,
        source=AttendanceMark.Source.SHEET,
        device="test",
        device_time=now,
        corrected_at=now,
        received_at=now,
    )
    Attendance.objects.create(session=session, learner=learner, state=state, mark=mark)
