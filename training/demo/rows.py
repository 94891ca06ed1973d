"""Rows of the demo, made many at a time and always alike (seeded)."""

import datetime
import uuid
from collections.abc import Iterable
from random import Random

from django.utils import timezone

from training.codes import numbered_code
from training.models import Attendance, AttendanceMark, Learner, MarkState, Session
from training.models.learners import BADGE_LENGTH

FAMILY = ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Đinh", "Lương"]
MIDDLE = ["Thị", "Thị", "Thị", "Thị Thu", "Thị Minh", "Thị Ngọc", "Thị Thanh", "Thị Phương", "Thị Bích", "Thị Kim"]
GIVEN = [
    "An", "Bình", "Châu", "Cúc", "Dung", "Duyên", "Đào", "Giang", "Hà", "Hạnh", "Hằng", "Hiền", "Hoa", "Hòa", "Hồng",
    "Huệ", "Hương", "Lan", "Liên", "Loan", "Mai", "Mận", "Mùi", "Nga", "Ngân", "Nhàn", "Nhung", "Oanh", "Phượng",
    "Quyên", "Sen", "Tâm", "Thảo", "Thắm", "Thoa", "Thơm", "Thúy", "Trang", "Tuyết", "Vân", "Xuân", "Yến",
]  # fmt: skip
OCCUPATIONS = ["Đan cói", "Làm ruộng", "Thêu ren", "Bán tạp hóa", "Nuôi dê", "Làm bánh", "Nội trợ", "Nuôi ngao", ""]
STATES = [MarkState.PRESENT] * 86 + [MarkState.LATE] * 5 + [MarkState.EXCUSED] * 4 + [MarkState.ABSENT] * 5
_SPACE = uuid.UUID("5d6f7a2c-2b58-4a0e-9c6f-0c7a4b1f3e21")


def a_learner(rng: Random, number: int, place_id: int, role: str = "") -> Learner:
    """Not saved. `number` makes her phone, which is no one's: 0970 and the number."""
    learner = Learner(
        full_name=f"{rng.choice(FAMILY)} {rng.choice(MIDDLE)} {rng.choice(GIVEN)}",
        phone=f"+84970{number:06d}",
        birth_year=rng.randint(1955, 2004),
        place_id=place_id,
        occupation=rng.choice(OCCUPATIONS),
        role=role or rng.choices(["member", "officer", "cooperative", "other"], [70, 10, 15, 5])[0],
        badge=numbered_code(number, BADGE_LENGTH),
        consent_at=timezone.now(),
    )
    learner.describe()
    return learner


def attendance_of(
    rng: Random, sessions: Iterable[Session], learners: list[int], by_id: int, always: dict[int, str] | None = None
) -> int:
    """A mark for each learner in each session; return how many were made. `always`: learner id → her state."""
    marks, always = [], always or {}
    for session in sessions:
        for learner in learners:
            at = session.starts_at + datetime.timedelta(minutes=rng.randint(1, 20))
            marks.append(
                AttendanceMark(
                    client_id=uuid.uuid5(_SPACE, f"{session.pk}-{learner}"),
                    session=session,
                    learner_id=learner,
                    state=always.get(learner) or rng.choice(STATES),
                    source=AttendanceMark.Source.SHEET,
                    device=str(uuid.uuid5(_SPACE, str(by_id))),
                    device_time=at,
                    corrected_at=at,
                    received_at=at + datetime.timedelta(minutes=rng.randint(0, 90)),
                    by_id=by_id,
                )
            )
    made = AttendanceMark.objects.bulk_create(marks, batch_size=2000)
    Attendance.objects.bulk_create(
        (Attendance(session_id=one.session_id, learner_id=one.learner_id, state=one.state, mark=one) for one in made),
        batch_size=2000,
    )
    return len(made)
