"""The statement of a shop beside a table made by hand; the declaration beside it."""

import io
from datetime import date, datetime

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from marketplace.ledger.declaration import declaration, declaration_xlsx
from marketplace.ledger.models import Account, Entry
from marketplace.ledger.payouts import start_run
from marketplace.ledger.posting import Line, post
from marketplace.ledger.statements import month_of, owed_to, statement_of
from marketplace.ledger.workbooks import statement_xlsx
from marketplace.orders.offers import make_offer
from tests.factories import a_listing, a_maker
from tests.ledger.factories import a_paid_shop, deliver, pay
from tests.ledger.test_sales import send_back
from tests.payments.factories import a_cash_order, an_order

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate


def this_month():
    return month_of(TODAY())


@pytest.fixture
def household():
    """A household's month: a sale, a cash sale that she brought herself, one piece that came back, a payout."""
    shop = a_paid_shop(legal_form="household")
    make_offer("Khai trương", shop=shop, percent=10)
    order = an_order((a_listing(price=60_000, shop=shop, maker=a_maker(shop, name="Chị Lụa")), 2))
    pay(order)
    first = deliver(order.seller_orders.get(), days_ago=8)
    cash = a_cash_order(a_listing(price=50_000, shop=shop, maker=a_maker(shop, name="Chị Mận")))
    deliver(cash.seller_orders.get(), by_carrier=False, days_ago=8)
    send_back(first, order.lines.get(), 1, 54_000, "return:1")
    start_run()
    return shop


def test_the_statement_equals_the_table_made_by_hand(household):
    """Goods at list price, own discount, delivery, commission 5 %, VAT 1 % (3 % of delivery), income tax 0.5 % (1.5 %).

    Sale:   120,000 − 12,000 = 108,000; 5,400; 1,080; 540 → 100,980; delivery 25,000; 750; 375 → 23,875.
    Cash:    50,000 −  5,000 =  45,000; 2,250;   450; 225 →  42,075; delivery as above; 70,000 collected by herself.
    Return: half of the first sale's goods: −54,000; −2,700; −540; −270 → −50,490.
    """
    statement = statement_of(household, *this_month())
    table = [
        (row.kind, row.goods, row.shop_discount, row.delivery, row.commission, row.vat, row.pit, row.net)
        for row in statement.rows
    ]
    assert table == [
        ("sale", 120_000, -12_000, 25_000, 5_400, 1_830, 915, 124_855),
        ("cash_in", 0, 0, 0, 0, 0, 0, -70_000),
        ("sale", 50_000, -5_000, 25_000, 2_250, 1_200, 600, 65_950),
        ("return", -54_000, 0, 0, -2_700, -540, -270, -50_490),
        ("payout", 0, 0, 0, 0, 0, 0, -70_315),
    ]
    assert (statement.opening, statement.closing, statement.paid_out) == (0, 0, 70_315)
    assert statement.closing == owed_to(household)


def test_every_row_leads_from_the_price_to_what_she_gets(household):
    for row in statement_of(household, *this_month()).rows:
        if row.kind in ("sale", "return"):
            assert row.goods + row.shop_discount + row.delivery - row.commission - row.vat - row.pit == row.net


def test_each_maker_sees_what_her_products_brought_and_her_part_of_the_payouts(household):
    lua, man = statement_of(household, *this_month()).makers
    assert (lua.name, lua.pieces, lua.base, lua.net) == ("Chị Lụa", 2, 54_000, 50_490)
    assert (man.name, man.pieces, man.base, man.net) == ("Chị Mận", 1, 45_000, 42_075)
    assert lua.paid_out + man.paid_out == 70_315
    assert lua.paid_out == round(70_315 * 50_490 / (50_490 + 42_075))


def test_what_was_owed_before_the_period_opens_the_statement(household):
    after = statement_of(household, *month_of(date(2099, 1, 1)))
    assert (after.opening, after.rows, after.closing) == (0, [], 0)
    before = statement_of(household, *month_of(date(2020, 1, 1)))
    assert (before.opening, before.closing) == (0, 0)


def test_a_period_ends_at_midnight_of_our_time_zone():
    shop = a_paid_shop()
    for moment in ("2026-02-28T16:59:59Z", "2026-02-28T17:00:00Z"):
        lines = [Line(Account.SHOP, -1_000, shop), Line(Account.OTHER, 1_000)]
        post(f"correction:{moment}", Entry.Kind.CORRECTION, lines, at=datetime.fromisoformat(moment))
    february = statement_of(shop, date(2026, 2, 1), date(2026, 2, 28))
    march = statement_of(shop, date(2026, 3, 1), date(2026, 3, 31))
    assert [len(february.rows), len(march.rows)] == [1, 1]
    assert march.opening == february.closing == 1_000


def test_the_workbook_holds_numbers_and_its_last_line_is_what_she_is_owed(household):
    sheet = load_workbook(io.BytesIO(statement_xlsx(statement_of(household, *this_month())))).active
    last = [cell.value for cell in sheet[sheet.max_row]]
    assert last[-1] == 0
    assert sheet["A1"].value == household.name
    assert sheet["J4"].value == 124_855


def test_the_declaration_sums_what_was_withheld_with_returns_offset(household):
    goods, delivery = declaration(TODAY())
    assert (goods.supply, goods.revenue, goods.vat, goods.pit) == ("goods", 99_000, 990, 495)
    assert (delivery.supply, delivery.revenue, delivery.vat, delivery.pit) == ("transport", 50_000, 1_500, 750)
    sheet = load_workbook(io.BytesIO(declaration_xlsx(TODAY()))).active
    assert [cell.value for cell in sheet[sheet.max_row]][-3:] == [149_000, 2_490, 1_245]


def test_a_cooperative_is_not_declared():
    order = an_order(a_listing(price=100_000, shop=a_paid_shop()))
    pay(order)
    deliver(order.seller_orders.get())
    assert declaration(TODAY()) == []


def test_a_statement_takes_two_queries(household, django_assert_num_queries):
    with django_assert_num_queries(2):
        statement_of(household, *this_month())
