import io
from datetime import date

import openpyxl
import pytest

from marketplace.ledger.models import Payout
from marketplace.ledger.payouts import start_run
from marketplace.payments.models import BankLayout, BankLine, Payment, Refund
from marketplace.payments.services import expire_payment, refund
from marketplace.payments.statements.layouts import guess, header_of, read_amount, read_date, read_rows
from marketplace.payments.statements.reading import Unreadable, read_cells
from marketplace.payments.statements.services import NotNow, assign, import_upload, settle, store_upload
from tests.factories import a_listing, a_user
from tests.ledger.factories import a_paid_shop, balances, deliver, pay
from tests.payments.factories import an_order

pytestmark = pytest.mark.django_db

HEADER = ["Ngày GD", "Diễn giải", "Ghi nợ", "Ghi có", "Số CT"]


@pytest.fixture
def layout():
    return the_layout()


def the_layout() -> BankLayout:
    return BankLayout.objects.create(
        bank="Agribank",
        date="Ngày GD",
        description="Diễn giải",
        amount_in="Ghi có",
        amount_out="Ghi nợ",
        reference="Số CT",
    )


def a_file(*rows) -> bytes:
    """A statement as a bank writes it: its own name above, a header, lines, a sum below."""
    lines = ["NGÂN HÀNG AGRIBANK;;;;", "", ";".join(HEADER), *[";".join(row) for row in rows], "Cộng;;;125.000;"]
    return "\n".join(lines).encode()


def money_in(description, amount="125.000", day="25/11/2026", number="FT1"):
    return [day, description, "", amount, number]


def money_out(description, amount, day="25/11/2026", number="FT9"):
    return [day, description, amount, "", number]


def load(*rows):
    return import_upload(store_upload("Agribank", "sao-ke.csv", a_file(*rows)))


def outcomes():
    return list(BankLine.objects.order_by("pk").values_list("outcome", flat=True))


def test_a_transfer_finds_its_order_and_pays_it(layout):
    payment = an_order().payment
    load(money_in(f"MBVCB.77.{payment.reference.lower()} chuyen tien.CT tu 0011"))
    assert Payment.objects.get().state == Payment.State.PAID
    assert outcomes() == ["paid"]
    assert balances() == {"bank": 125_000, "buyer": -125_000}


def test_the_same_file_twice_and_one_that_overlaps_it_book_each_line_once(layout):
    first, second = an_order().payment, an_order().payment
    rows = [money_in(first.reference), money_in(second.reference, number="FT2")]
    load(rows[0])
    again = load(*rows)
    assert (again.new_lines, again.known_lines) == (1, 1)
    assert load(*rows).new_lines == 0
    assert BankLine.objects.count() == 2
    assert balances() == {"bank": 250_000, "buyer": -250_000}


def test_two_movements_that_look_the_same_are_two(layout):
    load(money_in("tien hang", number=""), money_in("tien hang", number=""))
    assert BankLine.objects.count() == 2
    assert load(money_in("tien hang", number=""), money_in("tien hang", number="")).new_lines == 0


def test_too_little_too_much_too_late_and_unknown_wait_for_a_decision(layout):
    little, much, late = an_order().payment, an_order().payment, an_order().payment
    expire_payment(late)
    load(
        money_in(little.reference, "100.000", number="1"),
        money_in(much.reference, "130.000", number="2"),
        money_in(late.reference, number="3"),
        money_in("Hanh chuyen tien mua cua chi", number="4"),
    )
    assert outcomes() == ["too_little", "too_much", "too_late", "unknown"]
    states = [Payment.objects.get(pk=payment.pk).state for payment in (little, much, late)]
    assert states == ["open", "paid", "expired"]
    assert balances()["unknown"] == -125_000


def test_a_second_transfer_pays_the_rest(layout):
    payment = an_order().payment
    load(money_in(payment.reference, "100.000", number="1"), money_in(payment.reference, "25.000", number="2"))
    assert outcomes() == ["too_little", "paid"]


def test_a_clerk_assigns_an_unknown_transfer_by_order_number(layout):
    order, clerk = an_order(), a_user()
    load(money_in("khong ghi gi"))
    assign(BankLine.objects.get(), order.number.lower(), clerk)
    assert Payment.objects.get().state == Payment.State.PAID
    assert balances() == {"bank": 125_000, "buyer": -125_000}
    with pytest.raises(NotNow):
        assign(BankLine.objects.get(), order.number, clerk)


