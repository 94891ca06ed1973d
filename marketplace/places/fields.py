"""A form field for a commune: one text input that the picker helps to fill, and that works without it."""

from django import forms
from django.forms.widgets import Script
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from marketplace.places.models import Commune
from marketplace.places.queries import Hit
from marketplace.places.resolving import resolve_commune


class CommuneWidget(forms.TextInput):
    """The input `<name>`; when the text was ambiguous, also radios `<name>_choice`, valid for `<name>_asked` only."""

    template_name = "places/widgets/commune.html"

    class Media:
        js = [Script("js/commune-picker.js", type="module")]

    def __init__(self, attrs=None):
        super().__init__({"autocomplete": "off", "spellcheck": "false", **(attrs or {})})
        self.choices: list[Hit] = []
        """What the posted text may mean; the field fills it."""

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"]["choices"] = self.choices
        context["widget"]["url"] = reverse("places:communes") + f"?lang={get_language()}"
        return context

    def value_from_datadict(self, data, files, name):
        typed = data.get(name)
        if data.get(f"{name}_choice") and data.get(f"{name}_asked") == typed:
            return data[f"{name}_choice"]
        return typed


class CommuneField(forms.CharField):
    """Cleans to a `Commune`, or to None when it is not required and empty.

    Accepts what `resolving.resolve_commune` does. An ambiguous text is an error with the code `ambiguous`; the widget
    then shows the choices, keeps what was typed, and posts the chosen one without JavaScript.
    """

    widget = CommuneWidget
    default_error_messages = {
        "required": _("Please enter your commune or ward."),
        "ambiguous": _("More than one place may be meant, please choose yours."),
        "unsure": _("Is this the place? Please choose it, or add your district."),
        "unknown": _("No commune or ward was found by this name. Try its old name with its district."),
    }

    def __init__(self, **kwargs):
        super().__init__(**{"label": _("Commune or ward"), "max_length": 150, **kwargs})

    def clean(self, value) -> Commune | None:
        self.widget.choices = []
        text = super().clean(value)
        if text in self.empty_values:
            return None
        commune, self.widget.choices = resolve_commune(text)
        if commune is None:
            found = len(self.widget.choices)
            code = "ambiguous" if found > 1 else "unsure" if found else "unknown"
            raise forms.ValidationError(self.error_messages[code], code=code)
        return commune

    def prepare_value(self, value):
        """A commune, or its primary key as an initial value, or its code as posted, reads as its label."""
        if isinstance(value, int):
            value = Commune.objects.select_related("province").filter(pk=value).first()
        elif isinstance(value, str) and value.isdecimal():
            value = resolve_commune(value)[0] or value
        return value.label if isinstance(value, Commune) else value

    def has_changed(self, initial, data):
        return super().has_changed(self.prepare_value(initial), self.prepare_value(data))
