"""Telling buyer and shops of a new order, once, however often and however late the job runs."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from marketplace.orders import notices
from marketplace.orders.models import Delivery
from marketplace.orders.queries import order_to_announce


@transaction.atomic
def announce_order(order_id: int) -> None:
    """Tell the buyer and the shops of a new order: of two jobs for one order the second finds it done."""
    delivery = Delivery.objects.select_for_update().get(order_id=order_id)
    if delivery.confirmation_sent_at:
        return
    notices.announce(order_to_announce(order_id))
    delivery.confirmation_sent_at = timezone.now()
    delivery.save(update_fields=["confirmation_sent_at"])


def unannounced(now=None) -> list[int]:
    """Orders of the last two days whose job was lost, by key."""
    now = now or timezone.now()
    waiting = Delivery.objects.filter(
        confirmation_sent_at=None,
        order__date_placed__range=(now - timedelta(days=2), now - timedelta(minutes=2)),
    )
    return list(waiting.order_by("order_id").values_list("order_id", flat=True))