def test_a_transfer_is_not_assigned_to_an_order_that_does_not_exist(layout):
    load(money_in("khong ghi gi"))
    with pytest.raises(NotNow):
        assign(BankLine.objects.get(), "SENXXXXXXX", a_user())
    assert outcomes() == ["unknown"]


def test_a_clerk_explains_what_belongs_to_no_order(layout):
    load(money_in("VNPOST doi soat COD", "2.000.000"), money_out("phi SMS", "11.000"))
    income, fee = BankLine.objects.order_by("pk")
    settle(income, "carrier", a_user())
    settle(fee, "fees", a_user(), "SMS")
    assert balances() == {"bank": 1_989_000, "carrier": -2_000_000, "fees": 11_000}
    with pytest.raises(NotNow):
        settle(fee, "fees", a_user())


def test_a_refund_that_was_transferred_is_recognised(layout):
    order = an_order()
    pay(order)
    refund(order, 50_000, "return:1", "")
    load(money_out(f"Hoan tien {order.payment.reference}", "50.000"))
    assert Refund.objects.get().state == Refund.State.SENT
    assert outcomes() == ["refund"]
    assert balances() == {"bank": 75_000, "buyer": -75_000}


def test_a_payout_is_confirmed_by_its_reference_once(layout):
    order = an_order(a_listing(price=100_000, shop=a_paid_shop()))
    pay(order)
    deliver(order.seller_orders.get(), days_ago=30)
    payout = start_run().payouts.get()
    row = money_out(f"Chi tra {payout.reference}", "120.000")
    load(row)
    load(row, money_out(f"Chi tra {payout.reference}", "120.000", number="FT10"))
    assert Payout.objects.get().state == Payout.State.PAID
    assert outcomes() == ["payout", "unknown"]
    assert balances()["unknown"] == 120_000


def test_a_statement_without_the_columns_of_its_bank_books_nothing(layout):
    upload = store_upload("Agribank", "x.csv", b"a;b;c\n1;2;3")
    with pytest.raises(Unreadable):
        import_upload(upload)
    assert not BankLine.objects.exists()


def test_xlsx_reads_like_csv(layout):
    book = openpyxl.Workbook()
    book.active.append(["Sao kê tài khoản"])
    book.active.append(HEADER)
    book.active.append([date(2026, 11, 25), "SEN", None, 125000.0, 771])
    out = io.BytesIO()
    book.save(out)
    (row,) = read_rows(read_cells("a.xlsx", out.getvalue()), layout)
    assert (row.booked_on, row.amount, row.reference) == (date(2026, 11, 25), 125_000, "771")


@pytest.mark.parametrize("content", [b"", b"\0\1\2\xff", b"PK\3\4 no zip", b"x" * 5_000_001])
def test_what_is_no_statement_is_refused_with_words(content):
    with pytest.raises(Unreadable, match=r"\w"):
        read_cells("x", content)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1258"])
def test_whatever_the_encoding_amounts_and_references_come_through(encoding):
    assert read_cells("x.csv", "ngay;SENAAAA;1.000".encode(encoding)) == [["ngay", "SENAAAA", "1.000"]]


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1.250.000", 1_250_000),
        ("1,250,000.00", 1_250_000),
        ("+125,000 VND", 125_000),
        ("-125.000,00", -125_000),
        ("(125000)", -125_000),
        ("125000.0", 125_000),
        ("1.000", 1_000),
        ("", 0),
        ("không", 0),
    ],
)
def test_amounts_are_read_however_a_bank_writes_them(text, amount):
    assert read_amount(text) == amount


@pytest.mark.parametrize("text", ["25/11/2026", "25-11-2026 10:22", "2026-11-25T10:00:00", "25/11/26", "25.11.2026"])
def test_dates_are_read_however_a_bank_writes_them(text):
    assert read_date(text) == date(2026, 11, 25)


def test_the_header_is_found_and_its_columns_guessed():
    cells = read_cells("x.csv", a_file(money_in("x")))
    assert header_of(cells) == HEADER
    assert guess(HEADER) == {
        "date": "Ngày GD",
        "description": "Diễn giải",
        "amount_in": "Ghi có",
        "amount_out": "Ghi nợ",
        "reference": "Số CT",
    }
