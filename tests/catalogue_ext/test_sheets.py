"""Spreadsheets of products: every fault is named before anything is written, what is right is imported once."""

import csv
import io
import unicodedata
import zipfile
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import Workbook, load_workbook

from catalogue_ext import moderation
from catalogue_ext.models import Listing, Revision, RevisionPicture, Sheet, SheetRow
from catalogue_ext.sheets import exporting, importing
from catalogue_ext.sheets.checking import key_of
from catalogue_ext.sheets.columns import NAMES, heading
from catalogue_ext.sheets.tables import NotATable, read_table
from catalogue_ext.sheets.zipped import NotAZip
from marketplace.vault import private_storage
from tests.catalogue_ext.factories import an_approved, an_officer
from tests.factories import a_category, a_listing, a_maker, a_shop
from tests.pictures.samples import a_jpeg, png_of

pytestmark = pytest.mark.django_db

PHOTO = a_jpeg((300, 300))


@pytest.fixture
def shop():
    a_category("Mắm và nước chấm")
    cache.clear()
    return a_shop("HTX Mắm Kim Sơn")


def a_row(number: int = 1, **cells) -> dict:
    defaults = {
        "sku": f"MT-{number:03}",
        "title": f"Mắm tép {number:03}",
        "category": "Mắm và nước chấm",
        "price": "85.000",
        "stock": "12",
        "weight": "0,6 kg",
    }
    return defaults | cells


def a_table(rows: list[dict], names=NAMES) -> SimpleUploadedFile:
    book = Workbook()
    book.active.append([heading(name) for name in names])
    for row in rows:
        book.active.append([row.get(name, "") for name in names])
    content = io.BytesIO()
    book.save(content)
    return SimpleUploadedFile("san-pham.xlsx", content.getvalue())


def a_zip(**pictures: bytes) -> SimpleUploadedFile:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as packed:
        for name, picture in pictures.items():
            packed.writestr(f"anh/{name}.JPG", picture)
    return SimpleUploadedFile("anh.zip", content.getvalue())


def import_all(shop, rows, zipped=None) -> Sheet:
    sheet = importing.look_through(shop, a_table(rows), zipped, None)
    assert importing.begin(sheet)
    importing.import_rows(Sheet.objects.get(pk=sheet.pk))
    return Sheet.objects.get(pk=sheet.pk)


def states(sheet) -> list[str]:
    return list(sheet.rows.values_list("state", flat=True))


FAULTS = [
    ({"title": ""}, "Tên sản phẩm", "Chị điền mục này"),
    ({"title": "ab"}, "Tên sản phẩm", "ít nhất 3 ký tự"),
    ({"title": "x" * 130}, "Tên sản phẩm", "tối đa 120 ký tự"),
    ({"category": ""}, "Danh mục", "Chị điền mục này"),
    ({"category": "Tên lửa"}, "Danh mục", "Không có danh mục “Tên lửa”"),
    ({"price": ""}, "Giá bán", "Chị điền mục này"),
    ({"price": "rẻ lắm"}, "Giá bán", "Chưa đọc được số này"),
    ({"price": "500"}, "Giá bán", "Ít nhất 1.000"),
    ({"price": "9 tỷ"}, "Giá bán", "Chưa đọc được số này"),
    ({"price": "900 triệu"}, "Giá bán", "Nhiều nhất 500.000.000"),
    ({"stock": ""}, "Số lượng đang có", "Nhập số lượng đang có"),
    ({"stock": "-1"}, "Số lượng đang có", "nhỏ hơn 0"),
    ({"stock": "nhiều"}, "Số lượng đang có", "số nguyên"),
    ({"stock": "", "days": "400"}, "Số ngày để làm", "lớn hơn 120"),
    ({"days": "5"}, "Số ngày để làm", "không ghi cả hai"),
    ({"weight": ""}, "Khối lượng cả bao bì", "Chị điền mục này"),
    ({"weight": "nặng"}, "Khối lượng cả bao bì", "Chưa đọc được số này"),
    ({"weight": "2 tạ"}, "Khối lượng cả bao bì", "Chưa đọc được số này"),
    ({"net_weight": "300 kg"}, "Khối lượng tịnh", "Nhiều nhất 100"),
    ({"shelf_life": "0"}, "Hạn dùng (ngày)", "nhỏ hơn 1"),
    ({"keep_cold": "mát"}, "Phải giữ lạnh khi giao", "Ghi “có” hoặc để trống"),
    ({"maker": "Bà Tám"}, "Người làm", "chưa có người làm tên “Bà Tám”"),
    ({"season": "13"}, "Những tháng có bán", "Ghi tháng bằng số"),
    ({"capacity": "0"}, "Mỗi tháng làm được bao nhiêu", "nhỏ hơn 1"),
    ({"ocop_stars": "7"}, "Hạng sao OCOP", "7"),
    ({"ocop_stars": "4"}, "Số giấy chứng nhận", "từ giấy chứng nhận"),
    ({"ocop_issued": "hôm qua"}, "Ngày cấp", "23/11/2026"),
    ({"pictures": "khong-co.jpg"}, "Hình ảnh", "Không có ảnh “khong-co.jpg” trong tệp ZIP"),
    ({"pictures": "gia.jpg"}, "Hình ảnh", "không phải ảnh"),
    ({"sku": "MT-001"}, "Mã hàng", "Trùng với dòng 2"),
]


