"""Payout runs at the desk."""

import io
import threading

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from marketplace.ledger.models import AccountAccess, Payout, PayoutItem, PayoutRun
from marketplace.ledger.payouts import confirm_payout, start_run
from marketplace.ledger.tasks import order_payout_run
from marketplace.notifications.models import Notification
from tests.factories import a_finance_person, a_listing, a_shop, a_shop_person
from tests.ledger.factories import a_paid_shop, balances, deliver, pay
from tests.payments.factories import a_cash_order, an_order
from tests.queries import queries_of

pytestmark = pytest.mark.django_db

PAYOUTS = reverse("finance:payouts")


def a_sale(shop=None, price=100_000):
    order = an_order(a_listing(price=price, shop=shop or a_paid_shop()))
    pay(order)
    return deliver(order.seller_orders.get(), days_ago=8)


def test_a_clerk_reviews_orders_downloads_and_confirms_a_run(desk, clerk):
    first, second = a_sale(), a_sale(price=200_000)
    page = desk.get(PAYOUTS).content.decode()
    assert "335.000" in page
    address = desk.post(PAYOUTS).url
    run = PayoutRun.objects.get()
    assert address == reverse("finance:run", args=[run.pk])
    assert run.by == clerk
    answer = desk.get(reverse("finance:run-file", args=[run.pk]))
    rows = list(load_workbook(io.BytesIO(answer.content)).active.iter_rows(min_row=2, values_only=True))
    assert [row[5] for row in rows] == [120_000, 215_000]
    assert answer["Cache-Control"] == "private, no-store"
    assert AccountAccess.objects.get().subject == f"run:{run.pk}"
    assert desk.post(address, {"bank_reference": ""}).status_code == 422
    desk.post(address, {"bank_reference": "LO-123"})
    assert {one.state for one in Payout.objects.all()} == {"paid"}
    assert balances() == {"bank": 15_000, "commission": -15_000}
    desk.post(address, {"bank_reference": "LO-123"})
    assert balances() == {"bank": 15_000, "commission": -15_000}
    assert {first.shop_id, second.shop_id} == {one.shop_id for one in Payout.objects.all()}


def test_pressing_the_button_again_pays_nobody_again(desk):
    a_sale()
    desk.post(PAYOUTS)
    answer = desk.post(PAYOUTS, follow=True)
    assert "Hiện không có khoản nào đến hạn" in answer.content.decode()
    assert PayoutRun.objects.count() == Payout.objects.count() == 1


def test_who_is_not_paid_now_stands_there_with_the_reason(desk):
    a_sale(a_shop())
    a_sale(a_paid_shop(), price=1_000)
    order = a_cash_order(a_listing(price=100_000, shop=a_paid_shop()))
    deliver(order.seller_orders.get(), by_carrier=False, days_ago=8)
    found = [why for __, why in desk.get(PAYOUTS).context["not_now"]]
    assert len(found) == len(set(found)) == 3


def test_one_payout_shows_its_code_and_is_confirmed_by_reference_once(desk):
    a_sale()
    payout = start_run().payouts.get()
    address = reverse("finance:payout", args=[payout.reference])
    page = desk.get(address).content.decode()
    assert payout.account_number in page
    assert 'class="qr"' in page
    assert AccountAccess.objects.get().subject == f"payout:{payout.reference}"
    assert desk.post(address, {"act": "confirm"}).status_code == 422
    for _ in range(2):
        desk.post(address, {"act": "confirm", "bank_reference": "FT1"})
    assert balances() == {"bank": 5_000, "commission": -5_000}
    page = desk.get(address).content.decode()
    assert payout.account_number not in page
    desk.post(address, {"act": "fail"})
    assert balances() == {"bank": 5_000, "commission": -5_000}


def test_a_payout_that_cannot_be_made_is_taken_back_and_comes_in_the_next_run(desk):
    part = a_sale()
    payout = start_run().payouts.get()
    for _ in range(2):
        desk.post(reverse("finance:payout", args=[payout.reference]), {"act": "fail"})
    assert balances() == {"bank": 125_000, "commission": -5_000, "shop": -120_000}
    due = desk.get(reverse("finance:due", args=[part.shop_id])).context
    assert (due["due"].amount, [int(one.for_shop) for one in due["postings"]]) == (120_000, [95_000, 25_000])


def test_many_payouts_take_as_many_queries_as_few(desk):
    def pages():
        run = PayoutRun.objects.first()
        return [PAYOUTS, reverse("finance:run", args=[run.pk]), reverse("finance:shops")]

    a_sale()
    start_run()
    a_sale()
    few = [queries_of(desk, page) for page in pages()]
    for _ in range(4):
        a_sale()
    start_run()
    for _ in range(4):
        a_sale()
    assert [queries_of(desk, page) for page in pages()] == few


def test_the_job_orders_a_run_and_finds_nothing_the_second_time():
    a_sale()
    assert order_payout_run() == PayoutRun.objects.get().pk
    assert order_payout_run() is None
    assert PayoutRun.objects.get().by is None


def test_who_sees_a_shops_money_is_told_once_that_it_was_sent():
    part = a_sale()
    owner, packer = a_shop_person(part.shop), a_shop_person(part.shop, "packer")
    payout = start_run().payouts.get()
    for _ in range(2):
        confirm_payout(payout, "FT1")
    (notice,) = Notification.objects.for_user(owner)
    assert not Notification.objects.for_user(packer)
    assert "120.000" in notice.text
    assert payout.reference in notice.text
    assert payout.account_number not in notice.text


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_clerks_who_press_pay_at_once_pay_once():
    for _ in range(3):
        a_sale()
    clerks = [a_finance_person(), a_finance_person()]
    start, answers = threading.Barrier(2), []

    def press(clerk):
        browser = Client()
        browser.force_login(clerk)
        start.wait()
        answers.append(browser.post(PAYOUTS))
        connection.close()

    threads = [threading.Thread(target=press, args=[clerk]) for clerk in clerks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [answer.status_code for answer in answers] == [302, 302]
    assert PayoutRun.objects.count() == 1
    assert Payout.objects.count() == 3
    assert PayoutItem.objects.count() == 6
    assert balances()["payout"] == -360_000
    assert "shop" not in balances()
