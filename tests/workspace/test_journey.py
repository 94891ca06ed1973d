"""From “I make mắm tép” to the packed parcel: a seller on her phone, an officer, a buyer; also without script."""

import time
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from PIL import Image
from playwright.sync_api import expect

from catalogue_ext.models import Listing, Revision, RevisionPicture
from marketplace.orders.models import SellerOrder
from marketplace.shops.models import Shop
from tests.browser.test_buying import fill_in_address, placed_order, put_into_basket
from tests.factories import a_category, a_commune, a_shop, a_shop_person, a_user, an_officer, the_country
from tests.onboarding.factories import the_first_requirements
from tests.onboarding.steps import open_a_shop, sign_in
from tests.pictures.samples import a_heic, a_jpeg
from tests.plugins.browser import DESKTOP, PATIENCE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHOTOS = [
    {"name": "anh.jpg", "mimeType": "image/jpeg", "buffer": a_jpeg((1200, 900), orientation=6, exif=True)},
    {"name": "IMG_0007.HEIC", "mimeType": "image/heic", "buffer": a_heic((1000, 800))},
]
KEEPS_WHAT_SHE_TYPES = "form[data-draft][data-ready]"
MOST_INPUTS, MOST_SECONDS = 6, 120


class Thumb:
    """What a seller does with one hand; it counts her taps, the inputs she fills in, and the seconds."""

    def __init__(self, page):
        self.page, self.taps, self.inputs, self.began = page, 0, 0, time.monotonic()

    def tap(self, target):
        target.tap()
        self.taps += 1

    def write(self, name: str, words: str):
        """Tap a field, and type at the pace of somebody who looks for the letters."""
        self.tap(self.page.locator(f"[name={name}]"))
        expect(self.page.locator(f"[name={name}]")).to_be_focused()
        self.page.keyboard.type(words, delay=300)
        self.inputs += 1

    def choose(self, photos: list):
        """Open the gallery, tap each photo, and “done”."""
        with self.page.expect_file_chooser() as chooser:
            self.tap(self.page.locator("[name=pictures]"))
        chooser.value.set_files(photos)
        self.taps += len(photos) + 1
        self.inputs += 1

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.began


def cut_the_network_under_the_first_picture(page):
    """The server gets the picture; its answer and all that follows are lost, until the signal is back."""

    def cut(route):
        route.fetch(timeout=PATIENCE)
        page.context.set_offline(True)
        route.abort()
        page.unroute("**/pictures/")

    page.route("**/pictures/", cut)


def list_a_product(page, *, script: bool) -> Thumb:
    """From the first page of her desk to the product that waits for review."""
    page.goto("/seller/")
    thumb = Thumb(page)
    thumb.tap(page.get_by_role("link", name="Thêm sản phẩm").first)
    page.wait_for_url("**/draft/**")
    if script:
        page.locator(KEEPS_WHAT_SHE_TYPES).wait_for()
    thumb.write("title", "Mắm tép Gia Viễn")
    if script:
        page.locator("[name=category] option:checked:not([value=''])").wait_for(state="attached")
        cut_the_network_under_the_first_picture(page)
    thumb.choose(PHOTOS)
    if script:
        page.get_by_text("IMG_0007.HEIC – Chờ có sóng").wait_for()
    thumb.write("price", "85k")
    thumb.write("stock", "12")
    thumb.write("weight", "0,6 kg")
    thumb.tap(page.get_by_role("button", name="Gửi duyệt"))
    if script:
        page.get_by_text("Có sóng là gửi duyệt ngay").wait_for()
        page.context.set_offline(False)
    page.get_by_text("Đã gửi duyệt").wait_for()
    return thumb


def approve_the_product(page):
    page.goto("/union/listings/")
    page.get_by_role("link", name="Mắm tép Gia Viễn").click()
    page.get_by_role("button", name="Duyệt", exact=True).click()
    page.get_by_text("“Mắm tép Gia Viễn” đã lên gian hàng").wait_for()


