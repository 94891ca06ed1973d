"""Orders driven at random: after each step stock, totals, refunds, history and books agree. On PostgreSQL."""

from contextlib import suppress
from datetime import timedelta
from itertools import pairwise

import pytest
from django.db.models import Sum
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from oscar.core.loading import get_model

from marketplace.ledger.models import Posting
from marketplace.orders import reservations, returns, transitions
from marketplace.orders.models import ReturnRequest, Role, SellerOrder
from marketplace.orders.services import CannotPlace
from marketplace.orders.transitions import NotAllowed
from marketplace.payments.models import Payment
from marketplace.payments.services import confirm_payment
from tests.factories import a_listing, a_shop, a_user
from tests.orders.factories import Prepaid, an_order

Order = get_model("order", "Order")
OrderLine = get_model("order", "Line")
StockRecord = get_model("partner", "StockRecord")

State = SellerOrder.State
STOCK = 12
LEFT_THE_SHELF = (State.HANDED_OVER, State.DELIVERED, State.COMPLETED, State.RETURNED)
PROMISED = (State.NEW, State.CONFIRMED, State.PACKED)
anyone = st.integers(0, 9)
pieces = st.integers(0, 5)
WAY = ["confirm", "pack", "hand_over", "deliver", "complete"]
steps = st.sampled_from(WAY)
answers = st.sampled_from(["accept", "decline", "dispute", "withdraw", "decide"])


