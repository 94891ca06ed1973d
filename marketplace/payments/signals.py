"""What happened to money; rooms above listen. Each is sent inside the transaction that wrote it down.

payment_received(order, payment, amount, event_id): the order is paid in full (sent once an order).
payment_refunded(order, payment, amount, event_id, refund): money is owed back to the buyer; it may still be on its way.
money_arrived(payment, receipt): money came in for an order, also too little, too much or too late.
refund_sent(payment, refund): the money owed back has left.
refund_came_back(payment, refund): sent before, turned down by the card's bank: it is owed again.
bank_line_booked(line): a movement on our account that belongs to no order we know; who knows it claims it.
bank_line_settled(line, nature, by): a clerk has said what it is; without `nature` it is an order's (receipt follows).
"""

from django.dispatch import Signal

payment_received = Signal()
payment_refunded = Signal()
money_arrived = Signal()
refund_sent = Signal()
refund_came_back = Signal()
bank_line_booked = Signal()
bank_line_settled = Signal()
