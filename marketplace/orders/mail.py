"""Letters about orders, in the language in which the buyer ordered."""

from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from marketplace.orders import notices
from marketplace.orders.models import Delivery
from marketplace.orders.queries import order_for_page
from marketplace.orders.tracking import tracking_url


@transaction.atomic
def announce_order(order_id: int) -> None:
    """Tell the buyer and the shops of a new order, and send the letter if she gave an address; once.

    The row stays locked while the mail server answers: of two jobs for one order the second finds it done.
    """
    delivery = Delivery.objects.select_for_update().get(order_id=order_id)
    if delivery.confirmation_sent_at:
        return
    order = order_for_page(number=delivery.order.number)
    notices.announce(order)
    if delivery.email:
        _letter(order, delivery).send()
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


def _letter(order, delivery: Delivery) -> EmailMultiAlternatives:
    with translation.override(delivery.language):
        context = {
            "order": order,
            "delivery": delivery,
            "tracking_url": settings.SITE_URL + tracking_url(order),
            "operator_name": settings.OPERATOR_NAME,
        }
        message = EmailMultiAlternatives(
            subject=_("Your order %(number)s at Chợ Sen") % {"number": order.number},
            body=render_to_string("orders/mail/confirmation.txt", context),
            to=[delivery.email],
        )
        message.attach_alternative(render_to_string("orders/mail/confirmation.html", context), "text/html")
    return message
