"""Her way to an account and back into it, on a phone, in Vietnamese."""

import pytest
from oscar.core.loading import get_model

from marketplace.accounts.models import User
from marketplace.places.loading import load_units
from tests.customer.helpers import PASSWORD, code_sent_by_sms
from tests.factories import a_listing, a_user, the_country

pytestmark = pytest.mark.browser

Order = get_model("order", "Order")


@pytest.fixture
def listing(transactional_db):
    load_units("37")
    the_country()
    return a_listing("Cơm cháy chà bông", price=45_000)


def type_code(page):
    page.locator('[name="code"]').wait_for()
    page.get_by_label("Mã", exact=False).first.fill(code_sent_by_sms())
    page.get_by_role("button", name="Tiếp tục").click()


def test_she_signs_up_by_phone_orders_and_finds_the_order_in_her_account(open_page, listing):
    page = open_page(listing.get_absolute_url())
    page.locator('[data-form="add-to-basket"]').get_by_role("button", name="Thêm vào giỏ").click()
    page.get_by_text("đã ở trong giỏ").wait_for()
    page.goto("/accounts/login/")
    page.get_by_role("link", name="Đăng ký").click()
    page.get_by_label("Họ và tên").fill("Trần Thị Hạnh")
    page.get_by_label("Số điện thoại hoặc email").fill("0912 345 678")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Đăng ký").click()
    type_code(page)
    page.get_by_role("heading", name="Chào Hạnh").wait_for()

    page.goto("/checkout/")
    assert page.input_value('[name="phone"]') == "0912 345 678"
    page.locator('[name="ward"]').fill("nam hoa lu")
    page.get_by_role("option", name="Phường Nam Hoa Lư, Tỉnh Ninh Bình").click()
    page.fill('[name="address"]', "Số 5, thôn Văn Lâm")
    page.locator('[data-form="place-order"]').get_by_role("button", name="Đặt hàng").click()
    page.locator("[data-order]").wait_for()
    order = Order.objects.get()
    assert order.user == User.objects.get()

    page.goto("/account/")
    page.get_by_role("link", name=f"Đơn hàng {order.number}").click()
    page.locator(f'[data-order="{order.number}"]').wait_for()
    page.goto("/account/addresses/")
    page.get_by_text("Số 5, thôn Văn Lâm").wait_for()


def test_five_wrong_passwords_lock_her_out_and_a_new_one_lets_her_in(open_page, transactional_db):
    a_user(phone="0912345678", full_name="Trần Thị Hạnh", phone_verified=True)
    page = open_page("/accounts/login/")
    for _ in range(6):
        page.get_by_label("Số điện thoại hoặc email").fill("0912 345 678")
        page.get_by_label("Mật khẩu").fill("sai-mat-khau")
        with page.expect_navigation():
            page.get_by_role("main").get_by_role("button", name="Đăng nhập").click()
        page.get_by_role("alert").wait_for()
    assert "năm phút" in page.get_by_role("alert").inner_text()

    page.get_by_role("link", name="Quên mật khẩu?").click()
    page.get_by_role("button", name="Gửi mã").wait_for()
    page.get_by_label("Số điện thoại hoặc email").fill("0912345678")
    page.get_by_role("button", name="Gửi mã").click()
    type_code(page)
    page.get_by_label("Mật khẩu mới").fill("mat-khau-moi-2026")
    page.get_by_role("button", name="Lưu và đăng nhập").click()
    page.get_by_role("heading", name="Chào Hạnh").wait_for()


def test_the_heart_of_a_product_works_with_a_script_and_without(open_page, listing):
    a_user(phone="0912345678", phone_verified=True)
    for script in (True, False):
        page = open_page(listing.get_absolute_url(), java_script_enabled=script)
        page.get_by_role("link", name="Giữ “Cơm cháy chà bông”").click()
        page.get_by_label("Số điện thoại hoặc email").fill("0912345678")
        page.get_by_label("Mật khẩu").fill(PASSWORD)
        page.get_by_role("main").get_by_role("button", name="Đăng nhập").click()
        heart = page.get_by_role("button", name="Giữ “Cơm cháy chà bông”", pressed=True)
        heart.wait_for()
        page.wait_for_load_state()
        heart.click()
        page.get_by_text("Đã bỏ “Cơm cháy chà bông”").wait_for()
        page.goto("/account/wishes/")
        page.get_by_text("Danh sách yêu thích còn trống").wait_for()
