from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.orders.models import ReturnRequest
from marketplace.pictures.uploads import ACCEPT


class PicturesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class PicturesField(forms.FileField):
    """Several pictures of one input; the services decode them and refuse what is none."""

    widget = PicturesInput(attrs={"accept": ACCEPT})

    def clean(self, data, initial=None):
        files = data if isinstance(data, list | tuple) else [data]
        return [super(PicturesField, self).clean(file, initial) for file in files if file]


class CancelForm(forms.Form):
    """Why a buyer cancels: one of a few reasons, so that nobody has to write."""

    REASONS = (
        ("changed", _("I have changed my mind")),
        ("address", _("The address or the phone number is wrong")),
        ("other", _("I want to order something else")),
        ("slow", _("It takes too long")),
    )
    reason = forms.ChoiceField(label=_("Why do you cancel?"), choices=REASONS)

    def reason_text(self) -> str:
        return str(dict(self.REASONS)[self.cleaned_data["reason"]])


class MessageForm(forms.Form):
    text = forms.CharField(
        label=_("Your message"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    pictures = PicturesField(label=_("Pictures"), required=False)


class ReturnForm(forms.Form):
    """What a buyer gives back, how many pieces of each line, and what is wrong with it."""

    reason = forms.ChoiceField(
        label=_("What is wrong?"), choices=ReturnRequest.Reason.choices, widget=forms.RadioSelect
    )
    text = forms.CharField(label=_("Tell the shop more"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))
    pictures = PicturesField(label=_("Pictures"), required=False)

    def __init__(self, *args, lines, **kwargs):
        super().__init__(*args, **kwargs)
        self.lines = lines
        for entry in lines:
            self.fields[f"line_{entry.line.pk}"] = forms.IntegerField(
                label=entry.line.title,
                min_value=0,
                max_value=entry.quantity,
                required=False,
                initial=entry.quantity if len(lines) == 1 else 0,
            )
        if any(entry.needs_picture for entry in lines):
            self.fields["pictures"].help_text = _("Fresh food needs a picture that shows what is wrong.")

    def line_fields(self) -> list:
        return [(entry, self[f"line_{entry.line.pk}"]) for entry in self.lines]

    def quantities(self) -> dict[int, int]:
        return {entry.line.pk: self.cleaned_data.get(f"line_{entry.line.pk}") or 0 for entry in self.lines}


class ObjectionForm(forms.Form):
    objection = forms.CharField(
        label=_("Why do you not agree?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )


class ProofForm(forms.Form):
    answer = forms.CharField(
        label=_("Phone number or e-mail address of the order"),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "on"}),
    )
