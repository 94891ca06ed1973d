"""Learners from a workbook: read and shown with what is wrong, then written once."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook

from tests.training import factories
from training.errors import Refused
from training.models import Enrolment, Learner
from training.services import spreadsheets

pytestmark = pytest.mark.django_db


def a_workbook(*rows, heading=("STT", "Họ và tên", "Số điện thoại", "Năm sinh", "Xã/Phường", "Đối tượng")):
    book = Workbook()
    book.active.append(["HỘI LHPN XÃ", None, "DANH SÁCH LỚP"])
    book.active.append([])
    book.active.append(heading)
    for row in rows:
        book.active.append(row)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def read(training_class, content):
    return spreadsheets.read(training_class, "lop.xlsx", content, by=training_class.trainer)


def test_errors_are_shown_row_by_row_before_anything_is_written():
    draft = read(
        factories.a_class(),
        a_workbook(
            [1, "Nguyễn Thị Sen", 912345678, 1975, "Nam Hoa Lư", "Hội viên"],
            [2, "Trần Thị Hoa", "12", "19755", None, None],
            [3, "", "0912 000 111", None, None, "bạn"],
            [4, "NGUYEN THI SEN", "0912345678", None, None, None],
            [5, "Lê Thị Mai", None, None, "Xã Không Có Đâu", None],
        ),
    )
    good, *bad = draft.rows
    assert (good["phone"], good["birth_year"], good["errors"]) == ("+84912345678", 1975, [])
    assert good["place"] is not None
    assert [len(row["errors"]) for row in bad] == [2, 2, 1, 1]
    assert [row["number"] for row in draft.rows] == [4, 5, 6, 7, 8]
    assert not Learner.objects.exists()


def test_writing_takes_the_good_rows_and_happens_once():
    training_class = factories.a_class(capacity=1)
    draft = read(training_class, a_workbook([1, "Nguyễn Thị Sen", "0912345678"], [2, "Lê Thị Mai"], [3, "A"]))
    assert spreadsheets.apply(draft, by=training_class.trainer) == {"enrolled": 1, "waiting": 1, "left_out": 1}
    with pytest.raises(Refused):
        spreadsheets.apply(draft, by=training_class.trainer)
    assert Enrolment.objects.filter(source="spreadsheet").count() == 2


@pytest.mark.parametrize("content", [b"not a workbook", a_workbook(["x"], heading=("Cột A",)), a_workbook()])
def test_a_file_that_is_no_list_is_refused_with_words(content):
    with pytest.raises(Refused):
        read(factories.a_class(), content)


def test_a_file_that_unpacks_to_more_than_a_list_is_refused_before_it_is_read():
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as packed:
        packed.writestr("xl/sharedStrings.xml", b"0" * (spreadsheets.MOST_UNPACKED + 1))
    with pytest.raises(Refused) as refused:
        read(factories.a_class(), stream.getvalue())
    assert refused.value.code == "too_large"


def test_more_rows_than_may_be_read_at_once_are_refused():
    rows = [[number, f"Nguyễn Thị Số {number}"] for number in range(spreadsheets.MOST_ROWS + 1)]
    with pytest.raises(Refused) as refused:
        read(factories.a_class(), a_workbook(*rows))
    assert refused.value.code == "too_many"


def test_who_may_not_take_the_course_is_named_and_left_out():
    training_class = factories.a_class(course=factories.a_course(audience="officer"))
    factories.a_learner("Lê Thị Mai", phone="+84912345679", role="member")
    officer, member, known = (
        [1, "Nguyễn Thị Sen", "0912345678", None, None, "Cán bộ"],
        [2, "Trần Thị Hoa", "0912345670", None, None, "Hội viên"],
        [3, "Lê Thị Mai", "0912345679", None, None, "Cán bộ"],
    )
    draft = read(training_class, a_workbook(officer, member, known))
    assert [bool(row["errors"]) for row in draft.rows] == [False, True, False]
    assert spreadsheets.apply(draft, by=training_class.trainer) == {"enrolled": 1, "waiting": 0, "left_out": 2}


def test_the_empty_list_can_be_read_back():
    draft = read(factories.a_class(), spreadsheets.blank_workbook())
    assert draft.rows[0]["errors"] == []


def test_the_desk_shows_the_preview_and_writes_on_yes(client):
    training_class = factories.a_class()
    client.force_login(training_class.trainer)
    file = BytesIO(a_workbook([1, "Nguyễn Thị Sen", "0912345678"], [2, "Lê", "xyz"]))
    file.name = "lop.xlsx"
    answer = client.post(f"/training/desk/classes/{training_class.code}/import/", {"file": file}, follow=True)
    assert "“xyz”" in answer.content.decode()
    assert not Enrolment.objects.exists()
    client.post(answer.redirect_chain[0][0])
    assert Enrolment.objects.get().learner.full_name == "Nguyễn Thị Sen"
