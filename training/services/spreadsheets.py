"""Learners from a spreadsheet: read, shown with what is wrong in each row, and written only when someone says so."""

import datetime
from io import BytesIO
from zipfile import ZipFile

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font

from training.errors import Refused
from training.folding import fold
from training.models import Course, Enrolment, ImportDraft, Learner, TrainingClass
from training.phones import normalise_phone
from training.places import place_model, read_place
from training.services import enrolment

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_BYTES = 2 * 1024**2
MOST_UNPACKED = 40_000_000
"""Of a workbook, which is a ZIP file: what is packed tighter is no list of learners."""
MOST_ROWS = 500

HEADERS = {
    "full_name": ["họ và tên", "họ tên", "tên học viên", "full name", "name"],
    "phone": ["số điện thoại", "điện thoại", "sđt", "số đt", "phone"],
    "birth_year": ["năm sinh", "ngày sinh", "year of birth"],
    "place": ["xã, phường", "xã/phường", "xã", "phường", "địa chỉ", "đơn vị", "commune"],
    "occupation": ["nghề nghiệp", "nghề", "công việc", "occupation"],
    "role": ["vai trò", "đối tượng", "chức vụ", "role"],
}
"""Field → the headings it is known by; compared without marks."""

_ROLES = {
    "": Learner.Role.MEMBER,
    "hoi vien": Learner.Role.MEMBER,
    "member": Learner.Role.MEMBER,
    "can bo": Learner.Role.OFFICER,
    "can bo hoi": Learner.Role.OFFICER,
    "chi hoi truong": Learner.Role.OFFICER,
    "officer": Learner.Role.OFFICER,
    "htx": Learner.Role.COOPERATIVE,
    "hop tac xa": Learner.Role.COOPERATIVE,
    "ho kinh doanh": Learner.Role.COOPERATIVE,
    "cooperative": Learner.Role.COOPERATIVE,
    "khac": Learner.Role.OTHER,
    "other": Learner.Role.OTHER,
}


def read(training_class: TrainingClass, name: str, content: bytes, *, by) -> ImportDraft:
    """Read a workbook's first sheet into a draft; nothing else is written.

    Raises:
        Refused: it is no workbook or too large, has no column of names, or too many rows.
    """
    cells = _cells(content)
    begins, columns = _heading(cells)
    rows = [
        _row(number, {field: cells[number - 1][at] for field, at in columns.items() if at < len(cells[number - 1])})
        for number in range(begins + 1, len(cells) + 1)
        if any(cell not in (None, "") for cell in cells[number - 1])
    ]
    if not rows:
        raise Refused(_("There is no one under the headings."), "empty")
    if len(rows) > MOST_ROWS:
        raise Refused(_("At most %(most)s rows at once.") % {"most": MOST_ROWS}, "too_many")
    _find_doubles(rows)
    _find_who_may_not(rows, training_class.course)
    return ImportDraft.objects.create(
        kind=ImportDraft.Kind.LEARNERS, training_class=training_class, file_name=name[:200], rows=rows, by=by
    )


@transaction.atomic
def apply(draft: ImportDraft, *, by) -> dict[str, int]:
    """Enrol the rows without errors, once; return how many are enrolled, wait, and were left out.

    Raises:
        Refused: it was written already, or the class takes no one any more.
    """
    draft = ImportDraft.objects.select_for_update(of=("self",)).select_related("training_class").get(pk=draft.pk)
    if draft.applied_at:
        raise Refused(_("This list was written already."), "applied")
    counts = {"enrolled": 0, "waiting": 0, "left_out": 0}
    places = place_model().objects.in_bulk({row["place"] for row in draft.rows if row["place"]})
    for row in draft.rows:
        if row["errors"]:
            counts["left_out"] += 1
            continue
        try:
            made = enrolment.enrol_person(
                draft.training_class,
                row["full_name"],
                row["phone"],
                source=Enrolment.Source.SPREADSHEET,
                by=by,
                place=places.get(row["place"]) or draft.training_class.place,
                birth_year=row["birth_year"],
                occupation=row["occupation"],
                role=row["role"],
            )
        except Refused as refusal:
            if refusal.code == "closed":
                raise
            counts["left_out"] += 1  # someone known, for whom the course is not
            continue
        counts["enrolled" if made.state == Enrolment.State.ENROLLED else "waiting"] += 1
    draft.applied_at = timezone.now()
    draft.save(update_fields=["applied_at"])
    return counts


