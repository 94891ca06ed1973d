"""A learner's quizzes, tasks and certificate, on the page of her enrolment."""

from django import template

from training.assessment.queries import quiz_states, tasks_of
from training.models import Enrolment

register = template.Library()


@register.simple_tag
def holds_certificate(enrolment: Enrolment) -> bool:
    """Whether there is a valid one; of many, prefetch `certificates`."""
    return any(one.is_valid for one in enrolment.certificates.all())


@register.inclusion_tag("training/assessment/of_enrolment.html")
def assessment_of(enrolment: Enrolment) -> dict:
    if enrolment.state != Enrolment.State.ENROLLED:
        return {}
    return {
        "enrolment": enrolment,
        "quizzes": quiz_states(enrolment),
        "tasks": tasks_of(enrolment),
        "certificate": enrolment.certificates.valid().first(),
    }
