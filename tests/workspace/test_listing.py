"""Writing a product: the pages as a form without script, and what our script asks."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalogue_ext import drafts, moderation
from catalogue_ext.models import Listing, Revision, RevisionPicture
from marketplace.shops.models import ShopPerson
from tests.catalogue_ext.factories import a_draft, a_photo, a_seller, a_submitted, an_approved, an_officer, typed
from tests.factories import a_commune, a_listing, a_shop

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop():
    return a_shop()


@pytest.fixture
def seller(client, shop):
    """Signed in, owner of `shop`."""
    user = a_seller(shop)
    client.force_login(user)
    return user


def draft_url(client_id, page=""):
    return f"/seller/products/draft/{client_id}/{page}"


def test_she_lists_a_product_with_one_form_and_no_script(client, shop, seller):
    url = client.get("/seller/products/new/").headers["location"]
    answer = client.post(url, typed() | {"pictures": [a_photo()], "submit": "1"}, follow=True)
    assert "Đã gửi duyệt" in answer.content.decode()
    revision = Revision.objects.get(shop=shop)
    assert revision.state == Revision.State.SUBMITTED
    assert revision.pictures.count() == 1
    assert revision.by == seller


def test_a_form_that_is_sent_twice_is_one_product_with_one_picture(client, shop, seller):
    for __ in range(2):
        client.post(draft_url(uuid.UUID(int=7)), typed(category="") | {"pictures": [a_photo()], "save": "1"})
    assert Revision.objects.count() == RevisionPicture.objects.count() == 1


def test_what_is_missing_is_said_beside_the_fields_and_what_was_typed_stays(client, seller):
    url = draft_url(uuid.uuid4())
    page = client.post(url, typed(price="rẻ lắm", stock="") | {"submit": "1"}, follow=True).content.decode()
    assert "Chưa đọc được số này" in page
    assert "Nhập số lượng đang có" in page
    assert "Thêm ít nhất một ảnh" in page
    assert 'value="rẻ lắm"' in page


def test_the_category_is_suggested_from_the_name_when_she_chose_none(client, seller):
    sold = a_listing("Cơm cháy mắm hành")
    category = typed()["category"]
    sold.product.categories.set([category])
    url = draft_url(uuid.uuid4())
    client.post(url, typed(title="Cơm cháy chà bông", category="") | {"pictures": [a_photo()], "submit": "1"})
    assert Revision.objects.get().content["category"] == category
    answer = client.get("/seller/products/suggest/", {"title": "com chay"})
    assert [row["id"] for row in answer.json()["categories"]] == [category]


def test_what_she_will_receive_stands_beside_the_price(client, seller):
    assert "Chị nhận về" in client.get("/seller/products/you-receive/", {"price": "45.000"}).json()["text"]
    assert client.get("/seller/products/you-receive/", {"price": "rẻ"}).json()["text"] == ""


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("anh.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "không phải ảnh"),
        ("anh.jpg", b"<!doctype html><h1>no</h1>", "không phải ảnh"),
        ("anh.jpg", b"", "trống"),
    ],
)
def test_a_file_that_is_no_picture_is_refused_with_words(client, seller, name, content, words):
    file = SimpleUploadedFile(name, content, "image/jpeg")
    client_id = uuid.uuid4()
    answer = client.post(draft_url(client_id, "pictures/"), {"picture_id": str(uuid.uuid4()), "picture": file})
    assert answer.status_code == 422
    assert words in answer.json()["error"]
    file.seek(0)
    page = client.post(draft_url(client_id), typed() | {"pictures": [file], "submit": "1"}, follow=True)
    assert RevisionPicture.objects.count() == 0
    if content:
        assert words in page.content.decode()


def test_what_is_typed_is_kept_as_a_draft_once(client, shop, seller):
    client_id = uuid.uuid4()
    for __ in range(2):
        answer = client.post(draft_url(client_id, "save/"), typed(title="Bánh đa") | {"typed_at": "17000"})
        assert answer.json() == {"state": "draft", "typed_at": 17000}
    assert Revision.objects.get().title == "Bánh đa"
    more = {"page": "more", "composition": "Gạo, vừng", "season": ["1", "12"], "typed_at": "17001"}
    client.post(draft_url(client_id, "save/"), more)
    content = Revision.objects.get().content
    assert (content["title"], content["composition"], content["season"]) == ("Bánh đa", "Gạo, vừng", ["1", "12"])


def test_the_second_page_and_the_certificate_reach_the_listing(client, shop, seller):
    revision = a_draft(shop)
    details = {
        "composition": "Gạo nếp",
        "shelf_life": "90",
        "capacity": "10",
        "ocop_stars": "4",
        "ocop_number": "7/QĐ",
        "ocop_issued": "2025-11-01",
        "ocop_expires": "2028-11-01",
        "submit": "1",
    }
    client.post(draft_url(revision.client_id, "more/"), details)
    listing = moderation.approve(Revision.objects.get(), an_officer()).listing
    assert (listing.composition, listing.shelf_life_days, listing.monthly_capacity) == ("Gạo nếp", 90, 10)
    assert Listing.objects.get().ocop_stars == 4


def test_a_picture_is_cropped_turned_made_the_cover_and_removed(client, shop, seller):
    revision = a_draft(shop, pictures=2)
    first, last = revision.pictures.all()
    assert client.get(f"/seller/products/pictures/{last.pk}/original/").status_code == 200
    client.post(f"/seller/products/pictures/{last.pk}/", {"x": 0, "y": 50, "zoom": 150, "turns": 0, "turn": "1"})
    last.refresh_from_db()
    assert (last.crop_x, last.zoom, last.turns) == (0, 150, 1)
    client.post(f"/seller/products/pictures/{last.pk}/", {"cover": "1"})
    assert revision.pictures.first() == last
    client.post(f"/seller/products/pictures/{first.pk}/", {"remove": "1"})
    assert list(revision.pictures.all()) == [last]


def test_nobody_reaches_another_shops_drafts_or_pictures(client, seller):
    other = a_draft()
    kept = other.pictures.get()
    assert client.get(f"/seller/products/pictures/{kept.pk}/original/").status_code == 404
    assert client.post(f"/seller/products/pictures/{kept.pk}/", {"remove": "1"}).status_code == 404
    assert client.get(draft_url(other.client_id, "more/")).status_code == 404
    assert client.post(draft_url(other.client_id, "discard/")).status_code == 404
    client.post(draft_url(other.client_id, "save/"), typed(title="Của người khác"))
    other.refresh_from_db()
    assert other.title == "Cơm cháy chà bông"
    listing = an_approved().listing
    for path in ("", "edit/", "pause/", "variant/"):
        assert client.post(f"/seller/products/{listing.pk}/{path}").status_code == 404


def test_a_packer_does_not_write_products(client, shop):
    client.force_login(a_seller(shop, ShopPerson.Role.PACKER))
    assert client.get("/seller/products/new/").status_code == 403
    assert client.get("/seller/products/").status_code == 200
    listing = an_approved(shop).listing
    assert client.post(f"/seller/products/{listing.pk}/", {"price": "1"}).status_code == 404


def test_price_and_stock_change_at_once(client, shop, seller):
    listing = an_approved(shop).listing
    terms = {"price": "50k", "stock_mode": "stock", "stock": "7", "weight": "250"}
    client.post(f"/seller/products/{listing.pk}/", terms)
    listing.refresh_from_db()
    assert (listing.price, listing.num_available, listing.weight_grams) == (50_000, 7, 250)
    wrong = client.post(f"/seller/products/{listing.pk}/", terms | {"price": "0"})
    assert wrong.status_code == 422
    assert "Ít nhất" in wrong.content.decode()


def test_one_tap_pauses_a_product_and_another_resumes_it(client, shop, seller):
    listing = an_approved(shop).listing
    client.post(f"/seller/products/{listing.pk}/pause/")
    assert not Listing.objects.on_sale().exists()
    client.post(f"/seller/products/{listing.pk}/pause/")
    assert Listing.objects.on_sale().exists()


def test_a_variant_is_a_sister_with_its_own_price(client, shop, seller):
    listing = an_approved(shop).listing
    for __ in range(2):
        url = client.post(f"/seller/products/{listing.pk}/variant/", {"variant": "Vị cay"}).headers["location"]
    client.post(
        url, typed(title="Cơm cháy – vị cay", price="48.000", category=client_category(listing)) | {"submit": "1"}
    )
    moderation.approve(Revision.objects.get(state="submitted"), an_officer())
    sister = Listing.objects.get(variant="Vị cay")
    assert (sister.variant_of, sister.price) == (listing, 48_000)
    assert "Vị cay" in client.get(listing.get_absolute_url()).content.decode()


def client_category(listing):
    return str(listing.product.categories.get().pk)


def test_the_remark_of_the_officer_stands_beside_its_field(client, shop, seller):
    revision = a_submitted(shop)
    moderation.ask_for_changes(revision, an_officer(), {"title": "Ghi rõ khối lượng gói"})
    assert "Ghi rõ khối lượng gói" in client.get(draft_url(revision.client_id)).content.decode()
    assert "Ghi rõ khối lượng gói" in client.get("/seller/").content.decode()


# ---- the officer ----


def test_an_officer_sees_the_products_of_her_communes_only(client):
    here, there = a_commune("Kim Sơn", "14638"), a_commune("Hoa Lư", "14329")
    mine, other = a_submitted(a_shop(commune=here)), a_submitted(a_shop(commune=there), title="Nem Yên Mạc")
    client.force_login(an_officer(here))
    page = client.get("/union/listings/").content.decode()
    assert mine.title in page
    assert other.title not in page
    assert client.get(f"/union/listings/{other.pk}/").status_code == 404
    assert client.post(f"/union/listings/{other.pk}/decide/", {"approve": "1"}).status_code == 404
    client.post(f"/union/listings/{mine.pk}/decide/", {"approve": "1"})
    assert Listing.objects.on_sale().get() == mine.listing


def test_an_officer_sees_what_would_change_and_asks_for_less(client, shop):
    listing = an_approved(shop).listing
    revision = drafts.begin_edit(listing, None)
    drafts.save_draft(shop, revision.client_id, {"title": "Cơm cháy số một thế giới"}, None)
    moderation.submit(revision, None)
    client.force_login(an_officer())
    page = client.get(f"/union/listings/{revision.pk}/").content.decode()
    assert "Cơm cháy số một thế giới" in page
    assert "Cơm cháy chà bông" in page
    client.post(f"/union/listings/{revision.pk}/decide/", {"remark-title": "Bỏ lời khoe", "ask": "1"})
    revision.refresh_from_db()
    assert moderation.last_remarks(revision) == {"title": "Bỏ lời khoe"}
    assert client.post(f"/union/listings/{revision.pk}/decide/", {"ask": "1"}, follow=True).status_code == 200


def test_others_find_no_desk_of_officers(client, seller):
    revision = a_submitted()
    assert client.get("/union/listings/").status_code == 404
    assert client.post(f"/union/listings/{revision.pk}/decide/", {"approve": "1"}).status_code == 404


def test_a_product_is_found_without_accents_and_what_is_not_there_is_said(client, shop, seller):
    wanted = a_listing("Cơm cháy ĐẶC BIỆT", shop=shop)
    a_listing("Mắm tép", shop=shop)
    a_draft(shop)
    found = client.get("/seller/products/", {"q": "com chay dac biet"})
    assert [listing for listing, __ in found.context["rows"]] == [wanted]
    nothing = client.get("/seller/products/", {"q": "chiếu cói"})
    assert "Không tìm thấy sản phẩm nào" in nothing.content.decode()
    assert not nothing.context["revisions"]


def test_lists_take_the_same_number_of_queries_however_long(client, shop, seller):
    def queries(url):
        with CaptureQueriesContext(connection) as counted:
            assert client.get(url).status_code == 200
        return len(counted)

    category = typed()["category"]

    def asked():
        moderation.ask_for_changes(a_submitted(shop, category=category), officer, {"title": "Viết rõ hơn"})

    officer = an_officer()
    an_approved(shop, category=category)
    a_draft(shop, category=category)
    asked()
    pages = ("/seller/products/", "/seller/", "/seller/orders/")
    for url in pages:
        queries(url)
    before = [queries(url) for url in pages]
    for __ in range(4):
        an_approved(shop, category=category)
        a_draft(shop, category=category)
        asked()
    assert [queries(url) for url in pages] == before
