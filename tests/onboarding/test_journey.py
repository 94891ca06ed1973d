"""A new seller applies on her phone, an officer asks for a change, she changes it, he approves: also without script."""

import re

import pytest

from marketplace.notifications.carriers import MemoryCarrier
from marketplace.onboarding.models import ShopApplication
from marketplace.onboarding.services import start
from marketplace.shops.models import AssistedAct, Shop
from tests.factories import a_commune, a_user, an_officer
from tests.pictures.samples import a_jpeg
from tests.plugins.browser import DESKTOP

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CARD = {"name": "cccd.jpg", "mimeType": "image/jpeg", "buffer": a_jpeg((1600, 1000), orientation=6, exif=True)}


def sign_in(page, user):
    page.goto("/accounts/login/")
    page.fill("[name=login]", user.phone)
    page.fill("[name=password]", "bi-mat-cua-chi-sen")
    page.press("[name=password]", "Enter")
    page.wait_for_selector("[name=login]", state="detached")


def go_on(page):
    page.click(".sell form[data-autosave] button.btn--primary")


def send_photo(page, kind, *, script):
    page.set_input_files(f"#file-{kind}", CARD)
    if not script:
        page.click(f"#{kind} .paper-add button")
    page.wait_for_selector(f"#{kind} .paper-list img")


def apply(page, *, script):
    """From “Sell with us” to the application that is sent."""
    page.goto("/sell/")
    page.click("text=Bắt đầu hồ sơ")
    page.wait_for_url("**/application/shop/")  # her name and number are known from the account
    page.check("[name=legal_form][value=individual]")
    page.fill("[name=shop_name]", "Mắm tép Sen")
    page.fill("[name=sells]", "mắm tép")
    page.fill("[name=tax_code]", "0371850")
    go_on(page)
    page.wait_for_selector(".field__error")
    assert page.input_value("[name=tax_code]") == "0371850"
    page.fill("[name=tax_code]", "037185001234")
    go_on(page)
    page.fill("[name=commune]", "Phường Kim Sơn")
    page.fill("[name=address_line]", "Xóm 3")
    go_on(page)
    for kind in ("id_front", "id_back"):
        send_photo(page, kind, script=script)
    page.goto("/sell/application/bank/")
    page.select_option("[name=bank_bin]", "970405")
    page.fill("[name=account_number]", "3200205123456")
    page.fill("[name=account_holder]", "NGUYEN THI SEN")
    go_on(page)
    page.check("[name=agrees]")
    page.click("text=Gửi cho Hội")
    page.wait_for_selector("text=Đến lượt Hội")


def remark(page, key, text):
    page.click(f"details.review-ask:has(#remark-{key}) > summary")
    page.fill(f"#remark-{key}", text)


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_from_the_application_to_the_open_shop(open_page, script):
    a_commune("Kim Sơn", "14638")
    seller, officer = (
        a_user(full_name="Nguyễn Thị Sen", phone_verified=True),
        an_officer(full_name="Lê Thị Ngân", phone_verified=True),
    )
    hers = open_page(java_script_enabled=script)
    sign_in(hers, seller)
    apply(hers, script=script)

    his = open_page(**DESKTOP, java_script_enabled=script)
    sign_in(his, officer)
    his.goto("/union/")
    his.click("text=Mắm tép Sen")
    assert his.locator(".review-paper img").count() == 2
    remark(his, "sells", "Ghi rõ loại mắm")
    remark(his, "id_front", "Ảnh bị lóa, chụp lại giúp")
    his.click("text=Gửi yêu cầu bổ sung")
    his.wait_for_selector("text=Đã báo người bán")

    hers.goto("/sell/application/")
    hers.wait_for_selector("text=Đến lượt chị")
    hers.goto("/sell/application/shop/")
    assert "Ghi rõ loại mắm" in hers.inner_text("#remark-sells")
    hers.fill("[name=sells]", "mắm tép, mắm rươi")
    go_on(hers)
    hers.goto("/sell/application/papers/")
    assert "Ảnh bị lóa" in hers.inner_text("#id_front")
    hers.click("#id_front button[name=remove]")
    hers.wait_for_selector("#id_front .paper-list", state="detached")
    send_photo(hers, "id_front", script=script)
    hers.goto("/sell/application/")
    hers.click("text=Gửi cho Hội")
    hers.wait_for_selector("text=Đến lượt Hội")

    his.goto("/union/")
    his.click("text=Mắm tép Sen")
    assert his.locator(".review-row .tag--lotus, .review__papers .tag--lotus").count() == 2
    his.check("[name=seen]")
    his.click("text=Duyệt và mở gian hàng")
    his.wait_for_selector("text=Gian hàng Mắm tép Sen đã mở")
    hers.goto("/sell/application/")
    hers.wait_for_selector("text=Gian hàng của chị đã mở")
    assert Shop.objects.get().is_open


def test_what_she_types_is_saved_when_the_signal_is_back(open_page):
    seller = a_user(full_name="Nguyễn Thị Sen", phone_verified=True)
    start(seller)
    page = open_page()
    sign_in(page, seller)
    page.goto("/sell/application/shop/")
    page.context.set_offline(True)
    page.fill("[name=shop_name]", "Cói Kim Sơn")
    page.wait_for_selector("text=Mất mạng: vẫn giữ")
    page.context.set_offline(False)
    page.wait_for_selector("[data-autosave-state]:has-text('Đã lưu')")
    assert ShopApplication.objects.get().shop_name == "Cói Kim Sơn"


def test_an_officer_fills_in_for_a_seller_who_reads_out_the_code(open_page, monkeypatch):
    monkeypatch.setattr(MemoryCarrier, "outbox", [])
    a_commune("Kim Sơn", "14638")
    officer = an_officer(full_name="Lê Thị Ngân", phone_verified=True)
    seller = a_user(full_name="Nguyễn Thị Sen", phone_verified=True)
    hers = open_page()
    sign_in(hers, seller)
    his = open_page()
    sign_in(his, officer)

    his.goto("/union/assist/")
    his.fill("[name=phone]", seller.phone)
    his.click("form.panel button.btn--primary")
    his.wait_for_selector("[name=code]")
    his.fill("[name=code]", re.search(r"\d{6}", MemoryCarrier.outbox[-1].text)[0])
    his.click("form.panel button.btn--primary")
    his.wait_for_selector(".assist:has-text('Đang làm thay Nguyễn Thị Sen')")
    his.click("text=Bắt đầu hồ sơ")
    his.wait_for_url("**/application/shop/")
    his.check("[name=legal_form][value=individual]")
    his.fill("[name=shop_name]", "Cói Sen")
    his.fill("[name=sells]", "chiếu cói")
    his.fill("[name=tax_code]", "037185001234")
    go_on(his)
    his.wait_for_url("**/application/place/")

    hers.goto("/sell/application/")
    assert "Cán bộ Hội Lê Thị Ngân đang làm thay chị" in hers.inner_text(".assist")
    hers.click(".accordion > summary")
    assert "Lê Thị Ngân làm thay Nguyễn Thị Sen" in hers.inner_text(".sell-events")
    hers.click(".assist button")
    hers.wait_for_selector(".assist", state="detached")

    his.goto("/union/assist/")
    assert his.locator(".assist").count() == 0
    assert set(AssistedAct.objects.values_list("assistance__seller", flat=True)) == {seller.pk}
    assert ShopApplication.objects.get().applicant == seller
