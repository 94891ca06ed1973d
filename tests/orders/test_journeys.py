"""What goes well and what goes wrong with an order, in browsers of buyer, shop and officer."""

import re

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from marketplace.orders import transitions
from marketplace.orders.models import CollectionPoint, DeliveryTerms, SellerOrder
from marketplace.orders.tracking import tracking_url
from marketplace.places.loading import load_units
from marketplace.places.models import Commune
from tests.browser.test_buying import fill_in_address, placed_order, put_into_basket
from tests.factories import a_category, a_listing, a_shop, a_shop_person, an_officer, the_country
from tests.orders.factories import an_order, pay
from tests.pictures.samples import a_jpeg
from tests.plugins.browser import DESKTOP

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHOTO = {"name": "anh.jpg", "mimeType": "image/jpeg", "buffer": a_jpeg((800, 600), orientation=6, exif=True)}


@pytest.fixture
def open_as(open_page, live_server):
    """Opens an address as somebody who has signed in before."""

    def open_as(user, address, **options):
        client = Client()
        client.force_login(user)
        page = open_page("/robots.txt", **options)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
        page.goto(address)
        return page

    return open_as


def shown(page, selector: str = "img.thumb") -> bool:
    """Whether the browser has got this picture."""
    page.locator(selector).first.scroll_into_view_if_needed()
    page.wait_for_function("selector => document.querySelector(selector).naturalWidth > 0", arg=selector)
    return True


def test_a_buyer_cancels_one_shop_s_part_and_the_other_shop_refuses_with_a_reason(open_page, open_as):
    order = pay(an_order(a_listing(price=90_000), a_listing(price=60_000), payment="bank"))
    first, second = order.seller_orders.order_by("pk")
    buyer = open_page(tracking_url(order))
    part = buyer.locator(f"#part-{first.pk}")
    part.get_by_text("Hủy đơn này").first.click()
    part.get_by_role("button", name="Hủy đơn này").click()
    buyer.locator(f"#part-{first.pk} .tag", has_text=str(SellerOrder.State.CANCELLED.label)).wait_for()

    seller = open_as(a_shop_person(second.shop), f"/seller/orders/{second.number}/")
    seller.get_by_text("Không giao được").click()
    seller.get_by_role("button", name="Từ chối đơn").click()
    seller.locator(".field__error").wait_for()
    seller.fill("[name=reason]", "Mưa nhiều, bánh không phơi được")
    seller.get_by_role("button", name="Từ chối đơn").click()
    seller.get_by_text("Mưa nhiều, bánh không phơi được").wait_for()

    buyer.reload()
    assert "Mưa nhiều, bánh không phơi được" in buyer.locator(f"#part-{second.pk}").inner_text()
    buyer.get_by_text("Đã hoàn lại").wait_for()
    order.payment.refresh_from_db()
    assert order.payment.refunded == order.total_incl_tax


def test_a_return_with_a_picture_goes_from_the_buyer_to_the_shop_to_the_officer_and_the_money_back(open_page, open_as):
    part = pay(an_order(payment="bank")).seller_orders.get()
    for step in (transitions.confirm, transitions.pack, transitions.hand_over, transitions.deliver):
        part = step(part, None)
    buyer = open_page(tracking_url(part.order))
    buyer.get_by_role("link", name="Hàng có vấn đề").click()
    buyer.locator("[name=reason][value=damaged]").check()
    buyer.fill("[name=text]", "Vỡ hết rồi, gọi mình 0912 345 678 nhé")
    buyer.set_input_files("[name=pictures]", [PHOTO])
    buyer.get_by_role("button", name="Gửi gian hàng").click()
    buyer.get_by_role("link", name=re.compile("^Trả hàng:")).click()
    assert shown(buyer)

    seller = open_as(a_shop_person(part.shop), f"/seller/orders/{part.number}/")
    assert shown(seller)
    seller.fill("[name=answer]", "Lúc gửi còn nguyên")
    seller.get_by_role("button", name="Không đồng ý").click()
    seller.get_by_text("Lúc gửi còn nguyên").wait_for()

    buyer.reload()
    assert "Lúc gửi còn nguyên" in buyer.content()
    buyer.fill("[name=objection]", "Hộp móp từ trên xe")
    buyer.get_by_role("button", name="Nhờ cán bộ Hội quyết định").click()
    buyer.get_by_text("Hộp móp từ trên xe").wait_for()

    officer = open_as(an_officer(part.shop.commune), "/union/disputes/", **DESKTOP)
    officer.get_by_role("link", name=part.number).click()
    officer.get_by_text("Lúc gửi còn nguyên").wait_for()
    officer.get_by_text("Hộp móp từ trên xe").wait_for()
    assert shown(officer)
    officer.locator("[name=decision][value=buyer]").check()
    officer.fill("[name=grounds]", "Ảnh cho thấy hàng vỡ khi vận chuyển")
    officer.get_by_role("button", name="Quyết định", exact=True).click()
    officer.get_by_text("Ảnh cho thấy hàng vỡ khi vận chuyển").wait_for()

    buyer.reload()
    assert "Ảnh cho thấy hàng vỡ khi vận chuyển" in buyer.content()
    part.refresh_from_db()
    part.order.payment.refresh_from_db()
    assert (part.state, part.order.payment.refunded) == ("returned", part.order.total_incl_tax)


