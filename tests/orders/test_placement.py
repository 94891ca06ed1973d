import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from oscar.core.loading import get_model

from marketplace.orders.models import SellerOrder
from marketplace.orders.numbers import is_number
from marketplace.orders.services import CannotPlace, place_order
from marketplace.payments.methods import method_of
from tests.factories import a_basket, a_commune, a_listing, a_province, a_recipient, a_user

pytestmark = pytest.mark.django_db

Order = get_model("order", "Order")
StockRecord = get_model("partner", "StockRecord")


def place(basket, **kwargs):
    return place_order(basket, kwargs.pop("recipient", None) or a_recipient(), method_of("cod"), **kwargs)


def test_an_order_of_two_shops_has_a_seller_order_each_and_the_sums_agree():
    first, second = a_listing(price=45_000), a_listing(price=120_000)
    order = place(a_basket((first, 2), second))

    parts = order.seller_orders.all()
    assert [part.shop for part in parts] == [first.shop, second.shop]
    assert [part.goods_total for part in parts] == [90_000, 120_000]
    assert [part.delivery_fee for part in parts] == [25_000, 25_000]
    assert sum(part.total for part in parts) == order.total_incl_tax == 260_000
    assert [part.number for part in parts] == [f"{order.number}-1", f"{order.number}-2"]


def test_delivery_is_free_above_the_shops_threshold_and_dearer_outside_the_province():
    hanoi = a_commune("Hoàn Kiếm", "00070", a_province("01", "Thành phố Hà Nội"))
    dear, cheap = a_listing(price=600_000), a_listing(price=50_000)
    order = place(a_basket(dear, cheap), recipient=a_recipient(commune=hanoi))
    assert [part.delivery_fee for part in order.seller_orders.all()] == [0, 35_000]


def test_stock_is_promised_and_the_card_says_so():
    listing = a_listing(stock=5)
    place(a_basket((listing, 3)))
    assert StockRecord.objects.get(product=listing.product).net_stock_level == 2
    listing.refresh_from_db()
    assert listing.num_available == 2


def test_what_is_made_to_order_takes_nothing_from_the_stock():
    listing = a_listing(stock=0, made_to_order_days=10)
    order = place(a_basket((listing, 3)))
    assert order.lines.get().quantity == 3
    assert StockRecord.objects.get(product=listing.product).num_allocated in (None, 0)


def test_a_basket_that_is_sent_twice_is_ordered_once():
    basket = a_basket(a_listing())
    assert place(basket) == place(basket)
    assert Order.objects.count() == SellerOrder.objects.count() == 1


def test_what_is_short_is_named_and_nothing_is_ordered():
    plenty, scarce = a_listing(stock=10), a_listing(stock=4)
    basket = a_basket(plenty, (scarce, 4))
    StockRecord.objects.filter(product=scarce.product).update(num_in_stock=1)
    with pytest.raises(CannotPlace) as refusal:
        place(basket)
    assert [(short.line.product, short.left) for short in refusal.value.shortages] == [(scarce.product, 1)]
    assert not Order.objects.exists()
    assert not StockRecord.objects.filter(num_allocated__gt=0).exists()


def test_a_listing_that_went_off_sale_cannot_be_ordered():
    listing = a_listing()
    basket = a_basket(listing)
    listing.shop.state = "suspended"
    listing.shop.save()
    with pytest.raises(CannotPlace) as refusal:
        place(basket)
    assert refusal.value.shortages[0].left is None


def test_the_number_tells_nothing_and_checks_itself():
    order = place(a_basket(a_listing()))
    assert is_number(order.number)


def test_the_buyer_gets_one_letter_in_the_language_of_the_page(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        order = place(a_basket(a_listing("Mắm tép Gia Viễn")))
    (letter,) = mail.outbox
    assert letter.to == ["hanh@example.com"]
    assert order.number in letter.subject
    assert "Mắm tép Gia Viễn" in letter.body
    assert "/orders/" in letter.body
    assert "text/html" in letter.alternatives[0][1]


def test_without_an_address_no_letter_is_sent(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        place(a_basket(a_listing()), recipient=a_recipient(email=""))
    assert mail.outbox == []


def test_a_signed_in_buyer_owns_her_order():
    user = a_user()
    assert place(a_basket(a_listing(), owner=user), user=user).user == user


@pytest.mark.parametrize("stock", [20, 1], ids=["plenty", "the-last-piece"])
def test_a_placement_takes_as_many_queries_for_six_lines_of_six_shops_as_for_one(stock):
    place(a_basket(a_listing()))  # what is made or remembered once
    assert queries_of_a_placement(1, stock) == queries_of_a_placement(6, stock) <= 32


def queries_of_a_placement(lines: int, stock: int) -> int:
    basket = a_basket(*[a_listing(stock=stock) for _ in range(lines)])
    recipient = a_recipient()
    with CaptureQueriesContext(connection) as queries:
        place(basket, recipient=recipient)
    return len(queries)
