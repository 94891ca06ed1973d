import subprocess

import pytest
import typst

from marketplace.documents.pdf import render_pdf

TEMPLATE = """#set text(font: "Be Vietnam Pro")
#let data = json(bytes(sys.inputs.data))
#data.name
"""


@pytest.fixture
def templates(settings, tmp_path):
    (tmp_path / "fonts").symlink_to(settings.PDF_TEMPLATES / "fonts")
    (tmp_path / "greeting.typ").write_text(TEMPLATE, encoding="utf-8")
    settings.PDF_TEMPLATES = tmp_path
    return tmp_path


def test_vietnamese_letters_come_out_as_they_went_in(templates):
    pdf = render_pdf("greeting", {"name": "Bà Nguyễn Thị Ngọc Ẩn, xã Đồng Thái: 120.000 ₫"})
    text = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    assert "Bà Nguyễn Thị Ngọc Ẩn, xã Đồng Thái: 120.000 ₫" in text


def test_a_template_that_asks_for_what_is_not_there_is_an_error(templates):
    with pytest.raises(typst.TypstError):
        render_pdf("greeting", {})
