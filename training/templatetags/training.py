"""Small words and looks of training's pages."""

from django import template
from django.utils.translation import pgettext

from training.models import MarkState
from training.phones import hidden_phone

register = template.Library()
register.filter("hidden_phone", hidden_phone)

_TAGS = {
    MarkState.PRESENT: "tag--leaf",
    MarkState.LATE: "tag--gold",
    MarkState.EXCUSED: "tag--pond",
    MarkState.ABSENT: "tag--clay",
}


@register.filter
def short_state(state: str) -> str:
    """A state in one short word, part of its full name, for a narrow button."""
    return {
        MarkState.PRESENT: pgettext("short for present", "Present"),
        MarkState.LATE: pgettext("short for late", "Late"),
        MarkState.EXCUSED: pgettext("short for excused", "Excused"),
        MarkState.ABSENT: pgettext("short for absent", "Absent"),
    }[MarkState(state)]


@register.filter
def state_label(state: str) -> str:
    return MarkState(state).label


@register.filter
def state_tag(state: str) -> str:
    """The class of a tag in the state's colour."""
    return _TAGS.get(state, "")
