"""Classes whose learners have completed them. Knows no Oscar."""

import datetime

from django.utils import timezone

from tests.training.assessment.factories import attended
from tests.training.factories import a_class, a_learner, an_enrolment


def a_finished_class(*, learners: int = 1, **fields):
    """It met once, last week, and everyone was there."""
    training_class = a_class(starts_at=timezone.now() - datetime.timedelta(days=7), **fields)
    for _ in range(learners):
        completed(training_class)
    return training_class


def completed(training_class, name: str = "", **fields):
    """The enrolment of someone who has completed the class."""
    enrolment = an_enrolment(training_class, a_learner(name), **fields)
    for session in training_class.sessions.all():
        attended(session, enrolment.learner)
    return enrolment
