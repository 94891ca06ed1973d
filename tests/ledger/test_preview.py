from datetime import date
from decimal import Decimal

import pytest

from marketplace.ledger.models import CategorySupply, CommissionRule, Supply, TaxRate
from marketplace.ledger.preview import you_receive
from marketplace.ledger.rates import RateBook, load_first_rates
from tests.factories import a_category, a_shop

pytestmark = pytest.mark.django_db


def test_a_cooperative_gets_the_price_less_the_commission():
    view = you_receive(a_shop(), None, 45_000)
    assert (view.price, view.commission, view.vat, view.pit, view.net) == (45_000, 2_250, 0, 0, 42_750)


def test_from_a_household_tax_is_withheld_from_the_first_dong():
    view = you_receive(a_shop(legal_form="household"), None, 45_000)
    assert (view.commission, view.vat, view.pit, view.net) == (2_250, 450, 225, 42_075)


@pytest.mark.parametrize("price", [0, 1, 33, 199, 12_345, 99_999])
def test_the_parts_sum_to_the_price_whatever_it_is(price):
    view = you_receive(a_shop(legal_form="individual"), None, price)
    assert view.commission + view.vat + view.pit + view.net == price


def test_the_narrowest_commission_rule_wins():
    shop, other = a_shop(), a_shop()
    food = a_category("Đồ ăn")
    dried = a_category("Đồ khô", food)
    for rule in [
        {"category": food, "rate": 4},
        {"category": dried, "rate": 3},
        {"shop": shop, "rate": 2},
        {"shop": shop, "category": dried, "rate": 1},
    ]:
        CommissionRule.objects.create(valid_from=date(2026, 1, 1), **rule)
    book = RateBook(date(2026, 6, 1))
    assert [book.commission(other, category) for category in (None, food, dried)] == [5, 4, 3]
    assert [book.commission(shop, category) for category in (None, food, dried)] == [2, 2, 1]


def test_a_rule_holds_from_its_first_day_to_its_last():
    shop = a_shop()
    CommissionRule.objects.create(shop=shop, rate=0, valid_from=date(2026, 3, 1), valid_until=date(2026, 3, 31))
    rates = [RateBook(day).commission(shop, None) for day in (date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 1))]
    assert rates == [5, 0, 5]


def test_new_tax_rates_replace_the_old_from_their_day():
    TaxRate.objects.create(legal_form="household", supply="goods", vat=2, pit=1, valid_from=date(2027, 1, 1))
    assert RateBook(date(2026, 12, 31)).tax("household", "goods") == (1, Decimal("0.5"))
    assert RateBook(date(2027, 1, 1)).tax("household", "goods") == (2, 1)


def test_a_category_may_hold_services_and_where_it_cannot_be_told_the_highest_rate_holds():
    tours = a_category("Du lịch")
    CategorySupply.objects.create(category=tours, supply=Supply.SERVICES)
    book = RateBook(date(2026, 6, 1))
    assert book.rates(a_shop(legal_form="household"), a_category("Trải nghiệm", tours)).vat == 5
    assert book.tax("individual", Supply.UNKNOWN) == (5, 2)
    assert book.tax("company", Supply.UNKNOWN) == (0, 0)


def test_the_first_rates_are_loaded_into_empty_tables_only():
    CommissionRule.objects.update(rate=7)
    load_first_rates()
    assert [rule.rate for rule in CommissionRule.objects.all()] == [7]
    assert TaxRate.objects.count() == 6


def test_the_preview_reads_the_rates_in_few_queries(django_assert_max_num_queries):
    shop = a_shop()
    with django_assert_max_num_queries(4):
        you_receive(shop, None, 1000)
