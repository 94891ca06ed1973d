"""Small helpers for pages on which listings are written and reviewed."""

from django import template
from django.utils.translation import gettext as _

from catalogue_ext.drafts import picture_of
from catalogue_ext.forms import ContentForm

register = template.Library()
register.filter("shown", picture_of)

TAGS = {
    "submitted": "tag--gold",
    "changes_asked": "tag--clay",
    "live": "tag--leaf",
    "approved": "tag--leaf",
    "new": "tag--lotus",
    "confirmed": "tag--pond",
    "packed": "tag--pond",
    "handed_over": "tag--pond",
    "delivered": "tag--leaf",
    "completed": "tag--leaf",
    "refused": "tag--clay",
    "cancelled": "tag--clay",
    "returned": "tag--clay",
}


@register.filter
def get(mapping: dict, key: str):
    """The value of a key that a template only knows by variable; empty when there is none."""
    return (mapping or {}).get(key, "")


@register.filter
def state_tag(state: str) -> str:
    """The class that colours a state."""
    return TAGS.get(state, "")


@register.filter
def field_label(name: str) -> str:
    """What the form calls a field, for remarks on it."""
    if name in ContentForm.base_fields:
        return str(ContentForm.base_fields[name].label)
    return {"pictures": _("Photos")}.get(name, _("In general"))
