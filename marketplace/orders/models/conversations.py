from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from marketplace.orders.models.orders import Role
from marketplace.orders.tracking import messages_url


class Conversation(models.Model):
    """What a buyer and a shop write each other about one seller order or one product.

    A guest writes about her order only, through its signed link: `buyer` is empty then.
    """

    shop = models.ForeignKey("shops.Shop", models.CASCADE, related_name="conversations", verbose_name=_("shop"))
    buyer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="conversations",
        verbose_name=_("buyer"),
    )
    seller_order = models.OneToOneField(
        "seller_orders.SellerOrder",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="conversation",
        verbose_name=_("seller order"),
    )
    listing = models.ForeignKey(
        "catalogue_ext.Listing",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="conversations",
        verbose_name=_("product"),
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    last_message_at = models.DateTimeField(_("last message"), null=True, blank=True)

    class Meta:
        verbose_name = _("conversation")
        verbose_name_plural = _("conversations")
        ordering = ["-last_message_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(seller_order__isnull=False, listing=None)
                | Q(seller_order=None, listing__isnull=False, buyer__isnull=False),
                name="conversation_about_one_thing",
            ),
            models.UniqueConstraint(
                fields=["buyer", "listing"], condition=Q(listing__isnull=False), name="conversation_once_a_product"
            ),
        ]

    def __str__(self) -> str:
        return str(self.seller_order or self.listing)

    @property
    def page(self) -> str:
        """The buyer's page of it."""
        if self.listing_id:
            return reverse("orders:ask-shop", args=[self.listing.product_id])
        return messages_url(self.seller_order)


class Message(models.Model):
    """One message; phone numbers and e-mail addresses in its text are masked before it is stored."""

    conversation = models.ForeignKey(
        Conversation, models.CASCADE, related_name="messages", verbose_name=_("conversation")
    )
    role = models.CharField(_("as"), max_length=8, choices=Role.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    text = models.TextField(_("text"), blank=True)
    sent_at = models.DateTimeField(_("sent"), auto_now_add=True)
    read_at = models.DateTimeField(_("read"), null=True, blank=True)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text[:40]


class MessagePicture(models.Model):
    """A picture of a message: re-encoded, kept out of the public folder, shown by a view that asks who wants it."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="pictures", verbose_name=_("message"))
    name = models.CharField(_("file"), max_length=200)

    class Meta:
        verbose_name = _("picture of a message")
        verbose_name_plural = _("pictures of messages")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class ConversationAccess(models.Model):
    """A Union officer read a conversation, which she may in a dispute only."""

    conversation = models.ForeignKey(
        Conversation, models.CASCADE, related_name="accesses", verbose_name=_("conversation")
    )
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("Union officer")
    )
    return_request = models.ForeignKey(
        "seller_orders.ReturnRequest", models.CASCADE, related_name="+", verbose_name=_("return")
    )
    at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        verbose_name = _("access to a conversation")
        verbose_name_plural = _("accesses to conversations")
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.officer}: {self.conversation}"
