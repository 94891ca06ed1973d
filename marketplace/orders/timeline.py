"""The history of a seller order as steps on a page: what happened, what comes next."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from marketplace.orders.models import SellerOrder, Transition

State = SellerOrder.State

WAY = (Transition.PLACE, Transition.CONFIRM, Transition.PACK, Transition.HAND_OVER, Transition.DELIVER)
FAILED = frozenset({Transition.REFUSE, Transition.CANCEL, Transition.RETURN})
HIDDEN = frozenset({Transition.REMIND, Transition.COMPLETE})
ENDED = frozenset({State.REFUSED, State.CANCELLED, State.RETURNED, State.COMPLETED, State.DELIVERED})
MARKS = {
    State.NEW: "lotus",
    State.CONFIRMED: "pond",
    State.PACKED: "pond",
    State.HANDED_OVER: "pond",
    State.DELIVERED: "leaf",
    State.COMPLETED: "leaf",
}
"""Colours of the tags (docs/design-system.md); the others are `clay`."""


def mark_of(state: str) -> str:
    return MARKS.get(state, "clay")


def timeline_of(seller_order: SellerOrder) -> list[dict]:
    """Steps for `ui/timeline.html`: those of the history (prefetched `events`), then those still to come."""
    events = [event for event in seller_order.events.all() if event.transition not in HIDDEN]
    steps = [
        {
            "label": event.get_transition_display(),
            "at": event.at,
            "text": event.reason,
            "state": "failed" if event.transition in FAILED else "done",
        }
        for event in events
    ]
    if seller_order.state in ENDED:
        return steps
    taken = {event.transition for event in events}
    ahead = [{"label": _label(step), "at": None, "text": "", "state": ""} for step in WAY if step not in taken]
    if ahead:
        ahead[0]["state"] = "current"
        ahead[-1]["text"] = _expected(seller_order)
    return steps + ahead


def _label(step: Transition) -> str:
    """What is still to come, said as such."""
    return {
        Transition.CONFIRM: _("The shop confirms"),
        Transition.PACK: _("The shop packs"),
        Transition.HAND_OVER: _("The parcel leaves"),
        Transition.DELIVER: _("It is with you"),
    }.get(step, step.label)


def _expected(seller_order: SellerOrder) -> str:
    if not seller_order.arrives_from or not seller_order.arrives_to:
        return ""
    first, last = (date_format(day, "j/n") for day in (seller_order.arrives_from, seller_order.arrives_to))
    if first == last:
        return _("Expected on %(day)s") % {"day": last}
    return _("Expected between %(first)s and %(last)s") % {"first": first, "last": last}