def blank_workbook() -> bytes:
    """A workbook with the Vietnamese headings and one example."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Danh sách học viên"
    sheet.append(["Họ và tên", "Số điện thoại", "Năm sinh", "Xã, phường", "Nghề nghiệp", "Đối tượng"])
    sheet.append(["Nguyễn Thị Sen", "0912 345 678", 1975, "", "Đan cói", "Hội viên"])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for column, width in zip("ABCDEF", [28, 18, 10, 26, 20, 14]):
        sheet.column_dimensions[column].width = width
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _cells(content: bytes) -> list[tuple]:
    """The first sheet of a workbook, one row more than may be read at once and some for what stands above."""
    too_large = Refused(_("This file is too large."), "too_large")
    if len(content) > MOST_BYTES:
        raise too_large
    try:
        with ZipFile(BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > MOST_UNPACKED:
                raise too_large
        book = load_workbook(BytesIO(content), read_only=True, data_only=True)
        return list(book.worksheets[0].iter_rows(values_only=True, max_row=MOST_ROWS + 50, max_col=30))
    except Refused:
        raise
    except Exception as error:  # openpyxl raises whatever a broken file makes it raise
        raise Refused(_("This file cannot be read. Save it as .xlsx and try again."), "unreadable") from error


def _heading(cells: list[tuple]) -> tuple[int, dict[str, int]]:
    """The number of the row of headings (from 1) and the column of each field; titles may stand above it."""
    names = {fold(name): field for field, known in HEADERS.items() for name in known}
    for number, row in enumerate(cells[:20], start=1):
        found: dict[str, int] = {}
        for at, cell in enumerate(row):
            field = names.get(fold(str(cell or "")).rstrip(" *:"))
            if field and field not in found:
                found[field] = at
        if "full_name" in found:
            return number, found
    raise Refused(_("No column is headed “Họ và tên”."), "no_names")


def _row(number: int, said: dict) -> dict:
    """One row as it will be written, with what is wrong in it."""
    text = {field: _text(said.get(field)) for field in HEADERS}
    row = {
        "number": number,
        "errors": [],
        "full_name": " ".join(text["full_name"].split()),
        "typed_place": text["place"],
    }
    if len(row["full_name"]) < 2:
        row["errors"].append(_("The name is missing."))
    row["phone"] = _phone(text["phone"], row["errors"])
    row["birth_year"] = _birth_year(text["birth_year"], row["errors"])
    row["place"] = _place(text["place"], row["errors"])
    row["occupation"] = text["occupation"][:100]
    row["role"] = _ROLES.get(fold(text["role"]), "")
    if not row["role"]:
        row["errors"].append(_("“%(text)s” is no role: hội viên, cán bộ, hợp tác xã, khác.") % {"text": text["role"]})
    return row


def _text(cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime.datetime | datetime.date):
        return str(cell.year)
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return str(cell).strip()


def _phone(text: str, errors: list[str]) -> str:
    """A spreadsheet takes the leading zero of a number away."""
    if not text:
        return ""
    try:
        return normalise_phone(f"0{text}" if text.isdecimal() and len(text) == 9 else text)
    except ValidationError:
        errors.append(_("“%(text)s” is no phone number.") % {"text": text})
        return ""


def _birth_year(text: str, errors: list[str]) -> int | None:
    digits = text[-4:]
    if not text:
        return None
    if digits.isdecimal() and 1900 <= int(digits) <= timezone.localdate().year:
        return int(digits)
    errors.append(_("“%(text)s” is no year of birth.") % {"text": text})
    return None


def _place(text: str, errors: list[str]) -> int | None:
    try:
        place = read_place(text)
    except ValidationError:
        errors.append(_("“%(text)s” is no commune or ward we can tell. Add its old district.") % {"text": text})
        return None
    return place.pk if place else None


def _find_who_may_not(rows: list[dict], course: Course) -> None:
    for row in rows:
        if row["role"] and row["role"] not in enrolment.ELIGIBLE[course.audience]:
            row["errors"].append(_("This course is for: %(whom)s.") % {"whom": course.get_audience_display()})


def _find_doubles(rows: list[dict]) -> None:
    seen: dict[tuple[str, str], int] = {}
    for row in rows:
        who = (fold(row["full_name"]), row["phone"])
        if who in seen and row["full_name"]:
            row["errors"].append(_("The same person as in row %(number)s.") % {"number": seen[who]})
        seen.setdefault(who, row["number"])
