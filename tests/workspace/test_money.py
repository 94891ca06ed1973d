"""A shop's money pages."""

import io
import re

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from marketplace.ledger.payouts import confirm_payout, start_run
from tests.factories import a_listing, a_maker, a_shop, a_shop_person
from tests.ledger.factories import a_paid_shop, deliver, pay
from tests.payments.factories import an_order
from tests.queries import queries_of

pytestmark = pytest.mark.django_db

MONEY = reverse("workspace:money")


@pytest.fixture
def shop():
    return a_paid_shop(legal_form="household")


@pytest.fixture
def seller(client, shop):
    client.force_login(a_shop_person(shop))
    return client


def a_sale(shop, days_ago=0, **maker):
    order = an_order((a_listing(price=60_000, shop=shop, maker=a_maker(shop, **maker)), 2))
    pay(order)
    return deliver(order.seller_orders.get(), days_ago=days_ago)


def test_she_sees_what_comes_next_what_waits_and_what_is_on_its_way(seller, shop):
    a_sale(shop, days_ago=8)
    start_run()
    a_sale(shop, days_ago=8)
    a_sale(shop)
    context = seller.get(MONEY).context
    one_sale = 120_000 - 6_000 - 1_200 - 600 + 25_000 - 750 - 375
    standing = context["standing"]
    assert (standing.ready, standing.waiting, standing.on_the_way) == (one_sale, one_sale, one_sale)
    assert context["statement"].closing == 2 * one_sale
    assert "•••• 9888" in seller.get(MONEY).content.decode()


def test_without_a_checked_account_she_is_asked_for_it(client):
    client.force_login(a_shop_person(a_shop()))
    assert reverse("sell:application") in client.get(MONEY).content.decode()


def test_each_order_leads_from_its_price_to_what_she_gets(seller, shop):
    part = a_sale(shop, days_ago=8)
    payout = start_run().payouts.get()
    page = seller.get(reverse("workspace:money-order", args=[part.number]))
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode()))
    for amount in ("120.000", "6.000", "1.200", "600", "112.200", "25.000", "750", "375", "23.875", "136.075"):
        assert f"{amount}\xa0₫".replace("\xa0", " ") in words.replace("\xa0", " ")
    assert payout.reference in words


def test_the_statement_comes_as_pdf_and_as_a_spreadsheet(seller, shop):
    a_sale(shop)
    assert seller.get(reverse("workspace:money-pdf")).content.startswith(b"%PDF")
    sheet = load_workbook(io.BytesIO(seller.get(reverse("workspace:money-xlsx")).content)).active
    assert sheet.cell(sheet.max_row, sheet.max_column).value == 136_075


def test_makers_share_as_it_was_agreed_when_it_was_sold(seller, shop):
    part = a_sale(shop, name="Chị Lụa", share_percent=60)
    a_sale(shop, name="Chị Mận")
    shop.makers.update(share_percent=10)
    (lua, __, link), (man, __, __) = seller.get(reverse("workspace:money-makers")).context["rows"]
    assert (lua.pieces, lua.base, lua.net, lua.hers) == (2, 120_000, 112_200, 67_320)
    assert (man.net, man.hers) == (112_200, 0)
    seller.logout()
    page = seller.get(link).content.decode()
    assert "67.320" in page
    assert "Chị Mận" not in page
    assert part.order.delivery.full_name not in page
    assert seller.get(link[:-2] + "x/").status_code == 404


def test_what_is_shared_sums_to_the_dong_after_a_return(shop):
    from marketplace.ledger.statements import month_of, statement_of
    from tests.ledger.test_sales import send_back

    order = an_order((a_listing(price=33_333, shop=shop, maker=a_maker(shop, share_percent=37)), 3))
    pay(order)
    part = deliver(order.seller_orders.get())
    for step, amount in enumerate([1, 33_332, 33_334, 33_332]):
        send_back(part, order.lines.get(), 0, amount, f"return:{step}")
    (share,) = statement_of(shop, *month_of(part.created_at.date())).makers
    assert (share.net, share.hers) == (0, 0)


def test_a_long_statement_takes_as_many_queries_as_a_short_one(seller, shop):
    a_sale(shop, days_ago=8)
    confirm_payout(start_run().payouts.get())
    pages = [MONEY, reverse("workspace:money-makers")]
    few = [queries_of(seller, page) for page in pages]
    for _ in range(5):
        a_sale(shop)
    assert [queries_of(seller, page) for page in pages] == few
