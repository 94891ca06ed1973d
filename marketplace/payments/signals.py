"""What happened to money; rooms above listen. Each is sent inside the transaction that wrote it down.

payment_received(order, payment, amount, event_id): the order is paid in full (sent once an order).
payment_refunded(order, payment, amount, event_id, refund): money is owed back to the buyer; it may still be on its way.
money_arrived(payment, receipt): money came in for an order, also too little, too much or too late.
refund_sent(payment, refund): the money owed back has left.
"""

from django.dispatch import Signal

payment_received = Signal()
payment_refunded = Signal()
money_arrived = Signal()
refund_sent = Signal()
