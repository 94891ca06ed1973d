"""Every figure of the desk opens to its postings, and they sum to it."""

import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from marketplace.ledger.models import Account, Entry, Posting
from marketplace.ledger.payouts import start_run
from marketplace.payments.services import refund
from tests.factories import a_listing
from tests.ledger.factories import a_paid_shop, deliver, pay
from tests.ledger.test_sales import send_back
from tests.payments.factories import a_cash_order, an_order
from tests.queries import queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def month():
    """A household's sale, cash with a carrier, a parcel on the way, a return, a payout, a refund."""
    shop = a_paid_shop(legal_form="household")
    sold = an_order((a_listing(price=60_000, shop=shop), 2))
    pay(sold)
    part = deliver(sold.seller_orders.get(), days_ago=8)
    send_back(part, sold.lines.get(), 1, 60_000, "return:1")
    start_run()
    cash = a_cash_order(a_listing(price=100_000, shop=shop))
    deliver(cash.seller_orders.get())
    waiting = an_order(a_listing(price=40_000, shop=shop))
    pay(waiting)
    refund(waiting, 10_000, "gift", "")
    return sold


def figures(desk) -> dict[str, int]:
    context = desk.get(reverse("finance:home")).context
    return {row[0]: row[2] for name in ("have", "on_the_way", "owed", "earned") for row in context[name]}


def test_the_first_page_says_what_we_have_what_is_on_the_way_and_what_we_owe(desk, month):
    found = {name: amount for name, amount in figures(desk).items() if amount}
    assert found == {
        "bank": 145_000 + 65_000,
        "carrier": 125_000,
        "buyer": 55_000,
        "refund": 70_000,
        "shop": 117_375,
        "payout": 79_975,
        "vat": 600 + 750 + 1_750,
        "pit": 300 + 375 + 875,
        "commission": 3_000 + 5_000,
    }
    context = desk.get(reverse("finance:home")).context
    sums = context["sums"]
    assert sums["have"] + sums["on_the_way"] == sums["owed"] + sums["earned"]
    assert {row[0]: row[2] for row in context["came"]} == {
        "bank": 210_000,
        "stripe": 0,
        "carrier": 125_000,
        "shop": 0,
    }


@pytest.mark.parametrize("account", Account.values)
def test_every_figure_opens_to_postings_that_sum_to_it(desk, month, account):
    context = desk.get(reverse("finance:account", args=[account])).context
    shown = context["movements"].closing
    assert shown == Posting.objects.filter(account=account).balance()
    assert abs(shown) == abs(figures(desk)[account])
    assert context["movements"].opening == 0
    assert len(context["page_obj"]) == Posting.objects.filter(account=account).count()


def test_a_later_period_opens_with_what_the_earlier_closed(desk, month):
    day = timezone.localdate() + timedelta(days=40)
    context = desk.get(reverse("finance:account", args=["shop"]), {"from": day, "to": day}).context
    assert context["movements"].opening == context["movements"].closing == -117_375
    assert not context["page_obj"].object_list


def test_the_books_balance_at_the_end_of_any_day(desk, month):
    context = desk.get(reverse("finance:books")).context
    assert context["check"] == 0
    context = desk.get(reverse("finance:books"), {"on": "2020-01-01"}).context
    assert {row[2] for __, rows, __ in context["groups"] for row in rows} == {0}


def test_an_entry_shows_all_its_postings_and_an_order_all_its_entries(desk, month):
    sale = Entry.objects.get(kind="sale", order=month)
    postings = desk.get(reverse("finance:entry", args=[sale.pk])).context["postings"]
    assert sum(one.amount for one in postings) == 0
    page = desk.get(reverse("finance:order", args=[month.number]))
    assert page.context["entries"].count() == Entry.objects.filter(order=month).count()
    assert month.payment.reference in page.content.decode()


def test_an_account_is_exported_with_balances_as_numbers(desk, month):
    answer = desk.get(reverse("finance:account-xlsx", args=["bank"]))
    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert [cell.value for cell in sheet[sheet.max_row]][-2:] == [210_000, None]


def test_the_tax_of_a_month_is_shown_and_exported(desk, month):
    today = timezone.localdate()
    context = desk.get(reverse("finance:tax"), {"month": f"{today:%Y-%m}"}).context
    assert context["totals"] == {"revenue": 60_000 + 100_000 + 50_000, "vat": 3_100, "pit": 1_550}
    answer = desk.get(reverse("finance:tax-xlsx"), {"month": f"{today:%Y-%m}"})
    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert [cell.value for cell in sheet[sheet.max_row]][-3:] == [210_000, 3_100, 1_550]
    assert desk.get(reverse("finance:tax"), {"month": "nonsense"}).status_code == 200


def test_a_shops_statement_at_the_desk_is_what_she_sees_herself(desk, month):
    shop = month.seller_orders.get().shop
    context = desk.get(reverse("finance:shop", args=[shop.pk])).context
    assert context["statement"].closing == context["standing"].owed == 117_375
    assert context["standing"].waiting == 117_375
    assert context["standing"].on_the_way == 79_975
    pdf = desk.get(reverse("finance:shop-pdf", args=[shop.pk]))
    assert pdf.content.startswith(b"%PDF")
    assert load_workbook(io.BytesIO(desk.get(reverse("finance:shop-xlsx", args=[shop.pk])).content))


@pytest.mark.parametrize("page", ["home", "books", "tax", "account"])
def test_pages_take_as_many_queries_for_many_entries(desk, page):
    address = reverse(f"finance:{page}", args=["buyer"] if page == "account" else [])

    def sales(number):
        for _ in range(number):
            order = an_order(a_listing(price=60_000, shop=a_paid_shop(legal_form="household")))
            pay(order)
            deliver(order.seller_orders.get(), days_ago=8)

    sales(1)
    few = queries_of(desk, address)
    sales(5)
    assert queries_of(desk, address) == few


@pytest.mark.parametrize("page", ["home", "books", "tax", "tax-xlsx"])
@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "x"])
def test_a_day_of_no_time_is_no_error(desk, page, day):
    asked = {"from": day, "to": day, "on": day, "month": day[:7]}
    assert desk.get(reverse(f"finance:{page}"), asked).status_code == 200