def buy(page, listing):
    put_into_basket(page, listing)
    page.goto("/checkout/")
    fill_in_address(page)
    page.fill('[name="ward"]', "Phường Nam Hoa Lư, Tỉnh Ninh Bình")
    page.locator('[data-form="place-order"]').get_by_role("button", name="Đặt hàng").click()
    return placed_order(page)


def confirm_and_pack(page):
    page.goto("/seller/")
    page.get_by_role("button", name="Xác nhận").click()
    page.get_by_text("Giờ chị đóng gói").wait_for()
    slip = page.get_by_role("link", name="Phiếu giao hàng").get_attribute("href")
    assert page.request.get(slip).body().startswith(b"%PDF")
    page.get_by_role("button", name="Đã đóng gói").click()
    page.get_by_text("Giờ chị gửi cho đơn vị vận chuyển").wait_for()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_from_the_application_to_the_packed_parcel(open_page, capsys, script):
    the_first_requirements()
    the_country()
    a_commune()
    a_commune("Kim Sơn", "14638")
    a_category("Mắm và nước chấm")
    seller = a_user(full_name="Nguyễn Thị Sen", phone_verified=True)
    officer = an_officer(full_name="Lê Thị Ngân", phone_verified=True)
    hers, his = open_page(java_script_enabled=script), open_page(**DESKTOP, java_script_enabled=script)
    sign_in(hers, seller)
    sign_in(his, officer)

    open_a_shop(hers, his, script=script)
    assert Shop.objects.get().is_open

    thumb = list_a_product(hers, script=script)
    with capsys.disabled():
        print(f"\nListing a product: {thumb.inputs} inputs, {thumb.taps} taps, {thumb.seconds:.0f} seconds", end=" ")
    assert thumb.inputs <= MOST_INPUTS
    assert thumb.seconds < MOST_SECONDS
    kept = RevisionPicture.objects.all()
    assert [one.original.width < one.original.height for one in kept] == [True, False]
    for one in kept:
        with Image.open(BytesIO(default_storage.open(one.original.name).read())) as image:
            assert (image.format, dict(image.getexif())) == ("WEBP", {})

    assert not Listing.objects.on_sale().exists()
    approve_the_product(his)
    listing = Listing.objects.on_sale().get()
    assert (listing.price, listing.num_available, listing.weight_grams) == (85_000, 12, 600)

    buyers = open_page("/", java_script_enabled=script)
    order = buy(buyers, listing)
    confirm_and_pack(hers)
    assert order.seller_orders.get().state == SellerOrder.State.PACKED
    buyers.reload()
    buyers.get_by_text("Đã đóng gói").first.wait_for()


def test_what_she_types_outlives_her_session(open_page):
    seller = a_shop_person(a_shop(), user=a_user(phone_verified=True))
    page = open_page()
    sign_in(page, seller)
    page.goto("/seller/products/new/")
    page.locator(KEEPS_WHAT_SHE_TYPES).wait_for()
    page.context.clear_cookies(name="sessionid")
    page.fill("[name=title]", "Mắm tép Gia Viễn")
    page.get_by_text("Chị đã đăng xuất. Điều chị nhập vẫn giữ trên điện thoại này").wait_for()
    sign_in(page, seller)
    with page.expect_response("**/save/") as answer:
        page.goto("/seller/")
    assert answer.value.ok
    assert Revision.objects.get().title == "Mắm tép Gia Viễn"


def test_what_one_seller_typed_does_not_reach_the_shop_of_another_on_the_same_phone(open_page):
    first, second = (a_shop_person(a_shop(), user=a_user(phone_verified=True)) for __ in range(2))
    page = open_page()
    sign_in(page, first)
    page.goto("/seller/products/new/")
    page.locator(KEEPS_WHAT_SHE_TYPES).wait_for()
    page.context.clear_cookies(name="sessionid")
    page.fill("[name=title]", "Mắm tép Gia Viễn")
    page.get_by_text("Chị đã đăng xuất").wait_for()
    sign_in(page, second)
    page.goto("/seller/products/", wait_until="networkidle")
    assert not Revision.objects.exists()
