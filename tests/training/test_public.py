"""What anyone may read of training."""

import pytest

from tests.queries import queries_of
from tests.training import factories

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
