"""Reports and the attendance register as PDF, by the Typst templates beside this file."""

import json
from pathlib import Path

import typst
from django.db.models import Prefetch
from django.utils import timezone

from training import conf
from training.certificates.documents import fonts
from training.models import Attendance, MarkState, Session, TrainingClass
from training.reports.figures import Officers, Overview
from training.reports.filters import ReportFilter

TEMPLATES = Path(__file__).resolve().parent / "typst"
LETTERS = {MarkState.PRESENT: "x", MarkState.LATE: "m", MarkState.EXCUSED: "p", MarkState.ABSENT: "v"}
"""Marks of the paper form: x có mặt, m đi muộn, p vắng có phép, v vắng không phép."""


def overview_pdf(report: Overview, asked: ReportFilter) -> bytes:
    data = {
        "start": f"{asked.start:%d/%m/%Y}",
        "end": f"{asked.end:%d/%m/%Y}",
        "people": report.people,
        "classes": report.classes,
        "attendance": _percent(report.attendance_percent),
        "certificates": report.certificates,
        "officers": _officers(report.officers),
        "officers_year": report.officers.year,
        "officers_percent": _percent(report.officers.percent),
        "sellers": report.sellers,
        "first_sales": report.first_sales,
        "breakdowns": [
            {"title": title, "lines": [[str(line.label), line.people] for line in lines]}
            for title, lines in (
                ("Theo khóa học", report.courses),
                ("Theo độ tuổi", report.bands),
                ("Theo đối tượng", report.roles),
                ("Theo huyện cũ", report.districts),
            )
        ],
        "places": [
            [
                line.place.name,
                line.classes,
                line.people,
                _percent(line.attendance_percent),
                f"{line.certificates}/{line.enrolled}",
                _officers(line.officers),
            ]
            for line in report.places
        ],
    }
    return _compile("overview", data)


def _officers(officers: Officers) -> str:
    """`12/20`; without a target, the trained only."""
    return f"{officers.trained}/{officers.target}" if officers.target else f"{officers.trained}"


def register_pdf(training_class: TrainingClass) -> bytes:
    """The attendance register in the form that the Union signs: one row a learner, one column a session."""
    sessions = list(training_class.sessions.held().order_by("starts_at"))
    held = Prefetch("learner__attendance", Attendance.objects.filter(session__in=sessions), to_attr="held")
    enrolments = (
        training_class.enrolments.taking_part()
        .select_related("learner__place")
        .prefetch_related(held)
        .order_by("learner__sort_key", "learner")
    )
    rows = [
        [
            one.learner.full_name,
            str(one.learner.birth_year or ""),
            one.learner.place.name if one.learner.place else "",
            *_marks(sessions, one.learner.held),
        ]
        for one in enrolments
    ]
    data = {
        "course": training_class.course.title,
        "code": training_class.code,
        "venue": f"{training_class.venue}, {training_class.place}",
        "trainer": str(training_class.trainer),
        "from": f"{training_class.starts_on:%d/%m/%Y}",
        "until": f"{training_class.ends_on:%d/%m/%Y}",
        "sessions": [f"{timezone.localtime(one.starts_at):%d/%m}" for one in sessions],
        "rows": rows,
    }
    return _compile("register", data)


def _marks(sessions: list[Session], held: list[Attendance]) -> list[str]:
    states = {one.session_id: one.state for one in held}
    return [LETTERS.get(states.get(session.pk), "") for session in sessions]


def _percent(number: int | None) -> str:
    return "–" if number is None else f"{number}%"


def _compile(template: str, data: dict) -> bytes:
    about = {"operator": conf.get("TRAINING_OPERATOR"), "city": conf.get("TRAINING_CITY")}
    return typst.compile(
        TEMPLATES / f"{template}.typ",
        root=TEMPLATES,
        font_paths=fonts(str(conf.get("TRAINING_FONTS"))),
        sys_inputs={"data": json.dumps(about | data, ensure_ascii=False)},
        format="pdf",
    )
