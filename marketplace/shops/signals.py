"""News of shops for the rooms above."""

from django.dispatch import Signal

shop_state_changed = Signal()
"""Arguments: `shop` (saved, in its new state), `by` (user or None). Sent inside the transaction."""