def test_of_three_hundred_rows_each_of_thirty_faults_is_named_and_the_others_are_imported_once(shop):
    rows = [a_row(number) for number in range(1, 301)]
    for place, (cells, __, __) in enumerate(FAULTS):
        rows[10 + 9 * place] |= cells
    pictures = a_zip(gia=b"<html>" * 50)

    sheet = importing.look_through(shop, a_table(rows), pictures, None)
    faulty = {row.line: row.faults for row in sheet.rows.filter(state=SheetRow.State.FAULTY)}
    assert not Revision.objects.exists()
    assert len(faulty) == len(FAULTS) == 30
    for place, (__, column, words) in enumerate(FAULTS):
        said = faulty[12 + 9 * place]
        assert any(column == where and words in what for where, what in said), (column, words, said)

    for __ in range(2):  # the same said twice
        importing.begin(sheet)
        importing.import_rows(Sheet.objects.get(pk=sheet.pk))
    assert Revision.objects.filter(shop=shop).count() == 270

    again = importing.look_through(shop, a_table(rows), a_zip(gia=b""), None)  # the same file sent anew
    importing.begin(again)
    importing.import_rows(Sheet.objects.get(pk=again.pk))
    assert Revision.objects.filter(shop=shop).count() == 270


def test_a_row_with_a_picture_goes_to_review_and_without_one_stays_a_draft(shop):
    sheet = import_all(shop, [a_row(1, pictures="a.jpg; B.JPG"), a_row(2)], a_zip(a=PHOTO, b=a_jpeg((310, 300))))
    assert sheet.state == Sheet.State.DONE
    assert states(sheet) == [SheetRow.State.SENT, SheetRow.State.DRAFT]
    sent, draft = Revision.objects.order_by("pk")
    assert (sent.state, sent.pictures.count(), draft.state) == ("submitted", 2, "draft")
    assert not private_storage().exists(sheet.pictures)
    listing = moderation.approve(sent, an_officer()).listing
    assert (listing.price, listing.num_available, listing.weight_grams) == (85_000, 12, 600)
    assert listing.product.stockrecords.get().partner_sku == "MT-001"


def test_the_same_table_sent_again_after_the_review_changes_nothing(shop):
    rows = [a_row(1, pictures="a.jpg"), a_row(2, pictures="a.jpg", sku="")]
    import_all(shop, rows, a_zip(a=PHOTO))
    for revision in Revision.objects.all():
        moderation.approve(revision, an_officer())
    again = import_all(shop, rows, a_zip(a=PHOTO))
    assert states(again) == [SheetRow.State.SAME] * 2
    assert (Listing.objects.count(), Revision.objects.count(), RevisionPicture.objects.count()) == (2, 2, 2)


