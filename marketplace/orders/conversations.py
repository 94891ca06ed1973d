"""What buyers and shops write each other; who may read it, and how much one may write."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue_ext.models import Listing
from marketplace.orders import photos
from marketplace.orders.masking import mask
from marketplace.orders.models import (
    Conversation,
    ConversationAccess,
    Message,
    MessagePicture,
    ReturnRequest,
    Role,
    SellerOrder,
)
from marketplace.orders.signals import message_sent


class CannotSend(Exception):
    """The message was not sent; the text says why, for the screen."""


def about_order(seller_order: SellerOrder) -> Conversation:
    """The conversation of the buyer and the shop of a seller order."""
    return Conversation.objects.get_or_create(
        seller_order=seller_order, defaults={"shop_id": seller_order.shop_id, "buyer_id": seller_order.order.user_id}
    )[0]


def about_product(listing: Listing, buyer) -> Conversation:
    """The conversation of a signed-in buyer and a shop about a product."""
    return Conversation.objects.get_or_create(listing=listing, buyer=buyer, defaults={"shop_id": listing.shop_id})[0]


@transaction.atomic
def send(conversation: Conversation, role: Role, text: str, pictures=(), by=None) -> Message:
    """Write a message as buyer or shop; numbers to call are masked, so many an hour are enough.

    Raises:
        CannotSend: for an empty message or too many of them.
        NotAPicture: for a file that is none.
    """
    text, pictures = mask(text.strip()), list(pictures)[: photos.MOST]
    if not text and not pictures:
        raise CannotSend(_("Write something first."))
    locked = Conversation.objects.select_for_update().get(pk=conversation.pk)
    lately = timezone.now() - timedelta(hours=1)
    if locked.messages.filter(role=role, sent_at__gte=lately).count() >= settings.MESSAGES_AN_HOUR:
        raise CannotSend(_("That is a lot of messages. Please wait a little before you write again."))
    message = Message.objects.create(conversation=locked, role=role, by=by, text=text)
    MessagePicture.objects.bulk_create(
        MessagePicture(message=message, name=photos.store(picture, "messages")) for picture in pictures
    )
    locked.last_message_at = message.sent_at
    locked.save(update_fields=["last_message_at"])
    message_sent.send(Message, message=message)
    return message


def read_by(conversation: Conversation, role: Role) -> None:
    """The other side's messages have been seen."""
    conversation.messages.filter(read_at=None).exclude(role=role).update(read_at=timezone.now())


def read_in_dispute(request: ReturnRequest, officer) -> Conversation | None:
    """The conversation of a disputed order for the officer who decides; that she read it is noted.

    Only while the dispute is open: before and after, what two people write each other is theirs.
    """
    if request.state != ReturnRequest.State.DISPUTED:
        return None
    conversation = Conversation.objects.filter(seller_order=request.seller_order).first()
    if conversation:
        ConversationAccess.objects.create(conversation=conversation, officer=officer, return_request=request)
    return conversation


def with_messages(queryset):
    """Conversations with what a page of them shows."""
    return queryset.select_related("shop__partner", "listing__product", "seller_order").prefetch_related(
        "messages__pictures"
    )
