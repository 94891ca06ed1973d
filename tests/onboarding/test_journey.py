"""What happens around an application: a lost signal, an officer who fills in. The whole way is in tests/workspace."""

import re

import pytest
from playwright.sync_api import expect

from marketplace.notifications.carriers import MemoryCarrier
from marketplace.onboarding.models import ShopApplication
from marketplace.onboarding.services import start
from marketplace.shops.models import AssistedAct
from tests.factories import a_commune, a_user, an_officer
from tests.onboarding.steps import go_on, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


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
    expect(hers.locator(".sell-events")).to_contain_text("Lê Thị Ngân làm thay Nguyễn Thị Sen", use_inner_text=True)
    hers.click(".assist button")
    hers.wait_for_selector(".assist", state="detached")

    his.goto("/union/assist/")
    assert his.locator(".assist").count() == 0
    assert set(AssistedAct.objects.values_list("assistance__seller", flat=True)) == {seller.pk}
    assert ShopApplication.objects.get().applicant == seller
