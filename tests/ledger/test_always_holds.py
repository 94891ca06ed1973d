"""Random baskets, discounts, payments, cancels, refunds, payouts, statements and repeated events, on PostgreSQL.

After each step everything in `invariants` holds, and the bank's account in the books is what the statements say.
"""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from marketplace.ledger import sales
from marketplace.ledger.models import Account, Payout
from marketplace.ledger.payouts import NotNow, confirm_payout, fail_payout, start_run
from marketplace.ledger.receivers import on_money_arrived
from marketplace.orders import reservations, returns, transitions
from marketplace.orders.models import ReturnRequest, Role, SellerOrder
from marketplace.orders.offers import make_offer
from marketplace.orders.services import CannotPlace
from marketplace.orders.transitions import NotAllowed
from marketplace.payments.methods import PaymentMethod, method_of
from marketplace.payments.models import BankLine, Payment, Receipt, Refund
from marketplace.payments.services import confirm_payment, mark_refund_failed, mark_refund_sent, return_excess
from marketplace.payments.statements.services import NotNow as LineNotNow
from marketplace.payments.statements.services import settle
from tests.factories import a_finance_person, a_listing, a_maker
from tests.ledger.factories import a_carrier, a_paid_shop
from tests.ledger.invariants import assert_all_holds, balance
from tests.payments.factories import PaidBeforehand, an_order
from tests.payments.test_statements import load, money_in, money_out, the_layout

WAY = ("confirm", "pack", "hand_over", "deliver")
anyone = st.integers(0, 11)
pieces = st.integers(0, 4)


class ByCard(PaymentMethod):
    """Paid by a card; what Stripe tells comes by the rules below."""

    code = "card"
    name = "Card"
    hold = timedelta(minutes=30)


METHODS = {"cod": method_of("cod"), "bank": PaidBeforehand(), "card": ByCard()}


def pick(rows, number: int):
    found = list(rows.order_by("pk"))
    return found[number % len(found)] if found else None


