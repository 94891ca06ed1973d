"""Materials of the demo's lessons: a hand-out of each, and what the courses' file names."""

import json
from pathlib import Path

import typst
from django.core.files.base import ContentFile

from training import conf
from training.certificates.documents import fonts
from training.models import Course, Lesson, Material

TEMPLATE = Path(__file__).with_name("handout.typ")


def load_materials(course: Course, lesson: Lesson, rows: list[dict], pictures: Path | None) -> None:
    """Make what is not there yet. `pictures`: the folder of the pictures that `rows` name; None: they are left out."""
    there = set(lesson.materials.values_list("title", flat=True))
    for position, row in enumerate(rows, start=1):
        if row["title"] not in there and (row["kind"] == Material.Kind.VIDEO or pictures):
            _make(lesson, position, row, pictures)
    if "Tờ bài học" not in there:
        handout = ContentFile(_handout(course, lesson), name=f"bai-{lesson.position}.pdf")
        Material.objects.create(
            lesson=lesson, kind=Material.Kind.PDF, title="Tờ bài học", position=len(rows) + 1, file=handout
        )


def _make(lesson: Lesson, position: int, row: dict, pictures: Path | None) -> None:
    material = Material(lesson=lesson, kind=row["kind"], title=row["title"], url=row.get("url", ""), position=position)
    if "file" in row:
        source = pictures / row["file"]
        material.file.save(source.name, ContentFile(source.read_bytes()), save=False)
    material.save()


def _handout(course: Course, lesson: Lesson) -> bytes:
    data = {
        "operator": conf.get("TRAINING_OPERATOR"),
        "course": course.title,
        "lesson": lesson.title,
        "text": [paragraph for paragraph in lesson.text.split("\n\n") if paragraph],
    }
    return typst.compile(
        TEMPLATE,
        font_paths=fonts(str(conf.get("TRAINING_FONTS"))),
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        format="pdf",
    )
