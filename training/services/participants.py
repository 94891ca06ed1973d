"""Zoom's list of participants (CSV): read, matched with the class, shown, and written only when someone says so."""

import csv
import datetime
import io
import re

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from training import queries
from training.errors import Refused
from training.folding import fold
from training.models import AttendanceMark, ImportDraft, MarkState, Session
from training.services import attendance

_NAME = ["name (original name)", "name", "ten (ten goc)", "ten", "participant", "nguoi tham gia"]
_MINUTES = ["total duration (minutes)", "duration (minutes)", "tong thoi luong (phut)", "thoi luong (phut)"]
_JOINED = ["join time", "thoi gian tham gia"]
_TIMES = ["%m/%d/%Y %I:%M:%S %p", "%d/%m/%Y %H:%M:%S", "%d/%m/%Y %I:%M:%S %p", "%Y-%m-%d %H:%M:%S", "%d/%m/%Y %H:%M"]
MOST_ROWS = 2000


def read(session: Session, name: str, content: bytes, *, by) -> ImportDraft:
    """Match a list with the class into a draft; nothing else is written.

    Raises:
        Refused: it has no column of names.
    """
    people = _people(content)
    taken: set[int] = set()
    roster = [(row.learner.pk, row.learner.folded) for row in queries.roster(session)]
    for person in people:
        person["learner"] = _match(fold(person["name"]), roster, taken)
        taken.add(person["learner"])
    return ImportDraft.objects.create(
        kind=ImportDraft.Kind.PARTICIPANTS,
        training_class=session.training_class,
        session=session,
        file_name=name[:200],
        rows=people,
        by=by,
    )


@transaction.atomic
def apply(draft: ImportDraft, chosen: dict[int, int | None], *, by) -> int:
    """Mark those whom the list and the trainer name: row → learner or None. Return how many are marked.

    A mark that the trainer made already stays. Late is who joined later than the course allows.

    Raises:
        Refused: it was written already, or the sheet is closed.
    """
    draft = (
        ImportDraft.objects.select_for_update(of=("self",))
        .select_related("session__training_class__course")
        .get(pk=draft.pk)
    )
    if draft.applied_at:
        raise Refused(_("This list was written already."), "applied")
    session = draft.session
    open_ones = {row.learner.pk for row in queries.roster(session) if row.state == MarkState.UNMARKED}
    states = {learner: _state(session, draft.rows[at]) for at, learner in chosen.items() if learner in open_ones}
    attendance.mark_here(session, states, by=by, source=AttendanceMark.Source.IMPORT)
    draft.applied_at = timezone.now()
    draft.save(update_fields=["applied_at"])
    return len(states)


def _people(content: bytes) -> list[dict]:
    """One entry a person: minutes added up, the first time she joined."""
    lines = list(csv.reader(io.StringIO(_decoded(content))))[: MOST_ROWS + 20]
    titled = ((at, [fold(cell) for cell in line]) for at, line in enumerate(lines))
    begins, titles = next(((at, line) for at, line in titled if _column(line, _NAME) is not None), (None, []))
    if begins is None:
        raise Refused(_("This list has no column of names. Take Zoom's report of participants, as CSV."), "no_names")
    at_name = _column(titles, _NAME)
    at_minutes, at_joined = _column(titles, _MINUTES), _column(titles, _JOINED)
    found: dict[str, dict] = {}
    for line in lines[begins + 1 :]:
        name = re.sub(r"\s*\([^)]*\)\s*$", "", _cell(line, at_name)).strip()
        if not name:
            continue
        person = found.setdefault(fold(name), {"name": name[:150], "minutes": 0, "joined": ""})
        minutes = _cell(line, at_minutes)
        person["minutes"] += int(minutes) if minutes.isdecimal() else 0
        joined = _time(_cell(line, at_joined))
        if joined and (not person["joined"] or joined < person["joined"]):
            person["joined"] = joined
    return list(found.values())


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "utf-16", "cp1258"):
        try:
            return content.decode(encoding)
        except UnicodeError:
            continue
    return content.decode("utf-8", "replace")


def _column(titles: list[str], known: list[str]) -> int | None:
    return next((titles.index(title) for title in known if title in titles), None)


def _cell(line: list[str], at: int | None) -> str:
    return line[at].strip() if at is not None and at < len(line) else ""


def _time(text: str) -> str:
    """ISO 8601 with the project's offset; empty when it cannot be read."""
    for layout in _TIMES:
        try:
            return timezone.make_aware(datetime.datetime.strptime(text, layout)).isoformat()  # noqa: DTZ007
        except ValueError:
            continue
    return ""


def _match(name: str, roster: list[tuple[int, str]], taken: set[int]) -> int | None:
    """The one learner who bears this name, or whose name it holds or is part of; None when that is not one."""
    open_ones = [(pk, folded) for pk, folded in roster if pk not in taken]
    exact = [pk for pk, folded in open_ones if folded == name]
    if len(exact) == 1:
        return exact[0]
    words = set(name.split())
    close = [
        pk
        for pk, folded in open_ones
        if len(words) > 1 and (words <= set(folded.split()) or set(folded.split()) <= words)
    ]
    return close[0] if not exact and len(close) == 1 else None


def _state(session: Session, person: dict) -> str:
    if not person["joined"]:
        return MarkState.PRESENT
    late = datetime.datetime.fromisoformat(person["joined"]) - session.starts_at
    after = datetime.timedelta(minutes=session.training_class.course.late_after_minutes)
    return MarkState.LATE if late > after else MarkState.PRESENT
