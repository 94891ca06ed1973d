"""Three buyers pay by card, by QR code and in cash; two shops deliver, one line comes back, a run pays the rest."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from oscar.core.loading import get_model

from marketplace.ledger.models import Payout
from marketplace.orders import returns, transitions
from marketplace.orders.models import SellerOrder
from marketplace.payments.models import Payment
from marketplace.places.loading import load_units
from marketplace.places.models import Commune
from tests.browser.test_buying import fill_in_address, placed_order, put_into_basket
from tests.factories import a_category, a_finance_person, a_listing, a_shop_person, the_country
from tests.ledger.factories import a_carrier, a_paid_shop, balances
from tests.ledger.invariants import assert_all_holds
from tests.payments.stripes import GOOD
from tests.payments.test_statements import a_file, money_in, the_layout
from tests.plugins.browser import DESKTOP

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("localstripe")]

Order = get_model("order", "Order")

HEADINGS = ["Nội dung", "Hàng hóa", "Giao hàng", "Phí sàn", "Thuế khấu trừ", "Chị nhận"]


@pytest.fixture
def shops(transactional_db, settings):
    """A cooperative that sells a mat for 200,000 ₫ and a household that sells sweets for 100,000 ₫."""
    settings.BANK_BIN, settings.BANK_ACCOUNT, settings.BANK_ACCOUNT_HOLDER = "970405", "3300205112233", "CHO SEN"
    load_units("37")
    the_country()
    the_layout()
    commune = Commune.objects.get(code="14359")
    category = a_category("Đặc sản")
    weaver = a_paid_shop(name="HTX Cói Kim Sơn", legal_form="cooperative", commune=commune)
    kitchen = a_paid_shop(name="Hộ kinh doanh Bếp Lai Thành", legal_form="household", commune=commune)
    mat = a_listing("Chiếu cói đan tay", shop=weaver, price=200_000, category=category)
    sweets = a_listing("Kẹo sìu châu", shop=kitchen, price=100_000, category=category)
    return weaver, kitchen, mat, sweets


def order(page, listings, method):
    for listing in listings:
        put_into_basket(page, listing)
    page.goto("/checkout/")
    fill_in_address(page)
    page.locator('[name="ward"]').fill("nam hoa lu")
    page.get_by_role("option", name="Phường Nam Hoa Lư, Tỉnh Ninh Bình").click()
    page.check(f'[name="payment_method"][value="{method}"]')
    page.locator('[data-form="place-order"]').get_by_role("button", name="Đặt hàng").click()
    return placed_order(page)


def pay_by_card(page):
    for field, value in {"number": GOOD, "exp_month": "12", "exp_year": "30", "cvc": "123"}.items():
        page.get_by_placeholder(field).fill(value)
    page.locator("[data-card-form]").get_by_role("button").click()
    page.wait_for_url("**/orders/**")


def signed_in(open_page, user, address, **options):
    page = open_page("/healthz", **options)
    client = Client()
    client.force_login(user)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": page.url}])
    page.goto(address)
    return page


def deliver(part):
    transitions.confirm(part, None)
    transitions.hand_over(part, None, a_carrier(), f"EE{part.pk:09d}VN")
    transitions.deliver(part, None)


def part_of(placed, shop) -> SellerOrder:
    return placed.seller_orders.get(shop=shop)


def statement_on(page) -> list[list]:
    """The rows of the statement on her page: words, then đồng under `HEADINGS`."""
    rows = []
    for row in page.locator("table.statement tbody tr").all():
        cells = {cell.get_attribute("data-label"): cell.text_content() for cell in row.locator("td").all()}
        words = re.sub(r"\s+", " ", cells["Nội dung"].split("CS")[0].split("CHI")[0]).strip()
        rows.append([words, *(dong(cells[heading]) for heading in HEADINGS[1:])])
    return rows


def dong(text: str) -> int:
    digits = re.sub(r"[^\d-]", "", text.replace("−", "-"))
    return int(digits) if digits else 0


def test_three_ways_to_pay_two_shops_one_return_one_run(open_page, shops, localstripe):
    weaver, kitchen, mat, sweets = shops

    card_page = open_page("/")
    by_card = order(card_page, [mat, sweets], "card")
    pay_by_card(card_page)
    assert Payment.objects.get(order=by_card).state == Payment.State.PAID

    qr_page = open_page("/")
    put_into_basket(qr_page, sweets)
    by_qr = order(qr_page, [sweets], "bank")
    qr_page.get_by_role("img", name=re.compile("Mã QR")).wait_for()

    in_cash = order(open_page("/"), [mat], "cod")

    clerk = a_finance_person()
    desk = signed_in(open_page, clerk, reverse("finance:bank"), **DESKTOP)
    statement = a_file(money_in(f"MBVCB {by_qr.payment.reference} chuyen tien", f"{int(by_qr.total_incl_tax):,}"))
    desk.fill('[name="bank"]', "Agribank")
    desk.set_input_files('[name="file"]', {"name": "sao-ke.csv", "mimeType": "text/csv", "buffer": statement})
    desk.get_by_role("button", name="Đọc").click()
    desk.get_by_text("Đã ghi 1 giao dịch mới").wait_for()
    qr_page.wait_for_url("**/orders/**")

    for placed, shop in ((by_card, weaver), (by_card, kitchen), (by_qr, kitchen), (in_cash, weaver)):
        deliver(part_of(placed, shop))
    back = part_of(by_qr, kitchen)
    request = returns.ask(back, {back.order.lines.get().pk: 1}, "damaged", "Vỡ vụn")
    returns.accept(request, None)
    SellerOrder.objects.update(delivered_at=timezone.now() - timedelta(days=8))

    desk.goto(reverse("finance:payouts"))
    desk.get_by_role("button", name="Lập đợt chi trả").click()
    desk.fill('[name="bank_reference"]', "LO-2026-1")
    desk.get_by_role("button", name="Ngân hàng đã chuyển").click()
    desk.get_by_text("Đã xác nhận 2 khoản chi trả").wait_for()

    # By hand: goods, delivery, commission 5 % of goods, VAT 1 % and income tax 0.5 % of a household's goods (3 % and
    # 1.5 % of its delivery), what is left.
    tables = {
        weaver: [
            ["Đã giao", 200_000, 25_000, -10_000, 0, 215_000],
            ["Đã giao", 200_000, 25_000, -10_000, 0, 215_000],
            ["Đã chi trả cho chị", 0, 0, 0, 0, -430_000],
        ],
        kitchen: [
            ["Đã giao", 100_000, 25_000, -5_000, -2_625, 117_375],
            ["Đã giao", 200_000, 25_000, -10_000, -4_125, 210_875],
            ["Người mua trả lại", -100_000, 0, 5_000, 1_500, -93_500],
            ["Đã chi trả cho chị", 0, 0, 0, 0, -234_750],
        ],
    }
    for shop, table in tables.items():
        page = signed_in(open_page, a_shop_person(shop), reverse("workspace:money"))
        assert statement_on(page) == table
    assert sorted(int(one.amount) for one in Payout.objects.filter(state="paid")) == [234_750, 430_000]
    assert balances() == {
        "bank": 225_000 - 430_000 - 234_750,
        "stripe": 350_000,
        "carrier": 225_000,
        "refund": -100_000,
        "commission": -30_000,
        "vat": -1_750 - 2_750 + 1_000,
        "pit": -875 - 1_375 + 500,
    }
    assert_all_holds()
