import io

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from openpyxl import load_workbook

from marketplace.ledger.bankfile import batch_file, qr_of
from marketplace.ledger.models import Payout, PayoutItem, PayoutRun
from marketplace.ledger.payouts import NotNow, confirm_payout, due, fail_payout, start_run
from marketplace.orders.models import ReturnRequest
from tests.factories import a_listing, a_shop
from tests.ledger.factories import a_paid_shop, a_payout_account, balances, deliver, owed_to, pay
from tests.ledger.test_sales import send_back
from tests.payments.factories import a_cash_order, an_order

pytestmark = pytest.mark.django_db


def a_sale(price=100_000, days_ago=8, shop=None):
    order = an_order(a_listing(price=price, shop=shop or a_paid_shop()))
    pay(order)
    return deliver(order.seller_orders.get(), days_ago=days_ago)


def test_a_delivered_order_is_paid_out_once_the_time_for_returns_is_over():
    part = a_sale()
    payout = start_run().payouts.get()
    assert (payout.shop, payout.amount) == (part.shop, 120_000)
    assert balances() == {"bank": 125_000, "commission": -5_000, "payout": -120_000}
    assert start_run() is None


def test_what_can_still_come_back_waits():
    a_sale(days_ago=6)
    assert start_run() is None


def test_too_little_waits_until_it_is_worth_a_transfer():
    shop = a_paid_shop()
    a_sale(10_000, shop=shop)
    assert start_run() is None
    a_sale(30_000, shop=shop)
    assert start_run().payouts.get().amount == 9_500 + 28_500 + 2 * 25_000


def test_a_confirmed_payout_has_left_the_bank_and_is_confirmed_once():
    part = a_sale()
    payout = start_run().payouts.get()
    assert confirm_payout(payout, "FT24")
    assert not confirm_payout(payout, "FT24")
    assert balances() == {"bank": 5_000, "commission": -5_000}
    assert owed_to(part.shop) == 0
    with pytest.raises(NotNow):
        fail_payout(payout)


def test_a_payout_that_came_back_is_in_the_next_run():
    part = a_sale()
    payout = start_run().payouts.get()
    assert fail_payout(payout)
    assert not fail_payout(payout)
    assert owed_to(part.shop) == 120_000
    with pytest.raises(NotNow):
        confirm_payout(payout)
    assert start_run().payouts.get().amount == 120_000


def test_a_refund_after_the_payout_is_taken_from_the_next_one():
    shop = a_paid_shop()
    part = a_sale(shop=shop)
    confirm_payout(start_run().payouts.get())
    send_back(part, part.order.lines.get(), 1, 100_000, "return:1")
    assert owed_to(shop) == -95_000
    assert [one.amount for one in due()] == [-95_000]
    assert start_run() is None
    a_sale(200_000, shop=shop)
    assert start_run().payouts.get().amount == 190_000 + 25_000 - 95_000


def test_a_shop_that_collected_the_cash_itself_is_not_paid_again():
    shop = a_paid_shop()
    order = a_cash_order(a_listing(price=100_000, shop=shop))
    deliver(order.seller_orders.get(), by_carrier=False, days_ago=8)
    assert start_run() is None
    assert [one.amount for one in due()] == [-5_000]


def test_a_shop_whose_account_nobody_has_checked_waits():
    part = a_sale(shop=a_shop())
    assert start_run() is None
    a_payout_account(part.shop, verified_at=None)
    assert start_run() is None
    part.shop.payout_account.delete()
    a_payout_account(part.shop)
    assert start_run().payouts.get().masked_number == "•••• 9888"


def test_what_buyer_and_shop_disagree_about_is_not_paid_out():
    part = a_sale()
    request = ReturnRequest.objects.create(
        seller_order=part, reason="damaged", text="Vỡ", state="disputed", answer_by=timezone.now()
    )
    assert start_run() is None
    request.state = "withdrawn"
    request.save()
    assert start_run().payouts.get().amount == 120_000


def test_the_banks_file_and_the_qr_code_say_where_the_money_goes():
    a_sale()
    run = start_run()
    payout = run.payouts.get()
    (row,) = list(load_workbook(io.BytesIO(batch_file(run))).active.iter_rows(min_row=2, values_only=True))
    assert row == (1, "3300205999888", "NGUYEN THI SEN", "Agribank", "970405", 120_000, payout.reference)
    assert "<svg" in qr_of(payout)
    confirm_payout(payout)
    assert load_workbook(io.BytesIO(batch_file(run))).active.max_row == 1


def test_the_database_itself_refuses_to_pay_a_posting_twice():
    a_sale()
    payout = start_run().payouts.get()
    other = Payout.objects.create(
        run=PayoutRun.objects.create(), shop=payout.shop, amount=1, reference="CHI-OTHER", account_number="1"
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        PayoutItem.objects.create(payout=other, posting=payout.items.first().posting)


def test_what_is_due_is_read_in_as_many_queries_for_many_shops(django_assert_num_queries):
    for _ in range(3):
        a_sale()
    with django_assert_num_queries(2):
        assert len(due()) == 3
