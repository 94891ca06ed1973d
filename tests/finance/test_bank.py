"""Reconciliation at the desk: from the bank's file to the decision, each with the books beside it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from marketplace.ledger.models import Payout
from marketplace.ledger.payouts import confirm_payout, start_run
from marketplace.orders import returns
from marketplace.orders.models import SellerOrder
from marketplace.payments.models import BankLayout, BankLine, Payment, Refund, StatementUpload
from marketplace.payments.services import mark_refund_sent, refund
from tests.factories import a_listing
from tests.ledger.factories import a_paid_shop, balances, deliver, pay
from tests.orders.factories import a_return, a_shop_order_paid
from tests.payments.factories import an_order
from tests.payments.test_statements import HEADER, a_file, load, money_in, money_out
from tests.queries import queries_of

pytestmark = pytest.mark.django_db

BANK = reverse("finance:bank")


def upload(desk, *rows, bank="Agribank", name="sao-ke.csv", content=None):
    file = SimpleUploadedFile(name, a_file(*rows) if content is None else content, "text/csv")
    return desk.post(BANK, {"bank": bank, "file": file}, follow=True)


def act(desk, line, name, **values):
    return desk.post(reverse("finance:line", args=[line.pk]), {"act": name, **values}, follow=True)


def a_payout():
    order = an_order(a_listing(price=100_000, shop=a_paid_shop()))
    pay(order)
    deliver(order.seller_orders.get(), days_ago=30)
    return start_run().payouts.get()


def test_the_columns_of_a_bank_are_asked_for_once(desk):
    payment = an_order().payment
    page = upload(desk, money_in(payment.reference)).content.decode()
    assert "Agribank" in page
    assert payment.reference in page
    assert not BankLine.objects.exists()
    told = dict(zip(("date", "description", "amount_out", "amount_in", "reference"), HEADER))
    address = reverse("finance:file", args=[StatementUpload.objects.get().pk])
    assert desk.post(address, told | {"amount_in": ""}).status_code == 422
    desk.post(address, told)
    assert Payment.objects.get().state == Payment.State.PAID
    assert desk.post(address, told | {"amount_in": ""}).status_code == 422  # the page of before, sent once more
    assert BankLayout.objects.get().amount_in == "Ghi có"
    upload(desk, money_in(payment.reference), money_in("khac", number="FT2"))
    assert list(BankLine.objects.order_by("pk").values_list("outcome", flat=True)) == ["paid", "unknown"]


def test_what_is_no_statement_is_said_beside_the_field(desk, layout):
    answer = upload(desk, content=b"\x89PNG\r\n\x1a\n\0\0", name="anh.csv")
    assert answer.status_code == 422
    assert answer.context["form"].errors["file"]
    assert 'value="Agribank"' in answer.content.decode()
    assert not StatementUpload.objects.exists()


def test_a_clerk_books_an_unknown_transfer_to_the_order_it_pays(desk, layout, clerk):
    order = an_order()
    upload(desk, money_in("khong ghi gi"))
    line = BankLine.objects.get()
    assert order.number in desk.get(reverse("finance:line", args=[line.pk])).content.decode()
    wrong = act(desk, line, "order", reference="SEN0000000")
    assert wrong.status_code == 422
    assert wrong.context["order_form"].errors["reference"]
    act(desk, line, "order", reference=order.payment.reference)
    line.refresh_from_db()
    assert (line.outcome, line.decided_by) == ("paid", clerk)
    assert balances() == {"bank": 125_000, "buyer": -125_000}
    act(desk, line, "order", reference=order.payment.reference)
    assert balances() == {"bank": 125_000, "buyer": -125_000}


def test_a_clerk_says_what_belongs_to_no_order(desk, layout):
    upload(desk, money_in("VNPOST doi soat COD", "2.000.000"))
    act(desk, BankLine.objects.get(), "nature", nature="carrier", note="COD tháng 11")
    assert balances() == {"bank": 2_000_000, "carrier": -2_000_000}
    assert desk.get(BANK).context["num_decide"] == 0


def test_what_was_paid_too_much_goes_back_once(desk, layout):
    payment = an_order().payment
    upload(desk, money_in(payment.reference, "130.000"))
    assert "5.000" in desk.get(BANK).content.decode()
    address = reverse("finance:overpaid", args=[payment.reference])
    page = desk.post(address, follow=True)
    desk.post(address)
    entry = Refund.objects.get()
    assert page.redirect_chain[-1][0] == reverse("finance:refund", args=[entry.pk])
    assert balances() == {"bank": 130_000, "buyer": -125_000, "refund": -5_000}
    assert desk.get(BANK).context["num_decide"] == 0


def test_an_order_that_was_paid_too_little_is_cancelled_and_its_money_owed_back(desk, layout):
    order = an_order()
    upload(desk, money_in(order.payment.reference, "100.000"))
    assert "25.000" in desk.get(BANK).content.decode()
    for _ in range(2):
        desk.post(reverse("finance:underpaid", args=[order.payment.reference]))
    assert SellerOrder.objects.get().state == SellerOrder.State.CANCELLED
    assert Refund.objects.get().amount == 100_000
    assert balances() == {"bank": 100_000, "refund": -100_000}
    assert desk.get(BANK).context["num_decide"] == 0


def test_a_refund_is_transferred_noted_and_recognised_in_the_next_statement_once(desk, layout):
    order = an_order()
    pay(order)
    entry = refund(order, 50_000, "return:1", "Vỡ")
    page = reverse("finance:refund", args=[entry.pk])
    assert desk.post(page, {"act": "account", "bank_bin": "970436", "account_number": "12 34"}).status_code == 422
    desk.post(page, {"act": "account", "bank_bin": "970436", "account_number": "0881000458086", "account_holder": "HA"})
    assert 'class="qr"' in desk.get(page).content.decode()
    desk.post(page, {"act": "sent", "bank_reference": "FT778"})
    entry.refresh_from_db()
    assert (entry.state, entry.bank_reference) == ("sent", "FT778")
    upload(desk, money_out(f"Hoan tien {order.payment.reference}", "50.000"))
    assert balances() == {"bank": 75_000, "buyer": -75_000}
    assert BankLine.objects.get().outcome == "refund"
    upload(desk, money_out(f"Hoan tien {order.payment.reference}", "50.000", number="FT10"))
    assert BankLine.objects.order_by("pk").last().outcome == "unknown"


def test_money_out_without_a_reference_can_be_said_to_be_a_refund(desk, layout):
    order = an_order()
    pay(order)
    entry = refund(order, 50_000, "return:1", "Vỡ")
    upload(desk, money_out("chuyen khoan", "50.000"), money_out("chuyen khoan khac", "60.000"))
    first, second = BankLine.objects.order_by("pk")
    act(desk, second, "refund", which=entry.pk)
    assert balances()["unknown"] == 110_000
    act(desk, first, "refund", which=entry.pk)
    act(desk, first, "refund", which=entry.pk)
    entry.refresh_from_db()
    assert entry.state == "sent"
    assert balances() == {"bank": 15_000, "buyer": -75_000, "unknown": 60_000}


def test_a_payout_that_was_confirmed_by_hand_is_not_booked_again_by_its_line(desk, layout):
    payout = a_payout()
    confirm_payout(payout, "FT5")
    before = balances()
    upload(desk, money_out(f"CHI TRA {payout.reference}", "120.000"))
    assert BankLine.objects.get().outcome == "payout"
    assert balances() == before
    upload(desk, money_out(f"CHI TRA {payout.reference}", "120.000", number="FT10"))
    assert BankLine.objects.order_by("pk").last().outcome == "unknown"


def test_a_payout_that_the_bank_sends_back_is_owed_again(desk, layout):
    payout = a_payout()
    upload(desk, money_out(payout.reference, "120.000"), money_in(f"hoan {payout.reference}", "120.000"))
    assert [line.outcome for line in BankLine.objects.order_by("pk")] == ["payout", "payout_back"]
    payout.refresh_from_db()
    assert payout.state == Payout.State.FAILED
    assert balances() == {"bank": 125_000, "commission": -5_000, "shop": -120_000}
    assert start_run().payouts.get().amount == 120_000


def test_a_payout_without_its_reference_is_found_by_its_amount(desk, layout):
    payout = a_payout()
    upload(desk, money_out("chuyen tien", "120.000"))
    line = BankLine.objects.get()
    assert payout.reference in desk.get(reverse("finance:line", args=[line.pk])).content.decode()
    for _ in range(2):
        act(desk, line, "payout", which=payout.reference)
    payout.refresh_from_db()
    assert payout.state == Payout.State.PAID
    assert balances() == {"bank": 5_000, "commission": -5_000}


@pytest.mark.parametrize("show", ["decide", "known", "files"])
def test_many_lines_take_as_many_queries_as_few(desk, layout, show):
    def some(number):
        for _ in range(number):
            payment, other, third = an_order().payment, an_order().payment, an_order().payment
            load(
                money_in(payment.reference, number=payment.reference),
                money_in(other.reference, "200.000", number=other.reference),
                money_in(third.reference, "1.000", number=third.reference),
                money_in("khong ro", number=f"{payment.reference}x"),
            )

    some(1)
    few = queries_of(desk, f"{BANK}?show={show}")
    some(4)
    assert queries_of(desk, f"{BANK}?show={show}") == few


def test_a_refund_marked_twice_is_sent_once():
    order = an_order()
    pay(order)
    entry = refund(order, 50_000, "return:1", "")
    assert [mark_refund_sent(entry.pk), mark_refund_sent(entry.pk)] == [True, False]


def test_the_lines_of_a_refund_and_its_delivery_sum_to_it(desk):
    part = a_shop_order_paid((a_listing(price=85_000), 1), state="delivered")
    returns.accept(a_return(part), None)
    page = desk.get(reverse("finance:refund", args=[Refund.objects.get().pk]))
    assert page.context["delivery_fee"] == part.delivery_fee > 0
