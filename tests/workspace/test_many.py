"""Many products at once, on the pages: a spreadsheet in and out, prices and stock in a list."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalogue_ext.models import Revision, Sheet
from tests.catalogue_ext.test_sheets import a_row, a_table, a_zip
from tests.factories import a_category, a_listing, a_shop, a_shop_person
from tests.pictures.samples import a_jpeg

pytestmark = pytest.mark.django_db

BULK = "/seller/products/bulk/"
IMPORT = "/seller/products/import/"


@pytest.fixture
def shop(client):
    """Its owner is signed in."""
    a_category("Mắm và nước chấm")
    cache.clear()
    shop = a_shop()
    client.force_login(a_shop_person(shop))
    return shop


def test_faults_are_shown_before_anything_is_written_and_what_is_right_is_imported_once(client, shop):
    rows = [a_row(1, pictures="a.jpg"), a_row(2, price="rẻ"), a_row(3)]
    url = client.post(IMPORT, {"table": a_table(rows), "pictures": a_zip(a=a_jpeg((300, 300)))}).headers["location"]
    page = client.get(url).content.decode()
    assert "Giá bán:</b> Chưa đọc được số này" in page
    assert not Revision.objects.exists()
    for __ in range(2):
        page = client.post(url, follow=True).content.decode()
    assert "Chờ duyệt" in page
    assert "Bản nháp: cần thêm ảnh" in page
    assert Revision.objects.filter(shop=shop).count() == 2


def test_a_file_that_is_no_table_is_refused_beside_its_field(client, shop):
    answer = client.post(IMPORT, {"table": a_zip(a=b"x")})
    assert answer.status_code == 422
    assert "không phải bảng tính" in str(answer.context["form"].errors["table"])
    answer = client.post(IMPORT, {"table": a_table([a_row()]), "pictures": a_table([])})
    assert answer.status_code == 302  # an XLSX is a ZIP, and holds no picture that a row names
    assert not client.post(IMPORT, {}).context["form"].is_valid()


def test_nobody_sees_another_shops_table(client, shop):
    other = Sheet.objects.create(shop=a_shop(), name="san-pham.xlsx")
    assert client.get(f"{IMPORT}{other.pk}/").status_code == 404
    assert client.post(f"{IMPORT}{other.pk}/").status_code == 404
    a_listing("Của người khác", shop=a_shop())
    assert "Của người khác" not in client.get("/seller/products/export/csv/").content.decode()


@pytest.mark.parametrize("name", ["template", "xlsx", "csv"])
def test_tables_are_fetched(client, shop, name):
    a_listing(shop=shop)
    answer = client.get(f"/seller/products/export/{name}/")
    assert answer.status_code == 200
    assert "attachment" in answer.headers["content-disposition"]
    assert client.get("/seller/products/export/pdf/").status_code == 404


def typed(*rows) -> dict:
    """What the form of the list sends: (listing, price, stock) as typed, with what stood there."""
    sent = {}
    for listing, price, stock in rows:
        sent |= {f"price-{listing.pk}": price, f"price-{listing.pk}-was": str(int(listing.price))}
        sent |= {f"stock-{listing.pk}": stock, f"stock-{listing.pk}-was": str(listing.num_available)}
    return sent


def test_prices_and_stock_change_together_and_what_is_wrong_stays_as_typed(client, shop):
    right, wrong, same = (a_listing(shop=shop) for __ in range(3))
    sent = typed((right, "50k", "7"), (wrong, "rẻ", "3"), (same, "45000", "20"))
    answer = client.post(BULK, sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="rẻ"' in page
    assert "Chưa đọc được số này" in page
    for listing in (right, wrong, same):
        listing.refresh_from_db()
    assert [(one.price, one.num_available) for one in (right, wrong, same)] == [(50_000, 7), (45_000, 20), (45_000, 20)]
    assert client.post(BULK, typed((wrong, "60.000", "3"))).status_code == 302


def test_what_was_sold_while_the_list_was_open_does_not_come_back(client, shop):
    listing = a_listing(shop=shop)
    sent = typed((listing, "50000", "20"))
    record = listing.product.stockrecords.get()
    record.num_in_stock = 4
    record.save()
    client.post(BULK, sent)
    listing.refresh_from_db()
    assert (listing.price, listing.num_available) == (50_000, 4)


def test_the_list_takes_the_same_number_of_queries_however_long(client, shop):
    def queries():
        with CaptureQueriesContext(connection) as counted:
            assert client.get(BULK).status_code == 200
        return len(counted)

    a_listing(shop=shop, made_to_order_days=3)
    queries()
    before = queries()
    for __ in range(5):
        a_listing(shop=shop)
    assert queries() == before