class Orders(RuleBasedStateMachine):
    """Two shops with a product each; buyers, shops, officers, the bank and the clock do what they like."""

    @initialize()
    def open_shops(self):
        self.listings = [a_listing(shop=a_shop(), stock=STOCK, price=33_333) for _ in range(2)]
        self.orders, self.restocked = [], {listing.product_id: 0 for listing in self.listings}

    def part(self, number: int) -> SellerOrder | None:
        parts = list(SellerOrder.objects.filter(order__in=self.orders).order_by("pk"))
        return parts[number % len(parts)] if parts else None

    def request(self, number: int) -> ReturnRequest | None:
        found = list(ReturnRequest.objects.filter(seller_order__order__in=self.orders).order_by("pk"))
        return found[number % len(found)] if found else None

    @rule(first=pieces, second=pieces, prepaid=st.booleans())
    def order(self, first, second, prepaid):
        contents = [(listing, number) for listing, number in zip(self.listings, (first, second)) if number]
        if not contents:
            return
        try:
            self.orders.append(an_order(*contents, payment=Prepaid.code if prepaid else "cod"))
        except CannotPlace:
            assert any(record.net_stock_level < 5 for record in self.records())

    @rule(number=anyone, amount=st.sampled_from(["all", "little"]), twice=st.booleans())
    def pay(self, number, amount, twice):
        payments = list(Payment.objects.filter(order__in=self.orders, method=Prepaid.code).order_by("pk"))
        if not payments:
            return
        payment = payments[number % len(payments)]
        paid = payment.order.total_incl_tax if amount == "all" else 1_000
        for _ in range(1 + twice):
            confirm_payment(payment, paid, f"bank:{payment.pk}:{amount}")

    @rule(number=anyone, late=st.sampled_from(["never", "all", "little"]))
    def let_time_pass(self, number, late):
        waiting = list(Payment.objects.filter(order__in=self.orders, state=Payment.State.OPEN).order_by("pk"))
        if not waiting:
            return
        payment = waiting[number % len(waiting)]
        Payment.objects.filter(pk=payment.pk).update(expires_at=timezone.now() - timedelta(minutes=1))
        reservations.expire_reservation(payment)
        if late != "never":
            paid = payment.order.total_incl_tax if late == "all" else 2_000
            confirm_payment(payment, paid, f"late:{payment.pk}")
            reservations.settle_late_payment(payment.pk)

    @rule(number=anyone, step=steps, far=st.booleans())
    def go_on(self, number, step, far):
        if part := self.part(number):
            self.lead(part, step, far)

    def lead(self, part, step, far=True):
        """Take the step, or all that lead to it; who has to pay beforehand does."""
        payment = Payment.objects.get(order=part.order)
        if far and payment.state == Payment.State.OPEN:
            confirm_payment(payment, part.order.total_incl_tax, f"bank:{payment.pk}:all")
        for name in WAY[: WAY.index(step) + 1] if far else [step]:
            self.attempt(lambda name=name: getattr(transitions, name)(part, None))

    @rule(number=anyone, step=st.sampled_from(["refuse", "cancel"]), role=st.sampled_from([Role.BUYER, Role.SHOP]))
    def stop(self, number, step, role):
        if part := self.part(number):
            self.attempt(lambda: getattr(transitions, step)(part, None, "Đổi ý", role=role))

    @rule(number=anyone, restock=st.booleans())
    def come_back_from_the_door(self, number, restock):
        if part := self.part(number):
            self.lead(part, "hand_over")
            part.refresh_from_db()
        if part and part.state == State.HANDED_OVER:
            transitions.return_(part, None, "Không nhận", restock=restock)
            if restock:
                line = part.order.lines.get(partner=part.shop.partner)
                self.restocked[line.product_id] += line.quantity

    @rule(number=anyone, number_of_pieces=st.integers(1, 5))
    def ask_to_give_back(self, number, number_of_pieces):
        if part := self.part(number):
            self.lead(part, "deliver")
            line = part.order.lines.get(partner=part.shop.partner)
            self.attempt(lambda: returns.ask(part, {line.pk: number_of_pieces}, "damaged", "Vỡ"))

    @rule(number=anyone, verb=answers, good=st.booleans())
    def answer(self, number, verb, good):
        request = self.request(number)
        if request is None:
            return
        verbs = {
            "accept": lambda: returns.accept(request, None),
            "decline": lambda: returns.decline(request, None, "Không"),
            "dispute": lambda: returns.dispute(request),
            "withdraw": lambda: returns.withdraw(request),
            "decide": lambda: returns.decide(request, a_user(), for_buyer=good, grounds="Đủ rõ"),
        }
        self.attempt(verbs[verb])

    def attempt(self, verb):
        with suppress(NotAllowed):
            verb()

    def records(self) -> list:
        return list(StockRecord.objects.filter(product__in=[one.product_id for one in self.listings]))

    @invariant()
    def stock_holds(self):
        for record in self.records() if hasattr(self, "listings") else []:
            lines = OrderLine.objects.filter(stockrecord=record)
            gone = promised = 0
            for line in lines:
                state = line.order.seller_orders.get(shop__partner=line.partner).state
                gone += line.quantity if state in LEFT_THE_SHELF else 0
                promised += line.quantity if state in PROMISED else 0
            promised_by_lines = lines.aggregate(total=Sum("num_allocated"))["total"] or 0
            assert (record.num_allocated or 0) == promised == promised_by_lines
            assert record.num_in_stock == STOCK - gone + self.restocked[record.product_id]
            assert record.net_stock_level >= 0

    @invariant()
    def money_holds(self):
        for order in getattr(self, "orders", []):
            parts = list(order.seller_orders.all())
            assert sum(part.total for part in parts) == order.total_incl_tax
            payment = Payment.objects.get(order=order)
            assert 0 <= payment.refunded <= payment.received
            given = sum(refund.amount for refund in payment.refunds.all())
            assert given == payment.refunded
            lost = [part for part in parts if part.state in (State.REFUSED, State.CANCELLED, State.RETURNED)]
            if len(lost) == len(parts) and payment.state == Payment.State.CANCELLED:
                assert payment.amount == 0

    @invariant()
    def history_holds(self):
        for part in SellerOrder.objects.filter(order__in=getattr(self, "orders", [])).prefetch_related("events"):
            events = list(part.events.all())
            assert events[-1].to_state == part.state
            assert all(after.from_state == before.to_state for before, after in pairwise(events))

    @invariant()
    def books_balance(self):
        assert not Posting.objects.values("entry").annotate(total=Sum("amount")).exclude(total=0).exists()


@pytest.mark.postgres
@pytest.mark.django_db
def test_whatever_happens_to_orders_stock_totals_refunds_history_and_books_agree():
    run_state_machine_as_test(
        Orders,
        settings=settings(
            max_examples=20,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
