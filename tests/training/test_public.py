"""What anyone may read of training."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from tests.queries import queries_of
from tests.training import factories
from training.materials import MaterialForm
from training.models import Material

pytestmark = pytest.mark.django_db


def test_the_page_of_courses_names_what_is_public(client):
    shown = factories.a_course(title="Chụp ảnh sản phẩm bằng điện thoại")
    factories.a_course(title="Khóa nội bộ", is_public=False)
    factories.a_course(title="Khóa đang soạn").curricula.update(published_at=None)
    page = client.get("/training/").content.decode()
    assert shown.title in page
    assert "Khóa nội bộ" not in page
    assert "Khóa đang soạn" not in page


def test_the_page_of_courses_takes_the_same_queries_for_any_number(client):
    programme = factories.a_programme()
    factories.a_course(programme=programme)
    client.get("/training/")  # the menu of categories is remembered
    few = queries_of(client, "/training/")
    for _ in range(9):
        factories.a_course(programme=programme)
    assert queries_of(client, "/training/") == few


def test_a_course_shows_its_current_lessons_and_open_classes(client):
    course = factories.a_course(lessons=1)
    newer = factories.a_curriculum(course, lessons=0)
    newer.lessons.create(position=1, title="Bài mới", text="Một.\n\nHai.")
    training_class = factories.a_class(course=course)
    factories.a_class(course=course, state="draft", venue="Hội trường chưa mở")
    page = client.get(course.get_absolute_url()).content.decode()
    assert "Bài mới" in page
    assert "Bài 1" not in page
    assert training_class.venue in page
    assert "Hội trường chưa mở" not in page


def test_a_class_that_has_begun_says_so_and_stands_behind_those_to_come(client):
    days = [timezone.now() + timedelta(days=number) for number in (-2, 9, 5)]
    begun, later, sooner = (factories.a_class(course=factories.a_course(), starts_at=day, sessions=2) for day in days)
    page = client.get("/training/calendar/")
    assert list(page.context["classes"]) == [sooner, later, begun]
    assert page.content.decode().count("đã bắt đầu") == 1


def test_a_class_keeps_the_curriculum_it_began_with(client):
    training_class = factories.a_class()
    factories.a_curriculum(training_class.course)
    training_class.refresh_from_db()
    assert training_class.curriculum.number == 1


@pytest.mark.parametrize("state", ["draft", "cancelled"])
def test_a_class_that_is_not_open_is_not_there(client, state):
    training_class = factories.a_class(state=state)
    assert client.get(training_class.get_absolute_url()).status_code == 404


def test_a_lesson_can_be_read_by_anyone(client):
    lesson = factories.a_course().current_curriculum().lessons.first()
    assert "Mở điện thoại." in client.get(lesson.get_absolute_url()).content.decode()


def a_material(lesson, kind="pdf", name="bai.pdf", content=b"%PDF-1.7 ...", **fields):
    return Material.objects.create(lesson=lesson, kind=kind, title="Tờ bài học", file=ContentFile(content, name))


def test_a_lesson_offers_its_materials_with_their_size_and_they_can_be_kept(client, settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    lesson = factories.a_course().current_curriculum().lessons.first()
    material = a_material(lesson)
    page = client.get(lesson.get_absolute_url()).content.decode()
    assert material.get_absolute_url() in page
    assert "byte" in page
    answer = client.get(material.get_absolute_url())
    assert b"".join(answer.streaming_content) == b"%PDF-1.7 ..."
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_materials_of_a_course_that_is_not_public_are_not_there(client, settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    course = factories.a_course(is_public=False)
    material = a_material(course.curricula.get().lessons.first())
    assert client.get(material.get_absolute_url()).status_code == 404


@pytest.mark.parametrize(
    ("kind", "name", "content"),
    [("pdf", "bai.pdf", b"<html>"), ("pdf", "bai.pdf", b"%PDF-" + b"0" * 3 * 1024**2), ("picture", "a.webp", b"<svg>")],
)
def test_what_is_no_light_pdf_and_no_picture_is_refused_beside_its_field(kind, name, content):
    said = {"kind": kind, "title": "Tờ bài học", "url": "", "position": "1"}
    form = MaterialForm(said, {"file": SimpleUploadedFile(name, content)})
    assert set(form.errors) == {"file"}


def test_a_picture_is_written_anew():
    made = BytesIO()
    Image.new("RGB", (400, 300)).save(made, "JPEG")
    said = {"kind": "picture", "title": "Ảnh mẫu", "url": "", "position": "1"}
    form = MaterialForm(said, {"file": SimpleUploadedFile("anh.jpg", made.getvalue())})
    assert form.is_valid()
    assert form.cleaned_data["file"].name.endswith(".webp")
