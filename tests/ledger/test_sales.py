import pytest

from marketplace.ledger.models import CommissionRule, Entry, SaleTerms
from marketplace.orders import transitions
from marketplace.orders.offers import make_offer
from marketplace.orders.signals import return_decided
from marketplace.payments.models import Payment
from marketplace.payments.services import mark_refund_sent, refund
from tests.factories import a_listing, a_maker, a_shop
from tests.ledger.factories import a_carrier, balances, deliver, owed_to, pay
from tests.payments.factories import a_cash_order, an_order

pytestmark = pytest.mark.django_db


def send_back(part, line, quantity, amount, event_id):
    """What the orders' room does when a return is decided."""
    return_decided.send(None, seller_order=part, lines=[(line, quantity, amount)], event_id=event_id)
    return refund(part.order, amount, event_id, "Broken", [(line, quantity, amount)], delivered=True)


def test_the_terms_of_a_sale_are_frozen_with_the_order():
    maker = a_maker(a_shop(legal_form="household"))
    order = an_order((a_listing(price=45_000, shop=maker.shop, maker=maker), 2))
    CommissionRule.objects.update(rate=50)
    goods, delivery = SaleTerms.objects.all()
    assert (goods.maker, goods.base, goods.commission, goods.vat, goods.pit) == (maker, 90_000, 4_500, 900, 450)
    assert goods.net == 84_150
    assert (delivery.base, delivery.commission, delivery.vat, delivery.pit, delivery.net) == (
        25_000,
        0,
        750,
        375,
        23_875,
    )
    assert order.seller_orders.get().total == goods.paid + delivery.paid


def test_money_that_came_belongs_to_the_buyer_until_the_goods_are_hers():
    order = an_order()
    pay(order)
    assert balances() == {"bank": 125_000, "buyer": -125_000}


def test_with_delivery_the_shop_has_earned_less_commission():
    order = an_order()
    pay(order)
    part = deliver(order.seller_orders.get())
    assert balances() == {"bank": 125_000, "commission": -5_000, "shop": -120_000}
    assert owed_to(part.shop) == 120_000


def test_of_a_household_tax_is_withheld():
    order = an_order(a_listing(price=100_000, shop=a_shop(legal_form="household")))
    pay(order)
    deliver(order.seller_orders.get())
    assert balances() == {"bank": 125_000, "commission": -5_000, "vat": -1_750, "pit": -875, "shop": -117_375}


def test_cash_that_the_carrier_collects_is_owed_to_the_shop():
    order = a_cash_order(a_listing(price=100_000))
    part = deliver(order.seller_orders.get())
    assert balances() == {"carrier": 125_000, "commission": -5_000, "shop": -120_000}
    assert owed_to(part.shop) == 120_000
    assert Payment.objects.get().state == Payment.State.PAID


def test_of_cash_that_the_shop_collects_she_owes_the_commission():
    order = a_cash_order(a_listing(price=100_000))
    part = deliver(order.seller_orders.get(), by_carrier=False)
    assert balances() == {"commission": -5_000, "shop": 5_000}
    assert owed_to(part.shop) == -5_000


def test_cash_on_the_way_is_seen_and_a_refused_parcel_brings_none():
    order = a_cash_order(a_listing(price=100_000))
    part = order.seller_orders.get()
    transitions.confirm(part, None)
    transitions.hand_over(part, None, a_carrier())
    assert balances() == {"buyer": -125_000, "cash_on_the_way": 125_000}
    transitions.return_(part, None, "Refused at the door")
    assert balances() == {}
    assert Entry.objects.filter(kind=Entry.Kind.PARCEL_REFUSED, order=order).count() == 1


def test_a_line_that_comes_back_undoes_its_share_of_the_sale():
    listing = a_listing(price=45_000, shop=a_shop(legal_form="household"))
    order = an_order((listing, 2))
    pay(order)
    part = deliver(order.seller_orders.get())
    before = owed_to(part.shop)
    entry = send_back(part, order.lines.get(), 1, 45_000, "return:1")
    assert before - owed_to(part.shop) == 45_000 - 2_250 - 450 - 225
    assert balances()["refund"] == -45_000
    mark_refund_sent(entry.pk)
    assert balances() == {"bank": 70_000, "commission": -2_250, "vat": -1_200, "pit": -600, "shop": -65_950}


def test_a_line_that_comes_back_bit_by_bit_leaves_nothing_behind():
    order = an_order((a_listing(price=33_333, shop=a_shop(legal_form="individual")), 3))
    pay(order)
    part = deliver(order.seller_orders.get())
    for step, amount in enumerate([1, 33_332, 33_334, 33_332]):
        send_back(part, order.lines.get(), 0, amount, f"return:{step}")
    rest = balances(terms__line=order.lines.get())
    assert rest.pop("buyer") == -99_999
    assert rest == {}


def test_what_the_platform_takes_off_is_its_expense_and_not_the_shops():
    make_offer("Tết", percent=10)
    order = an_order(a_listing(price=100_000))
    pay(order)
    part = deliver(order.seller_orders.get())
    assert balances() == {"bank": 115_000, "discount": 10_000, "commission": -5_000, "shop": -120_000}
    send_back(part, order.lines.get(), 1, 90_000, "return:1")
    assert balances() == {"bank": 115_000, "refund": -90_000, "shop": -25_000}


def test_what_the_shop_takes_off_lowers_what_commission_and_tax_are_counted_from():
    shop = a_shop(legal_form="household")
    make_offer("Khai trương", shop=shop, percent=10)
    order = an_order(a_listing(price=100_000, shop=shop))
    pay(order)
    deliver(order.seller_orders.get())
    terms = order.lines.get().sale_terms
    assert (terms.base, terms.commission, terms.vat, terms.pit) == (90_000, 4_500, 900, 450)
    assert "discount" not in balances()


def test_a_cancelled_order_that_was_paid_owes_all_to_the_buyer():
    order = an_order()
    pay(order)
    refund(order, 125_000, "cancel", "")
    assert balances() == {"bank": 125_000, "refund": -125_000}


def test_freezing_terms_takes_the_same_queries_however_many_lines(django_assert_max_num_queries):
    from marketplace.ledger.terms import freeze_terms

    def queries(lines):
        shop = a_shop()
        order = an_order(*[a_listing(shop=shop) for _ in range(lines)])
        SaleTerms.objects.filter(seller_order__order=order).delete()
        with django_assert_max_num_queries(11) as counted:
            freeze_terms(order)
        return len(counted)

    assert queries(1) == queries(10)
