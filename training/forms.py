"""Forms of the public pages and the desk; what they need to know is on one page and in few fields."""

import datetime

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from training.models import Learner, MarkState, Session, TrainingClass
from training.phones import PhoneField
from training.places import place_field
from training.services.sessions import LONGEST_PLAN, Pattern
from training.services.spreadsheets import MOST_BYTES

WEEKDAYS = [
    (0, _("Monday")),
    (1, _("Tuesday")),
    (2, _("Wednesday")),
    (3, _("Thursday")),
    (4, _("Friday")),
    (5, _("Saturday")),
    (6, _("Sunday")),
]


def date_field(**kwargs) -> forms.DateField:
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **kwargs)


def time_field(**kwargs) -> forms.TimeField:
    return forms.TimeField(widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"), **kwargs)


class EnrolForm(forms.Form):
    """Two fields; sending it is her consent, which the page says beside the button."""

    full_name = forms.CharField(label=_("Full name"), max_length=150, widget=forms.TextInput({"autocomplete": "name"}))
    phone = PhoneField()


class WhoForm(forms.Form):
    """Who checks in: a phone number or the code of a badge."""

    who = forms.CharField(label=_("Your phone number or badge code"), max_length=30)
    latitude = forms.FloatField(required=False, widget=forms.HiddenInput)
    longitude = forms.FloatField(required=False, widget=forms.HiddenInput)


class LearnerForm(forms.ModelForm):
    """A learner as a trainer or an officer writes her down."""

    phone = PhoneField(required=False)

    class Meta:
        model = Learner
        fields = ["full_name", "phone", "birth_year", "occupation", "role"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["place"] = place_field(required=False)
        self.initial.setdefault("place", self.instance.place_id)
        self.fields["birth_year"].widget.attrs |= {
            "inputmode": "numeric",
            "min": 1900,
            "max": timezone.localdate().year,
        }

    def clean_birth_year(self):
        year = self.cleaned_data["birth_year"]
        if year is not None and not 1900 <= year <= timezone.localdate().year:
            raise forms.ValidationError(_("Write the year with four digits, such as 1975."))
        return year

    def save(self, commit=True):
        self.instance.place = self.cleaned_data["place"]
        return super().save(commit)


class ClassForm(forms.ModelForm):
    class Meta:
        model = TrainingClass
        fields = ["course", "venue", "trainer", "assistants", "capacity", "language", "only_own_commune"]
        widgets = {"assistants": forms.SelectMultiple(attrs={"size": 4})}

    def __init__(self, *args, trainers, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["place"] = place_field()
        self.initial.setdefault("place", self.instance.place_id)
        self.fields["trainer"].queryset = self.fields["assistants"].queryset = trainers
        self.order_fields(["course", "place", "venue"])
        if self.instance.pk:
            del self.fields["course"]

    def save(self, commit=True):
        self.instance.place = self.cleaned_data["place"]
        if not self.instance.pk:
            self.instance.curriculum = self.instance.course.current_curriculum()
            self.instance.starts_on = self.instance.ends_on = timezone.localdate()
        return super().save(commit)

    def clean_course(self):
        course = self.cleaned_data["course"]
        if course.current_curriculum() is None:
            raise forms.ValidationError(_("This course has no published curriculum yet."))
        return course


class PlanForm(forms.Form):
    """A recurring pattern of sessions."""

    first_day = date_field(label=_("First day"))
    weekdays = forms.TypedMultipleChoiceField(
        label=_("On"), choices=WEEKDAYS, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    begins = time_field(label=_("Begins"))
    ends = time_field(label=_("Ends"))
    every_weeks = forms.TypedChoiceField(
        label=_("How often"), choices=[(1, _("every week")), (2, _("every second week"))], coerce=int
    )
    count = forms.IntegerField(label=_("How many sessions"), min_value=1, max_value=LONGEST_PLAN, initial=4)
    mode = forms.ChoiceField(label=_("Where"), choices=Session.Mode.choices)
    hall = forms.CharField(label=_("Hall, when not the class's venue"), max_length=150, required=False)
    map_url = forms.URLField(label=_("Link of a map"), required=False, assume_scheme="https")
    online_url = forms.URLField(
        label=_("Link of the meeting"),
        help_text=_("Zoom or Zalo; shown to the enrolled only."),
        required=False,
        assume_scheme="https",
    )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("mode") == Session.Mode.ONLINE and not cleaned.get("online_url") and not self.errors:
            self.add_error("online_url", _("An online session needs its link."))
        if cleaned.get("begins") and cleaned.get("ends") and cleaned["ends"] <= cleaned["begins"]:
            self.add_error("ends", _("A session ends after it begins."))
        return cleaned

    def pattern(self) -> Pattern:
        said = self.cleaned_data
        return Pattern(
            said["first_day"],
            said["begins"],
            said["ends"],
            frozenset(said["weekdays"]),
            said["count"],
            said["every_weeks"],
        )


class MoveForm(forms.Form):
    day = date_field(label=_("Day"))
    begins = time_field(label=_("Begins"))
    ends = time_field(label=_("Ends"))
    hall = forms.CharField(label=_("Hall, when not the class's venue"), max_length=150, required=False)
    reason = forms.CharField(label=_("Why"), max_length=200, help_text=_("Told to everyone who takes part."))

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("begins") and cleaned.get("ends") and cleaned["ends"] <= cleaned["begins"]:
            self.add_error("ends", _("A session ends after it begins."))
        return cleaned

    def at(self, name: str) -> datetime.datetime:
        return timezone.make_aware(datetime.datetime.combine(self.cleaned_data["day"], self.cleaned_data[name]))


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Why"), max_length=200, help_text=_("Told to everyone who takes part."))


class CopyForm(forms.Form):
    starts_on = date_field(label=_("First day of the new class"))


class CheckInForm(forms.ModelForm):
    """When and from how far learners may check in themselves."""

    class Meta:
        model = Session
        fields = [
            "self_check_in",
            "opens_before_minutes",
            "closes_after_minutes",
            "max_distance_m",
            "latitude",
            "longitude",
        ]


class CorrectionForm(forms.Form):
    state = forms.ChoiceField(
        label=_("State"), choices=[choice for choice in MarkState.choices if choice[0] != "unmarked"]
    )
    reason = forms.CharField(label=_("Why"), max_length=200, help_text=_("Kept in the history."))


class UploadForm(forms.Form):
    """A spreadsheet or a list of participants."""

    file = forms.FileField(label=_("File"))

    def __init__(self, *args, endings: tuple[str, ...], **kwargs):
        super().__init__(*args, **kwargs)
        self.endings = endings
        self.fields["file"].widget.attrs["accept"] = ",".join(endings)

    def clean_file(self):
        file = self.cleaned_data["file"]
        if not file.name.lower().endswith(self.endings):
            raise forms.ValidationError(
                _("Choose a file that ends in %(endings)s.") % {"endings": ", ".join(self.endings)}
            )
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("This file is too large."))
        return file
