"""The steps of a seller order: which are possible when, what they do to the stock, what they tell."""

import pytest
from django.db import IntegrityError, transaction
from oscar.core.loading import get_model

from marketplace.orders import transitions
from marketplace.orders.models import Role, SellerOrder, SellerOrderEvent
from marketplace.orders.signals import seller_order_changed
from marketplace.orders.transitions import NotAllowed
from tests.factories import a_listing, a_user
from tests.orders.factories import a_carrier, a_seller_order

pytestmark = pytest.mark.django_db

StockRecord = get_model("partner", "StockRecord")
State = SellerOrder.State


def stock_of(listing) -> tuple[int, int]:
    """In stock, promised."""
    record = StockRecord.objects.get(product_id=listing.product_id)
    return record.num_in_stock, record.num_allocated or 0


def test_the_whole_way_is_written_down_with_who_and_as_what():
    seller, buyer = a_user(), a_user()
    part = a_seller_order(user=buyer)
    for step in (transitions.confirm, transitions.pack, transitions.hand_over):
        part = step(part, seller)
    part = transitions.deliver(part, buyer)
    part = transitions.complete(part)
    assert part.state == State.COMPLETED
    assert [(event.transition, event.by, event.role) for event in part.events.all()] == [
        ("place", buyer, "buyer"),
        ("confirm", seller, "shop"),
        ("pack", seller, "shop"),
        ("hand_over", seller, "shop"),
        ("deliver", buyer, "buyer"),
        ("complete", None, "system"),
    ]
    assert part.delivered_at >= part.handed_over_at >= part.confirmed_at


def test_pieces_leave_the_stock_at_the_hand_over():
    listing = a_listing(stock=5)
    part = a_seller_order((listing, 2), state="packed")
    assert stock_of(listing) == (5, 2)
    transitions.hand_over(part, None)
    assert stock_of(listing) == (3, 0)
    listing.refresh_from_db()
    assert listing.num_available == 3


def test_a_parcel_proves_that_the_pieces_were_there():
    listing = a_listing(stock=5)
    part = a_seller_order((listing, 4), state="packed")
    StockRecord.objects.filter(product_id=listing.product_id).update(num_in_stock=1)
    transitions.hand_over(part, None)
    assert stock_of(listing) == (0, 0)


@pytest.mark.parametrize("step", [transitions.refuse, transitions.cancel])
def test_what_is_not_delivered_is_for_others_to_buy(step):
    listing = a_listing(stock=5)
    part = step(a_seller_order((listing, 5)), None, "Hết hàng")
    assert stock_of(listing) == (5, 0)
    listing.refresh_from_db()
    assert listing.num_available == 5
    assert part.events.last().reason == "Hết hàng"


def test_what_is_made_to_order_neither_takes_nor_gives():
    listing = a_listing(stock=0, made_to_order_days=10)
    transitions.hand_over(a_seller_order((listing, 3), state="packed"), None)
    transitions.cancel(a_seller_order((listing, 3)), None, "Đổi ý")
    assert stock_of(listing) == (0, 0)


def test_one_shop_s_step_touches_no_other_shop_s_stock_or_state():
    mine, hers = a_listing(stock=5), a_listing(stock=5)
    part = a_seller_order(mine, hers)
    transitions.cancel(part, None, "Đổi ý")
    assert (stock_of(mine), stock_of(hers)) == ((5, 0), (5, 1))
    assert [other.state for other in part.order.seller_orders.all()] == [State.CANCELLED, State.NEW]


def test_a_step_that_is_taken_twice_is_taken_once():
    listing = a_listing(stock=5)
    part = a_seller_order(listing)
    transitions.cancel(part, None, "Đổi ý")
    with pytest.raises(NotAllowed):
        transitions.cancel(part, None, "Đổi ý")
    assert stock_of(listing) == (5, 0)
    assert part.events.filter(transition="cancel").count() == 1


def test_a_buyer_cancels_only_before_it_is_packed_and_a_shop_until_the_hand_over():
    buyer = a_user()
    part = a_seller_order(user=buyer, state="packed")
    with pytest.raises(NotAllowed):
        transitions.cancel(part, buyer, "Đổi ý")
    part.refresh_from_db()
    assert part.state == State.PACKED
    assert transitions.cancel(part, a_user(), "Hàng vỡ khi đóng gói").state == State.CANCELLED


def test_a_guest_cancels_as_the_buyer():
    part = transitions.cancel(a_seller_order(), None, "Đổi ý", role=Role.BUYER)
    assert part.events.last().role == Role.BUYER


def test_to_cancel_or_refuse_one_says_why():
    part = a_seller_order()
    for step in (transitions.refuse, transitions.cancel):
        with pytest.raises(NotAllowed):
            step(part, None, "  ")
    with pytest.raises(IntegrityError), transaction.atomic():
        SellerOrderEvent.objects.create(
            seller_order=part, event_id="x", transition="cancel", to_state="cancelled", role="shop"
        )


def test_listeners_hear_of_each_step_once_under_its_own_name():
    heard = []

    def listen(sender, seller_order, transition, by, event_id, **kwargs):
        heard.append((transition, event_id))

    seller_order_changed.connect(listen)
    try:
        part = a_seller_order(state="packed")
    finally:
        seller_order_changed.disconnect(listen)
    assert heard == [("confirm", f"{part.number}:2:confirm"), ("pack", f"{part.number}:3:pack")]


def test_a_listener_that_fails_leaves_everything_as_it_was():
    listing = a_listing(stock=5)
    part = a_seller_order(listing)

    def fail(**kwargs):
        raise RuntimeError("the ledger does not balance")

    seller_order_changed.connect(fail)
    try:
        with pytest.raises(RuntimeError):
            transitions.cancel(part, None, "Đổi ý")
    finally:
        seller_order_changed.disconnect(fail)
    part.refresh_from_db()
    assert (part.state, stock_of(listing)) == (State.NEW, (5, 1))


def test_parcels_lead_to_the_carriers_public_pages_and_no_number_is_used_twice():
    carrier = a_carrier()
    part = transitions.hand_over(a_seller_order(state="packed"), None, carrier, "ee 123 456 vn")
    parcel = part.parcels.get()
    assert parcel.tracking_url == "https://carrier.example/track?code=EE123456VN"
    transitions.add_parcel(part, None, carrier, "EE2")
    assert part.parcels.count() == 2
    other = a_seller_order(state="packed")
    with pytest.raises(NotAllowed):
        transitions.hand_over(other, None, carrier, "EE123456VN")
    other.refresh_from_db()
    assert other.state == State.PACKED


def test_a_parcel_refused_at_the_door_comes_back_to_the_shelf_when_the_shop_says_so():
    listing = a_listing(stock=5)
    part = a_seller_order((listing, 2), state="handed_over")
    transitions.return_(part, None, "Khách không nhận", restock=True)
    assert stock_of(listing) == (5, 0)
