import subprocess
from io import BytesIO

import pytest
from openpyxl import load_workbook

from tests.training.assessment.factories import attended
from tests.training.factories import a_class, a_learner, a_trainer, an_enrolment, an_officer

pytestmark = pytest.mark.django_db

ALWAYS = "?start=2020-01-01&end=2099-12-31"


@pytest.fixture
def training_class():
    """Two sessions and three learners, marked as in the hand-made tables below."""
    training_class = a_class(sessions=2)
    first, second = training_class.sessions.order_by("number")
    for name, year, states in (
        ("Trần Thị Hạnh", 1980, ("present", "late")),
        ("Đinh Thị Ẩn", 1995, ("excused", "present")),
        ("Nguyễn Thị Bích", 1962, ("absent", "absent")),
    ):
        learner = a_learner(name, birth_year=year, phone="+84912345678")
        an_enrolment(training_class, learner)
        attended(first, learner, states[0])
        attended(second, learner, states[1])
    return training_class


def lines_of(pdf: bytes) -> list[str]:
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return [" ".join(line.split()) for line in done.stdout.decode().splitlines() if line.strip()]


def table(sheet) -> list[tuple]:
    return list(sheet.iter_rows(values_only=True))


def test_the_register_is_the_paper_form_by_given_name(client, training_class):
    client.force_login(training_class.trainer)
    lines = lines_of(client.get(f"/training/desk/classes/{training_class.code}/register.pdf").content)
    assert "DANH SÁCH ĐIỂM DANH" in lines
    rows = [line for line in lines if line[:2] in ("1 ", "2 ", "3 ") and "Thị" in line]
    assert rows == ["1 Đinh Thị Ẩn 1995 p x", "2 Nguyễn Thị Bích 1962 v v", "3 Trần Thị Hạnh 1980 x m"]


def test_the_register_of_another_trainer_is_not_found(client, training_class):
    client.force_login(a_trainer())
    assert client.get(f"/training/desk/classes/{training_class.code}/register.pdf").status_code == 404


def test_the_spreadsheet_of_people_is_the_hand_made_one(client, training_class):
    client.force_login(an_officer())
    book = load_workbook(BytesIO(client.get(f"/training/desk/reports/people.xlsx{ALWAYS}").content))
    assert [row[:6] for row in table(book.active)] == [
        ("Họ và tên", "Số điện thoại", "Năm sinh", "Xã, phường", "Đối tượng", "Số buổi"),
        ("Đinh Thị Ẩn", "+84912345678", 1995, None, "hội viên", 1),
        ("Trần Thị Hạnh", "+84912345678", 1980, None, "hội viên", 2),
    ]


def test_the_spreadsheet_of_figures_is_the_hand_made_one(client, training_class):
    client.force_login(an_officer())
    answer = client.get(f"/training/desk/reports/figures.xlsx{ALWAYS}")
    sheets = load_workbook(BytesIO(answer.content)).worksheets
    figures = dict(table(sheets[0])[1:])
    assert figures["Số người được tiếp cận"] == 2
    assert figures["Chuyên cần, phần trăm"] == 60
    assert table(sheets[5])[1] == ("Phường Nam Hoa Lư", None, 1, 2, 60, 3, 0, 0, None)


def test_the_pdf_of_figures_says_the_same(client, training_class):
    client.force_login(an_officer())
    lines = lines_of(client.get(f"/training/desk/reports/figures.pdf{ALWAYS}").content)
    assert "Số người được tiếp cận 2" in lines
    assert "Phường Nam Hoa Lư 1 2 60% 0/3 0" in lines


def test_a_name_that_begins_like_a_formula_stays_text(client, training_class):
    learner = a_learner('=HYPERLINK("http://evil")')
    an_enrolment(training_class, learner)
    attended(training_class.sessions.first(), learner)
    client.force_login(an_officer())
    book = load_workbook(BytesIO(client.get(f"/training/desk/reports/people.xlsx{ALWAYS}").content))
    assert book.active["A2"].data_type == "s"
    assert not str(book.active["A2"].value).startswith("=")


def test_a_wrong_period_is_said_beside_the_field(client):
    client.force_login(an_officer())
    page = client.get("/training/desk/reports/?start=2026-10-01&end=2026-09-01").content.decode()
    assert "Ngày cuối đứng trước ngày đầu" in page


def test_the_pages_open_for_every_role_and_not_for_others(client, training_class):
    for address in ("/training/desk/reports/", "/training/desk/reports/people/", "/training/desk/reports/at-risk/"):
        client.logout()
        assert client.get(address).status_code == 302
        client.force_login(an_officer())
        assert client.get(address).status_code == 200
