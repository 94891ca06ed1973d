"""The way of a new seller and of the officer who checks her papers, in a browser: with script or without."""

from playwright.sync_api import expect

from tests.pictures.samples import a_jpeg

CARD = {"name": "cccd.jpg", "mimeType": "image/jpeg", "buffer": a_jpeg((1600, 1000), orientation=6, exif=True)}


def sign_in(page, user):
    page.goto("/accounts/login/")
    page.fill("[name=login]", user.phone)
    page.fill("[name=password]", "bi-mat-cua-chi-sen")
    page.press("[name=password]", "Enter")
    page.wait_for_selector("[name=login]", state="detached")


def go_on(page):
    """Send the step that is open, and see the next one, or this one with what is wrong in it."""
    with page.expect_navigation():
        page.click(".sell form[data-autosave] button.btn--primary")


def send_photo(page, kind, *, script):
    page.wait_for_selector(f"#file-{kind}")
    page.wait_for_load_state()  # the script, where there is one, listens for the photo by then
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


def open_a_shop(hers, his, *, script):
    """She applies, he asks for a change, she changes it, he approves; both are signed in."""
    apply(hers, script=script)
    his.goto("/union/")
    his.click("text=Mắm tép Sen")
    expect(his.locator(".review-paper img")).to_have_count(2)
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
    expect(his.locator(".review-row .tag--lotus, .review__papers .tag--lotus")).to_have_count(2)
    his.check("[name=seen]")
    his.click("text=Duyệt và mở gian hàng")
    his.wait_for_selector("text=Gian hàng Mắm tép Sen đã mở")
    hers.goto("/sell/application/")
    hers.wait_for_selector("text=Gian hàng của chị đã mở")
