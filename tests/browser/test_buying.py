"""The buyer's way on a phone, in Vietnamese, from the product to the page of her order."""

import pytest
from django.core import mail
from oscar.core.loading import get_model
from playwright.sync_api import expect

from marketplace.places.loading import load_units
from marketplace.places.models import Commune
from tests.factories import a_category, a_listing, a_maker, a_shop, the_country

pytestmark = pytest.mark.browser

Order = get_model("order", "Order")


@pytest.fixture
def two_listings(transactional_db):
    """Products of two shops in a category, and the communes of the province."""
    load_units("37")
    the_country()
    commune = Commune.objects.get(code="14359")
    category = a_category("Đặc sản")
    first = a_shop("HTX Cói Kim Sơn", commune=commune)
    second = a_shop("Cơ sở Cơm cháy Cô Hạnh", commune=commune)
    return (
        a_listing("Chiếu cói đan tay", shop=first, price=250_000, category=category, maker=a_maker(first)),
        a_listing("Cơm cháy chà bông", shop=second, price=45_000, category=category),
    )


def put_into_basket(page, listing):
    page.goto(listing.get_absolute_url())
    page.locator('[data-form="add-to-basket"]').get_by_role("button", name="Thêm vào giỏ").click()
    page.get_by_text(f"“{listing.product.title}” đã ở trong giỏ").wait_for()


def fill_in_address(page):
    page.fill('[name="full_name"]', "Trần Thị Hạnh")
    page.fill('[name="phone"]', "0912 345 678")
    page.fill('[name="address"]', "Số 5, thôn Văn Lâm")


def placed_order(page):
    page.locator("[data-order]").wait_for()
    return Order.objects.get(number=page.locator("[data-order]").get_attribute("data-order"))


def test_a_guest_buys_from_two_shops(open_page, two_listings):
    page = open_page("/")
    for listing in two_listings:
        put_into_basket(page, listing)
    page.goto("/basket/")
    page.locator('[data-form="basket-line"]').first.locator('[data-step="1"]').click()
    page.get_by_text("545.000").first.wait_for()
    page.get_by_role("link", name="Thanh toán").click()
    page.wait_for_url("**/checkout/")
    fill_in_address(page)
    page.locator('[name="ward"]').fill("nam hoa lu")
    page.get_by_role("option", name="Phường Nam Hoa Lư, Tỉnh Ninh Bình").click()
    page.locator('[data-form="place-order"]').get_by_role("button", name="Đặt hàng").click()

    order = placed_order(page)
    assert order.total_incl_tax == 2 * 250_000 + 45_000 + 25_000
    assert order.seller_orders.count() == 2
    assert order.delivery.commune.code == "14359"
    assert order.delivery.phone == "+84912345678"


def test_without_a_signal_the_basket_and_what_she_typed_stay_on_the_screen(open_page, two_listings):
    page = open_page("/")
    put_into_basket(page, two_listings[0])
    page.goto("/basket/")
    more, quantity = page.locator('[data-step="1"]'), page.locator('[name="quantity"]')
    page.context.set_offline(True)
    more.click()
    page.locator("[data-toasts]").get_by_text("Đang mất mạng nên chưa gửi được").wait_for()
    expect(quantity).to_have_value("1")
    page.context.set_offline(False)
    more.click()
    page.get_by_text("500.000").first.wait_for()
    page.goto("/checkout/")
    fill_in_address(page)
    page.context.set_offline(True)
    page.locator('[data-form="place-order"]').get_by_role("button", name="Đặt hàng").click()
    page.locator("[data-toasts]").get_by_text("Đang mất mạng nên chưa gửi được").wait_for()
    expect(page.locator('[name="full_name"]')).to_have_value("Trần Thị Hạnh")
    assert not Order.objects.exists()


def test_the_order_button_stays_where_it_is_while_the_sums_are_renewed(open_page, two_listings):
    page = open_page("/")
    for listing in two_listings:
        put_into_basket(page, listing)
    page.goto("/checkout/")
    fill_in_address(page)
    button = page.locator('[data-form="place-order"]').get_by_role("button", name="Đặt hàng")
    place = button.bounding_box()["y"] + page.evaluate("scrollY")
    page.locator('[name="ward"]').fill("nam hoa lu")
    with page.expect_response("**/checkout/summary/**"):
        page.get_by_role("option", name="Phường Nam Hoa Lư, Tỉnh Ninh Bình").click()
    page.locator("[data-total]").wait_for()
    assert button.bounding_box()["y"] + page.evaluate("scrollY") == pytest.approx(place, abs=1)


def test_a_guest_buys_without_javascript(open_page, two_listings):
    page = open_page("/", java_script_enabled=False)
    for listing in two_listings:
        put_into_basket(page, listing)
    page.goto("/checkout/")
    fill_in_address(page)
    page.fill('[name="email"]', "hanh@example.com")
    page.fill('[name="ward"]', "hoa lu")
    page.locator('[data-form="place-order"]').get_by_role("button", name="Đặt hàng").click()
    page.get_by_label("Phường Nam Hoa Lư, Tỉnh Ninh Bình").check()
    page.locator('[data-form="place-order"]').get_by_role("button", name="Đặt hàng").click()

    order = placed_order(page)
    assert order.delivery.commune.code == "14359"
    assert [letter.to for letter in mail.outbox] == [["hanh@example.com"]]


def test_search_without_accents_leads_to_the_product(open_page, two_listings):
    page = open_page("/")
    page.get_by_role("combobox", name="Tìm").fill("com chay")
    page.get_by_role("combobox", name="Tìm").press("Enter")
    hit = page.locator("[data-listing]")
    hit.wait_for()
    assert hit.get_attribute("data-listing") == two_listings[1].slug