def test_buyer_and_shop_write_to_each_other_with_pictures_and_without_phone_numbers(open_page, open_as):
    part = an_order().seller_orders.get()
    buyer = open_page(tracking_url(part.order))
    buyer.get_by_role("link", name="Nhắn gian hàng").click()
    buyer.fill("[name=text]", "Còn màu này không chị? Gọi em 0912.345.678")
    buyer.set_input_files("[name=pictures]", [PHOTO])
    buyer.get_by_role("button", name="Gửi", exact=True).click()
    assert shown(buyer, ".talk__message img")
    assert "345" not in buyer.locator(".talk").inner_text()

    seller = open_as(a_shop_person(part.shop), "/seller/messages/")
    seller.get_by_role("link", name=re.compile(part.number)).click()
    assert shown(seller, ".talk__message img")
    seller.fill("[name=text]", "Còn em nhé, như ảnh")
    seller.set_input_files("[name=pictures]", [PHOTO])
    seller.get_by_role("button", name="Gửi", exact=True).click()
    seller.locator(".talk__message--mine").wait_for()

    buyer.reload()
    assert "Còn em nhé" in buyer.locator(".talk").inner_text()
    assert shown(buyer, ".talk__message:last-child img")


@pytest.fixture
def market():
    """Three shops: one is fetched at, one brings to its commune's point, one sells what must stay cold."""
    load_units("37")
    load_units("01")
    the_country()
    category = a_category("Đặc sản")
    kim_son, hoa_lu = Commune.objects.get(code="14638"), Commune.objects.get(code="14359")
    fetched = a_shop("HTX Nem Yên Mạc", commune=hoa_lu)
    DeliveryTerms.objects.create(shop=fetched, pickup_at_shop=True, pickup_hours="6:00–11:00")
    brought = a_shop("HTX Cói Kim Sơn", commune=kim_son)
    CollectionPoint.objects.create(commune=kim_son, name="Trụ sở Hội Phụ nữ", address_line="Khu trung tâm")
    cold = a_shop("Cá kho Bà Lan", commune=hoa_lu)
    return [
        a_listing("Nem chua Yên Mạc", shop=fetched, category=category),
        a_listing("Giỏ cói quai da", shop=brought, category=category),
        a_listing("Cá kho để lạnh", shop=cold, category=category, keep_cold=True),
    ]


def test_each_shop_s_way_is_chosen_at_the_checkout_and_cold_goods_stay_near(open_page, market):
    page = open_page("/")
    for listing in market:
        put_into_basket(page, listing)
    page.goto("/checkout/")
    fill_in_address(page)
    page.locator('[name="ward"]').fill("hoan kiem")
    page.get_by_role("option", name=re.compile("^Phường Hoàn Kiếm,")).click()
    page.get_by_text("cần giữ lạnh").first.wait_for()
    page.get_by_text("Tự đến gian hàng lấy").click()
    page.get_by_text("Trụ sở Hội Phụ nữ").click()
    button = page.locator('[data-form="place-order"]').get_by_role("button", name="Đặt hàng")
    button.click()
    page.locator(".form-errors", has_text="cần giữ lạnh").wait_for()
    page.wait_for_load_state()
    assert not SellerOrder.objects.exists()

    page.locator('[name="ward"]').fill("nam hoa lu")
    page.get_by_role("option", name="Phường Nam Hoa Lư, Tỉnh Ninh Bình").click()
    page.locator("[data-summary]", has_text="cần giữ lạnh").wait_for(state="detached")
    summary = page.locator("[data-summary]").inner_text()
    assert len(re.findall(r"từ \d+/\d+ đến \d+/\d+", summary)) == 3
    button.click()
    order = placed_order(page)
    assert [part.way for part in order.seller_orders.order_by("pk")] == ["shop", "point", "home"]
    assert [part.delivery_fee for part in order.seller_orders.order_by("pk")] == [0, 0, 25_000]
    expect(page.locator("main")).to_contain_text("Trụ sở Hội Phụ nữ, Khu trung tâm")
