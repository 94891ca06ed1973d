"""News of orders, sent inside the transaction of what happened: who listens commits or fails with it.

`event_id` is unique for good: who has acted on it once need not act again.
"""

from django.dispatch import Signal

order_placed = Signal()
"""`order`: placed, with `parts` (its seller orders) and `lines`; whether it is paid is the payments' news."""

seller_order_changed = Signal()
"""`seller_order`, `transition` (a `Transition`), `by` (a user or None), `event_id`."""

reservation_expired = Signal()
"""`order`: not paid in time; its stock and vouchers are given back, its seller orders cancelled."""

seller_order_late = Signal()
"""`seller_order`, `step` (`Transition.REMIND` or `ESCALATE`), `event_id`: the shop has not confirmed in time."""

return_decided = Signal()
"""`seller_order`, `lines` ([(order line, quantity, amount in đồng)]), `event_id`: this is given back to the buyer.

`delivery_fee` (đồng, may be left out) is given back beside the lines.
"""

return_changed = Signal()
"""`request` (a `ReturnRequest`), `step` (`ask`, `accept`, `decline`, `dispute`, `decide`, `withdraw`), `by`."""

message_sent = Signal()
"""`message` of a conversation."""