def test_price_and_stock_of_a_known_product_change_at_once_and_its_name_after_review(shop):
    listing = an_approved(shop).listing
    sku = listing.product.stockrecords.get().partner_sku
    empty = dict.fromkeys(NAMES, "")
    assert states(import_all(shop, [empty | {"sku": sku, "price": "50k"}])) == [SheetRow.State.CHANGED]
    listing.refresh_from_db()
    assert (listing.price, listing.num_available) == (50_000, 20)
    assert states(import_all(shop, [empty | {"sku": sku, "title": "Cơm cháy mới"}])) == [SheetRow.State.SENT]
    assert Listing.objects.get().product.title == "Cơm cháy chà bông"
    assert states(import_all(shop, [empty | {"sku": sku, "title": "Cơm cháy mới"}])) == [SheetRow.State.SAME]
    sheet = import_all(shop, [empty | {"sku": sku, "title": "Cơm cháy khác"}])
    assert "Lấy lại" in sheet.rows.get().faults[0][1] or "gửi duyệt" in sheet.rows.get().faults[0][1]
    moderation.approve(Revision.objects.get(state="submitted"), an_officer())
    assert Listing.objects.get().product.title == "Cơm cháy mới"


def test_what_was_thrown_away_can_be_imported_again(shop):
    import_all(shop, [a_row(1)])
    moderation.discard(Revision.objects.get(), None)
    assert states(import_all(shop, [a_row(1)])) == [SheetRow.State.DRAFT]


def test_nobody_changes_another_shops_product_by_its_code(shop):
    other = a_listing("Chiếu cói")
    code = other.product.stockrecords.get().partner_sku
    import_all(shop, [a_row(1, sku=code, price="1000")])
    other.refresh_from_db()
    assert other.price == 45_000
    assert Revision.objects.get().shop == shop


@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
def test_what_is_exported_can_be_sent_back_and_changes_nothing(shop, suffix):
    a_listing("=Mắm tép", shop=shop, season_months=[9, 10], maker=a_maker(shop), stars=4, keep_cold=True)
    listing = a_listing("Tranh thêu, khổ lớn", shop=shop, stock=0, made_to_order_days=7)
    for one in Listing.objects.all():
        one.product.categories.set([a_category(f"Danh mục {one.pk}")])
    cache.clear()
    rows = exporting.rows_of(shop)
    content = exporting.as_csv(rows) if suffix == "csv" else exporting.as_xlsx(rows)
    file = SimpleUploadedFile(f"xuat.{suffix}", content)
    sheet = importing.look_through(shop, file, None, None)
    assert [row.faults for row in sheet.rows.all()] == [[], []]
    importing.begin(sheet)
    importing.import_rows(Sheet.objects.get(pk=sheet.pk))
    assert states(sheet) == [SheetRow.State.SAME] * 2
    listing.refresh_from_db()
    assert listing.made_to_order_days == 7


def test_the_template_has_vietnamese_headings_and_the_categories(shop):
    book = load_workbook(io.BytesIO(exporting.as_xlsx([])))
    first = [cell.value for cell in book.worksheets[0][1]]
    assert first[:4] == ["Mã hàng", "Tên sản phẩm *", "Danh mục *", "Giá bán *"]
    assert book["Danh mục"]["A1"].value == "Mắm và nước chấm"
    assert book.sheetnames == ["Sản phẩm", "Cách điền", "Danh mục"]


