"""What a report is about: a period, a course, a part of the province, a group of people."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from urllib.parse import urlencode

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from training.models import Attendance, Course, Enrolment, Learner, MarkState, Session, TrainingClass
from training.places import place_model

BANDS = {"-29": (0, 29), "30-44": (30, 44), "45-59": (45, 59), "60-": (60, 200)}
"""Age bands, in full years in the year of the report's last day; both ends belong to them."""

UNKNOWN = "unknown"
THERE = (MarkState.PRESENT, MarkState.LATE)


@dataclass(frozen=True)
class ReportFilter:
    """`start` and `end` are the first and the last day, in local time. Empty: no limit."""

    start: date
    end: date
    course: int | None = None
    place: int | None = None
    district: str = ""
    """A former district, as people still name them."""
    band: str = ""
    role: str = ""

    def but(self, **changes) -> "ReportFilter":
        return replace(self, **changes)

    @property
    def query(self) -> str:
        """As the query of an address."""
        pairs = {
            "start": self.start.isoformat(),
            "end": self.end.isoformat(),
            "course": self.course,
            "place": self.place,
            "district": self.district,
            "band": self.band,
            "role": self.role,
        }
        return urlencode({name: value for name, value in pairs.items() if value})

    @property
    def moments(self) -> tuple[datetime, datetime]:
        return (
            timezone.make_aware(datetime.combine(self.start, time.min)),
            timezone.make_aware(datetime.combine(self.end, time.max)),
        )

    def classes(self, seen: QuerySet[TrainingClass]) -> QuerySet[TrainingClass]:
        """Those of `seen` that the report is about, whenever they met; neither drafts nor what was cancelled."""
        seen = seen.filter(state__in=[TrainingClass.State.OPEN, TrainingClass.State.CLOSED])
        if self.course:
            seen = seen.filter(course=self.course)
        return seen.filter(self.places("place__"))

    def meeting(self, seen: QuerySet[TrainingClass]) -> QuerySet[TrainingClass]:
        """Those of them that meet in the period."""
        return self.classes(seen).filter(starts_on__lte=self.end, ends_on__gte=self.start)

    def places(self, path: str = "") -> Q:
        """The condition of the part of the province, on a commune at `path`."""
        found = Q(**{f"{path}pk": self.place}) if self.place else Q()
        if self.district:
            found &= in_district(self.district, path)
        return found

    def attendance(self, seen: QuerySet[TrainingClass]) -> QuerySet[Attendance]:
        """What holds in the sessions of the period, of the people asked for."""
        rows = Attendance.objects.filter(
            session__training_class__in=self.classes(seen),
            session__state=Session.State.PLANNED,
            session__starts_at__range=self.moments,
        )
        return rows.filter(self.people("learner__"))

    def people(self, path: str = "") -> Q:
        """The condition of the group of people, on a learner at `path`."""
        found = Q(**{f"{path}role": self.role}) if self.role else Q()
        if self.band == UNKNOWN:
            found &= Q(**{f"{path}birth_year": None})
        elif self.band in BANDS:
            youngest, oldest = BANDS[self.band]
            found &= Q(**{f"{path}birth_year__range": (self.end.year - oldest, self.end.year - youngest)})
        return found

    def enrolments(self, seen: QuerySet[TrainingClass]) -> QuerySet[Enrolment]:
        """Who takes part in classes that meet in the period."""
        return Enrolment.objects.taking_part().filter(self.people("learner__"), training_class__in=self.meeting(seen))


def band_of(birth_year: int | None, year: int) -> str:
    """The age band of someone born in `birth_year`, in `year`."""
    if birth_year is None:
        return UNKNOWN
    return next(name for name, (youngest, oldest) in BANDS.items() if year - birth_year <= oldest or name == "60-")


def in_district(district: str, path: str = "") -> Q:
    """The condition that the land of a commune at `path` lay, wholly or in part, in a former district."""
    if not has_districts():
        return Q(pk=None)
    return Q(**{f"{path}former_districts__regex": rf"(^|, ?){re.escape(district)}(,|$)"})


def districts_of(place) -> list[str]:
    """The former districts of a commune; empty where the project's places know none."""
    return [name.strip() for name in getattr(place, "former_districts", "").split(",") if name.strip()]


def has_districts() -> bool:
    """Whether the project's places know the districts of before."""
    return any(field.name == "former_districts" for field in place_model()._meta.get_fields())


class FilterForm(forms.Form):
    """Reads a filter from an address; what is wrong there is said, and the year so far is shown instead."""

    start = forms.DateField(required=False, label=_("From"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
    end = forms.DateField(required=False, label=_("Until"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
    course = forms.ModelChoiceField(Course.objects.all(), required=False, label=_("Course"), empty_label=_("All"))
    place = forms.ModelChoiceField(None, required=False, label=_("Commune or ward"), empty_label=_("All"))
    district = forms.ChoiceField(required=False, label=_("Former district"))
    band = forms.ChoiceField(required=False, label=_("Age"))
    role = forms.ChoiceField(required=False, label=_("Role"))

    def __init__(self, data, places: QuerySet):
        start, end = self.usual_period()
        super().__init__({"start": start, "end": end} | {key: value for key, value in data.items() if value})
        self.fields["place"].queryset = places
        self.fields["place"].label_from_instance = lambda place: place.name
        if has_districts():
            names = sorted({name for place in places for name in districts_of(place)})
            self.fields["district"].choices = [("", _("All")), *((name, name) for name in names)]
        else:
            del self.fields["district"]
        self.fields["band"].choices = [("", _("All")), *((name, band_label(name)) for name in (*BANDS, UNKNOWN))]
        self.fields["role"].choices = [("", _("All")), *Learner.Role.choices]

    def clean(self):
        data = super().clean()
        if data.get("start") and data.get("end") and data["start"] > data["end"]:
            self.add_error("end", _("The last day is before the first."))
        return data

    def chosen(self) -> list[tuple[str, str]]:
        """What narrows the report beside its period, as label and value."""
        valid = self.cleaned_data if self.is_valid() else {}
        found = []
        for name in ("course", "place", "district", "band", "role"):
            if value := valid.get(name):
                words = dict(self.fields[name].choices).get(value) if isinstance(value, str) else None
                found.append((str(self.fields[name].label), str(words or getattr(value, "name", value))))
        return found

    @staticmethod
    def usual_period() -> tuple[date, date]:
        """This year until today."""
        today = timezone.localdate()
        return today.replace(month=1, day=1), today

    def filter(self) -> ReportFilter:
        start, end = self.usual_period()
        valid = self.cleaned_data if self.is_valid() else {}
        return ReportFilter(
            start=valid.get("start") or start,
            end=valid.get("end") or end,
            course=valid["course"].pk if valid.get("course") else None,
            place=valid["place"].pk if valid.get("place") else None,
            district=valid.get("district", ""),
            band=valid.get("band", ""),
            role=valid.get("role", ""),
        )


def band_label(band: str) -> str:
    labels = {"-29": _("under 30"), "30-44": _("30 to 44"), "45-59": _("45 to 59"), "60-": _("60 and older")}
    return labels.get(band, _("not known"))
