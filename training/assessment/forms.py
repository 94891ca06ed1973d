"""A drawn quiz as a form, the hand-in of a task, the trainer's word on it."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from training import conf
from training.assessment.grading import read_number
from training.assessment.models import Attempt, Question, Task, TaskSubmission
from training.assessment.paper import on_paper, shuffled


class OrderField(forms.MultiValueField):
    """Choices to put in order: a place for each; cleans to the choices' ids from first to last."""

    def __init__(self, choices: list, *, texts: list[str], **kwargs):
        self.ids = [choice.pk for choice in choices]
        places = [("", "–"), *((place, str(place)) for place in range(1, len(choices) + 1))]
        fields = [
            forms.TypedChoiceField(choices=places, coerce=int, empty_value=None, required=False) for _c in choices
        ]
        super().__init__(fields, widget=OrderWidget(texts, places), require_all_fields=False, **kwargs)

    def compress(self, places: list) -> list[int] | None:
        if not places or all(place is None for place in places):
            return None
        if sorted(place or 0 for place in places) != list(range(1, len(self.ids) + 1)):
            raise ValidationError(_("Give each answer a place of its own."))
        return [choice for __, choice in sorted(zip(places, self.ids, strict=True))]


class OrderWidget(forms.MultiWidget):
    """A select of places beside each answer."""

    template_name = "training/assessment/order_widget.html"
    use_fieldset = True

    def __init__(self, texts: list[str], places: list):
        super().__init__([forms.Select({"aria-label": text}, choices=places) for text in texts])
        self.texts = texts

    def decompress(self, value):
        return [None] * len(self.texts)

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["rows"] = list(zip(self.texts, context["widget"]["subwidgets"], strict=True))
        return context


class AttemptForm(forms.Form):
    """The questions that an attempt has drawn. What is left out counts as wrong, and is said before it is handed in."""

    def __init__(self, attempt: Attempt, data=None):
        super().__init__(data)
        self.attempt = attempt
        found = attempt.quiz.questions.prefetch_related("choices").in_bulk(attempt.drawn)
        self.questions = [found[pk] for pk in attempt.drawn if pk in found]
        for number, question in enumerate(self.questions, start=1):
            field = _field(attempt, question)
            field.label = f"{number}. {question.text}"
            field.question = question
            self.fields[f"q{question.pk}"] = field

    def given(self) -> dict[int, object]:
        """What was answered, by question id, as `grading` reads it."""
        answers = {}
        for question in self.questions:
            value = self.cleaned_data.get(f"q{question.pk}")
            if value not in (None, "", []):
                answers[question.pk] = value
        return answers


def _field(attempt: Attempt, question: Question) -> forms.Field:
    if attempt.filled_in_by_id:
        lettered = on_paper(question)
        choices = [choice for __, choice in lettered]
        pairs = [(choice.pk, f"{letter}) {choice.text}") for letter, choice in lettered]
    else:
        choices = shuffled(question, str(attempt.pk))
        pairs = [(choice.pk, choice.text) for choice in choices]
    kinds = Question.Kind
    if question.kind == kinds.SINGLE:
        return forms.TypedChoiceField(choices=pairs, coerce=int, widget=forms.RadioSelect, required=False)
    if question.kind == kinds.MULTIPLE:
        return forms.TypedMultipleChoiceField(
            choices=pairs,
            coerce=int,
            widget=forms.CheckboxSelectMultiple,
            required=False,
            help_text=_("Several may be right."),
        )
    if question.kind == kinds.TRUE_FALSE:
        return forms.TypedChoiceField(
            choices=[("true", _("True")), ("false", _("False"))],
            coerce=lambda value: value == "true",
            empty_value=None,
            widget=forms.RadioSelect,
            required=False,
        )
    if question.kind == kinds.ORDER:
        return OrderField(choices, texts=[text for __, text in pairs], required=False)
    return NumberText(max_length=30, required=False, widget=forms.TextInput({"inputmode": "decimal"}))


class NumberText(forms.CharField):
    """A number as she types it; refused when it is none."""

    def clean(self, value):
        value = super().clean(value)
        if value and read_number(value) is None:
            raise ValidationError(_("Type a number, such as 1,5 or 120.000."))
        return value


class TaskForm(forms.Form):
    steps = forms.ModelMultipleChoiceField(
        queryset=None, required=False, widget=forms.CheckboxSelectMultiple, label=_("What have you done?")
    )
    photo = forms.FileField(
        required=False,
        label=_("Photo"),
        help_text=_("A photo of your phone, up to 15 MB."),
        widget=forms.ClearableFileInput({"accept": "image/*"}),
    )

    def __init__(self, task: Task, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["steps"].queryset = task.steps.all()
        if not task.needs_photo:
            del self.fields["photo"]

    def clean_photo(self):
        upload = self.cleaned_data["photo"]
        return conf.load("TRAINING_PHOTO_CLEANER")(upload) if upload else None


class CheckForm(forms.ModelForm):
    """The trainer's word; which button she pressed says whether the task is accepted."""

    class Meta:
        model = TaskSubmission
        fields = ["remark"]
        widgets = {"remark": forms.Textarea({"rows": 2})}