@pytest.mark.parametrize(
    ("delimiter", "encoding"), [(",", "utf-8-sig"), (";", "utf-8"), ("\t", "utf-16"), (";", "cp1258")]
)
def test_csv_is_read_as_programs_write_it(shop, delimiter, encoding):
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter)
    names = ("title", "category", "price", "stock", "weight")
    writer.writerow(heading(name) for name in names)
    writer.writerow(a_row()[name] for name in names)
    # Windows-1258 writes tone marks apart from their letters.
    content = text.getvalue()
    if encoding == "cp1258":
        content = as_windows_writes_it(content)
    table = read_table(SimpleUploadedFile("bang.csv", content.encode(encoding)))
    assert table.rows[0][0] == 2
    assert table.rows[0][1]["price"] == "85.000"
    assert not importing.check(shop, table, importing.ZippedPictures())[0].faults


def as_windows_writes_it(text: str) -> str:
    tones = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
    out = ""
    for letter in text:
        parts = unicodedata.normalize("NFD", letter)
        rest = "".join(part for part in parts if part not in tones)
        out += unicodedata.normalize("NFC", rest) + "".join(part for part in parts if part in tones)
    return out


BOMB = io.BytesIO()
with zipfile.ZipFile(BOMB, "w", zipfile.ZIP_DEFLATED) as packed:
    packed.writestr("xl/worksheets/sheet1.xml", b"0" * 90_000_000)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param(b"", "tiêu đề", id="empty"),
        pytest.param(b"\xd0\xcf\x11\xe0" + b"0" * 100, ".xls", id="old Excel"),
        pytest.param(PHOTO, "không phải bảng tính|tiêu đề", id="picture"),
        pytest.param(b"PK\x03\x04" + b"0" * 100, "không phải bảng tính", id="broken"),
        pytest.param(BOMB.getvalue(), "quá lớn", id="bomb"),
        pytest.param("Tên sản phẩm,Giá bán\nMắm,1000".encode(), "Danh mục, Khối lượng cả bao bì", id="columns"),
        pytest.param("Tên sản phẩm,Danh mục,Giá bán,Khối lượng cả bao bì".encode(), "chưa có dòng", id="no row"),
        pytest.param(b"0" * (5 * 1024**2 + 1), "5 MB", id="too large"),
    ],
)
def test_a_file_that_is_no_table_is_refused_with_words(content, words):
    with pytest.raises(NotATable, match=words):
        read_table(SimpleUploadedFile("bang.xlsx", content))


def test_a_zip_is_looked_at_before_it_is_believed(shop):
    with pytest.raises(NotAZip):
        importing.look_through(shop, a_table([a_row()]), SimpleUploadedFile("anh.zip", b"no zip"), None)
    rows = [a_row(1, pictures="bom.jpg"), a_row(2, pictures="nho.jpg")]
    sheet = importing.look_through(shop, a_table(rows), a_zip(bom=png_of(60_000, 60_000), nho=a_jpeg((90, 90))), None)
    assert ["megapixel" in row.faults[0][1] or "quá nhỏ" in row.faults[0][1] for row in sheet.rows.all()] == [True] * 2


def test_looking_through_takes_the_same_number_of_queries_however_many_rows(shop):
    def queries(number):
        table = a_table([a_row(one) for one in range(number)])
        with CaptureQueriesContext(connection) as counted:
            importing.look_through(shop, table, None, None)
        return len(counted)

    queries(1)
    assert queries(1) == queries(30)


def test_a_table_that_nobody_went_on_with_is_forgotten(shop):
    old = importing.look_through(shop, a_table([a_row(1, pictures="a.jpg")]), a_zip(a=PHOTO), None)
    Sheet.objects.update(created_at=timezone.now() - timedelta(days=8))
    fresh = importing.look_through(shop, a_table([a_row(1)]), None, None)
    importing.forget_old()
    assert list(Sheet.objects.all()) == [fresh]
    assert not private_storage().exists(old.pictures)


def test_a_key_is_the_same_for_the_same_product(shop):
    assert key_of(shop, "", "Mắm tép") == key_of(shop, "", "MẮM  TÉP") != key_of(a_shop(), "", "Mắm tép")
