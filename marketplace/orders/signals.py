"""News of orders, sent inside the transaction of what happened: who listens commits or fails with it.

`event_id` is unique for good: who has acted on it once need not act again.
"""

from django.dispatch import Signal

order_placed = Signal()
"""`order`: placed, with its seller orders; whether it is paid is the payments' news."""

seller_order_changed = Signal()
"""`seller_order`, `transition` (a `Transition`), `by` (a user or None), `event_id`."""

reservation_expired = Signal()
"""`order`: not paid in time; its stock and vouchers are given back, its seller orders cancelled."""

return_decided = Signal()
"""`seller_order`, `lines` ([(order line, quantity, amount in đồng)]), `event_id`: this is given back to the buyer."""
