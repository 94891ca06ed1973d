"""Letters about orders, in the language in which the buyer ordered."""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from marketplace.orders.models import Delivery
from marketplace.orders.queries import order_for_page
from marketplace.orders.tracking import tracking_url


@transaction.atomic
def send_confirmation(order_id: int) -> None:
    """Send the confirmation unless it was sent or there is no address.

    The row stays locked while the mail server answers: of two jobs for one order the second finds it sent.
    """
    delivery = Delivery.objects.select_for_update().get(order_id=order_id)
    if not delivery.email or delivery.confirmation_sent_at:
        return
    order = order_for_page(number=delivery.order.number)
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
    message.send()
    delivery.confirmation_sent_at = timezone.now()
    delivery.save(update_fields=["confirmation_sent_at"])
