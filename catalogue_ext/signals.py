from django.dispatch import Signal

revision_reviewed = Signal()
"""Sent in the transaction of each step of a review: `revision`, `event` (a ReviewEvent; its id is unique)."""