class Money(RuleBasedStateMachine):
    """A household and a cooperative sell; buyers, carriers, the bank, Stripe and clerks do what they like."""

    def __init__(self):
        super().__init__()
        self.savepoint = transaction.savepoint()
        self.lines = 0
        self.by_hand = 0
        """Đồng that clerks said had left, and no statement has shown yet."""

    def teardown(self):
        transaction.savepoint_rollback(self.savepoint)

    @initialize(platform=st.integers(0, 30), own=st.integers(0, 30))
    def open_shops(self, platform, own):
        the_layout()
        self.clerk = a_finance_person()
        shops = [a_paid_shop(legal_form="household"), a_paid_shop(legal_form="cooperative")]
        self.listings = [
            a_listing(shop=shop, price=price, stock=500, maker=a_maker(shop, share_percent=percent))
            for shop, price, percent in zip(shops, (33_333, 45_000), (0, 37))
        ]
        if platform:
            make_offer("Tết", percent=platform)
        if own:
            make_offer("Khai trương", shop=shops[0], percent=own)

    @rule(first=pieces, second=pieces, method=st.sampled_from(sorted(METHODS)))
    def order(self, first, second, method):
        contents = [(listing, number) for listing, number in zip(self.listings, (first, second)) if number]
        if contents:
            with suppress(CannotPlace):
                an_order(*contents, method=METHODS[method])

    # ---- money in ----

    @rule(number=anyone, beside=st.sampled_from([0, 0, 0, -1_000, 5_000]), twice=st.booleans())
    def transfer(self, number, beside, twice):
        payment = pick(Payment.objects.filter(method="bank"), number)
        amount = int(payment.missing or payment.amount) + beside if payment else 0
        if amount > 0:
            self.statement(money_in(payment.reference, str(amount)), twice)

    @rule(number=anyone, times=st.integers(1, 3))
    def charge(self, number, times):
        """Webhook, return URL and job tell of the same success; the money of a cancelled order goes back."""
        payment = pick(Payment.objects.filter(method="card"), number)
        if payment is None:
            return
        for _ in range(times):
            confirm_payment(payment, payment.order.total_incl_tax, f"stripe:{payment.pk}", Receipt.Source.STRIPE)
            return_excess(payment, f"excess:{payment.pk}")

    @rule(number=anyone)
    def run_out(self, number):
        if payment := pick(Payment.objects.filter(state=Payment.State.OPEN), number):
            reservations.expire_reservation(payment)
            reservations.settle_late_payment(payment.pk)

    # ---- goods ----

    @rule(number=anyone, until=st.sampled_from(WAY), carried=st.booleans())
    def go_on(self, number, until, carried):
        part = pick(SellerOrder.objects.all(), number)
        for step in WAY[: WAY.index(until) + 1] if part else ():
            extra = [a_carrier() if carried else None] if step == "hand_over" else []
            with suppress(NotAllowed):
                getattr(transitions, step)(part, None, *extra)

    @rule(number=anyone, step=st.sampled_from(["refuse", "cancel"]), role=st.sampled_from([Role.BUYER, Role.SHOP]))
    def stop(self, number, step, role):
        if part := pick(SellerOrder.objects.all(), number):
            with suppress(NotAllowed):
                getattr(transitions, step)(part, None, "Đổi ý", role=role)

    @rule(number=anyone)
    def turn_away_at_the_door(self, number):
        if part := pick(SellerOrder.objects.filter(state=SellerOrder.State.HANDED_OVER), number):
            transitions.return_(part, None, "Không nhận")

    @rule(number=anyone, how_many=st.integers(1, 4), answer=st.sampled_from(["accept", "decline", "none"]))
    def give_back(self, number, how_many, answer):
        part = pick(SellerOrder.objects.filter(state=SellerOrder.State.DELIVERED), number)
        if part is None:
            return
        line = part.order.lines.get(partner=part.shop.partner)
        with suppress(NotAllowed):
            request = returns.ask(part, {line.pk: how_many}, "damaged", "Vỡ")
            if answer != "none":
                getattr(returns, answer)(request, None, "Vâng")

    @rule(number=anyone, for_buyer=st.booleans())
    def decide(self, number, for_buyer):
        if request := pick(ReturnRequest.objects.all(), number):
            with suppress(NotAllowed):
                returns.dispute(request)
            with suppress(NotAllowed):
                returns.decide(request, self.clerk, for_buyer=for_buyer, grounds="Đủ rõ")

    # ---- money out ----

    @rule()
    def pay_shops(self):
        start_run(self.clerk, now=timezone.now() + timedelta(days=30))

    @rule(number=anyone, act=st.sampled_from(["confirm", "fail", "bank", "bank", "comes back"]), twice=st.booleans())
    def close_a_payout(self, number, act, twice):
        payout = pick(Payout.objects.all(), number)
        if payout is None:
            return
        for _ in range(1 + twice):
            with suppress(NotNow):
                if act == "confirm":
                    self.by_hand += int(payout.amount) * confirm_payout(payout, "FT", self.clerk)
                elif act == "fail":
                    fail_payout(payout, self.clerk)
        if act == "bank":
            self.seen(money_out(payout.reference, str(int(payout.amount))), payout.reference, int(payout.amount), twice)
        elif act == "comes back":
            self.statement(money_in(f"hoan {payout.reference}", str(int(payout.amount))), twice)

    @rule(number=anyone, act=st.sampled_from(["by hand", "bank", "turned down"]), twice=st.booleans())
    def send_a_refund(self, number, act, twice):
        refund = pick(Refund.objects.exclude(state=Refund.State.WAIVED), number)
        if refund is None:
            return
        if act == "turned down":
            if refund.payment.method == "card":
                mark_refund_failed(refund.pk)
        elif act == "by hand" or refund.payment.method != "bank":
            for _ in range(1 + twice):
                if mark_refund_sent(refund.pk, bank_reference="FT") and not refund.goes_to_card:
                    self.by_hand += int(refund.amount)
        else:
            words = money_out(f"Hoan tien {refund.payment.reference}", str(int(refund.amount)))
            self.seen(words, refund.key, int(refund.amount), twice)

    # ---- clerks ----

    @rule(number=anyone)
    def give_the_excess_back(self, number):
        if payment := pick(Payment.objects.exclude(method="card"), number):
            for _ in range(2):
                return_excess(payment, f"excess:{payment.reference}:{int(payment.received)}")

    @rule(number=anyone, nature=st.sampled_from(sorted(BankLine.Nature.values)))
    def explain(self, number, nature):
        if nature in ("vat", "pit", "stripe"):
            return  # these empty accounts that the invariants compare
        line = pick(BankLine.objects.filter(outcome=BankLine.Outcome.UNKNOWN), number)
        for _ in range(2 if line else 0):
            with suppress(LineNotNow):
                settle(line, nature, self.clerk)

    @rule(number=anyone)
    def tell_again(self, number):
        """News that was told already: the same deliveries, sales and receipts."""
        if part := pick(SellerOrder.objects.filter(state=SellerOrder.State.DELIVERED), number):
            sales.collect_cash(part)
            sales.sell(part)
        if receipt := pick(Receipt.objects.select_related("payment__order"), number):
            on_money_arrived(receipt.payment, receipt)

    # ---- the bank ----

    def statement(self, row, twice=False) -> None:
        """One new movement; the file may be read twice."""
        self.lines += 1
        row = [*row[:-1], f"FT{self.lines}"]
        for _ in range(1 + twice):
            load(row)

    def seen(self, row, note: str, amount: int, twice: bool) -> None:
        """A movement for what a clerk may have said before: then it is no news to the books."""
        before = balance(Account.BANK)
        self.statement(row, twice)
        if balance(Account.BANK) == before:
            assert BankLine.objects.filter(note=note).exists()
            self.by_hand -= amount

    @invariant()
    def the_bank_agrees(self):
        moved = sum(int(line.amount) for line in BankLine.objects.all())
        assert balance(Account.BANK) == moved - self.by_hand
        unknown = BankLine.objects.filter(outcome=BankLine.Outcome.UNKNOWN)
        assert -balance(Account.UNKNOWN) == sum(int(line.amount) for line in unknown)
        assert self.by_hand >= 0

    @invariant()
    def all_holds(self):
        assert_all_holds()


@pytest.mark.postgres
@pytest.mark.django_db
def test_whatever_happens_the_books_hold():
    run_state_machine_as_test(
        Money,
        settings=settings(
            max_examples=12,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
