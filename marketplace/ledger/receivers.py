"""The ledger listens to orders and payments; they do not know it. Everything here runs in their transactions."""

from marketplace.ledger import bank, money, sales
from marketplace.ledger.terms import write_terms
from marketplace.orders.models import Transition
from marketplace.orders.signals import order_placed, return_decided, seller_order_changed
from marketplace.payments.signals import (
    bank_line_booked,
    bank_line_settled,
    money_arrived,
    payment_refunded,
    refund_came_back,
    refund_sent,
)


def connect() -> None:
    order_placed.connect(on_order_placed, dispatch_uid="ledger-order-placed")
    seller_order_changed.connect(on_seller_order_changed, dispatch_uid="ledger-seller-order-changed")
    return_decided.connect(on_return_decided, dispatch_uid="ledger-return-decided")
    money_arrived.connect(on_money_arrived, dispatch_uid="ledger-money-arrived")
    payment_refunded.connect(on_payment_refunded, dispatch_uid="ledger-payment-refunded")
    refund_sent.connect(on_refund_sent, dispatch_uid="ledger-refund-sent")
    refund_came_back.connect(on_refund_came_back, dispatch_uid="ledger-refund-came-back")
    bank_line_booked.connect(on_bank_line_booked, dispatch_uid="ledger-bank-line-booked")
    bank_line_settled.connect(on_bank_line_settled, dispatch_uid="ledger-bank-line-settled")


def on_order_placed(order, parts, lines, **kwargs) -> None:
    write_terms(order, parts, lines)


def on_seller_order_changed(seller_order, transition, **kwargs) -> None:
    if transition == Transition.HAND_OVER and sales.is_cash(seller_order.order):
        sales.hand_over_cash(seller_order)
    elif transition == Transition.DELIVER:
        sales.collect_cash(seller_order)
        sales.sell(seller_order)
    elif transition == Transition.RETURN and not sales.is_sold(seller_order):
        sales.refuse_parcel(seller_order)


def on_return_decided(seller_order, lines, event_id, delivery_fee=0, **kwargs) -> None:
    if sales.is_sold(seller_order):
        sales.take_back(seller_order, lines, event_id)
        sales.take_back_delivery(seller_order, delivery_fee, event_id)


def on_money_arrived(payment, receipt, **kwargs) -> None:
    money.book_receipt(payment, receipt)


def on_payment_refunded(order, payment, amount, event_id, **kwargs) -> None:
    money.book_refund(order, amount, event_id)


def on_refund_sent(payment, refund, **kwargs) -> None:
    money.book_refund_sent(payment, refund)


def on_refund_came_back(payment, refund, **kwargs) -> None:
    money.book_refund_came_back(payment, refund)


def on_bank_line_booked(line, **kwargs) -> None:
    bank.book_bank_line(line)


def on_bank_line_settled(line, nature, by, **kwargs) -> None:
    bank.explain_bank_line(line, nature, by)
