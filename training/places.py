"""The project's places (`TRAINING_PLACE_MODEL`): communes, of which the app knows a name and a primary key."""

from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from training import conf


def place_model():
    return apps.get_model(conf.settings.TRAINING_PLACE_MODEL)


def place_field(**kwargs) -> forms.Field:
    """The project's own field for a place, or a list of them."""
    kwargs = {"label": _("Commune or ward")} | kwargs
    if maker := conf.load("TRAINING_PLACE_FIELD"):
        return maker(**kwargs)
    return forms.ModelChoiceField(place_model().objects.all(), **kwargs)


def read_place(text: str):
    """The place that `text` names, None for no text.

    Raises:
        ValidationError: no place, or more than one, is named so.
    """
    field = place_field(required=False)
    if not isinstance(field, forms.ModelChoiceField):
        return field.clean(text)
    found = list(place_model().objects.filter(name__iexact=text.strip())[:2]) if text.strip() else []
    if text.strip() and len(found) != 1:
        raise ValidationError(_("No commune or ward was found by this name."))
    return found[0] if found else None
