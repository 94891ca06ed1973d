"""Quizzes on paper: the same questions, in the same order, with the same letters on the sheet and on the form."""

import random
from dataclasses import dataclass

from training.assessment.models import Choice, Question, Quiz

LETTERS = "abcdefghijklmnopqrstuvwxyz"


def shuffled(question: Question, seed: str) -> list[Choice]:
    """Its choices in an order that tells nothing, the same for one seed at every look."""
    choices = list(question.choices.all())
    random.Random(f"{seed}-{question.pk}").shuffle(choices)  # noqa: S311 - nothing secret
    return choices


def on_paper(question: Question) -> list[tuple[str, Choice]]:
    """Its choices with their letters."""
    return list(zip(LETTERS, shuffled(question, "paper"), strict=False))


@dataclass(frozen=True)
class PaperQuestion:
    question: Question
    choices: list[tuple[str, Choice]]


def sheet(quiz: Quiz) -> list[PaperQuestion]:
    """All questions of the bank: on paper nobody draws, so that one sheet serves the hall and one form reads it."""
    questions = quiz.questions.order_by("position", "pk").prefetch_related("choices")
    return [PaperQuestion(one, on_paper(one)) for one in questions]
