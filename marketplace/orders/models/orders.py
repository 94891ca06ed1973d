from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.phones import validate_e164


class Delivery(models.Model):
    """Who receives an order and where, beside Oscar's Order and its ShippingAddress.

    `commune` is the unit of July 2025 that was resolved from what the buyer typed (`typed_ward`, kept for carriers that
    still use districts). `language` is that of the page she ordered on; her e-mail is written in it.
    """

    order = models.OneToOneField("order.Order", models.CASCADE, related_name="delivery", verbose_name=_("order"))
    full_name = models.CharField(_("full name"), max_length=150)
    phone = models.CharField(_("phone number"), max_length=16, validators=[validate_e164])
    email = models.EmailField(_("e-mail address"), blank=True)
    commune = models.ForeignKey("places.Commune", models.PROTECT, related_name="+", verbose_name=_("commune or ward"))
    typed_ward = models.CharField(_("commune as typed"), max_length=200, blank=True)
    address_line = models.CharField(_("hamlet, street, house number"), max_length=200)
    note = models.CharField(_("note to the seller"), max_length=500, blank=True)
    payment_method = models.CharField(_("payment method"), max_length=20)
    language = models.CharField(_("language"), max_length=5)
    confirmation_sent_at = models.DateTimeField(_("confirmation sent"), null=True, blank=True)

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")

    def __str__(self) -> str:
        return f"{self.full_name}, {self.commune}"


class Role(models.TextChoices):
    """As what a person acted on an order."""

    BUYER = "buyer", _("Buyer")
    SHOP = "shop", _("Shop")
    OFFICER = "officer", _("Union officer")
    SYSTEM = "system", _("Chợ Sen")


class Transition(models.TextChoices):
    """What can happen to a seller order; `orders.transitions` has a function for each."""

    PLACE = "place", _("Ordered")
    CONFIRM = "confirm", _("Confirmed by the shop")
    REFUSE = "refuse", _("Refused by the shop")
    PACK = "pack", _("Packed")
    HAND_OVER = "hand_over", _("Handed to the carrier")
    DELIVER = "deliver", _("Delivered")
    COMPLETE = "complete", _("Completed")
    CANCEL = "cancel", _("Cancelled")
    RETURN = "return", _("Returned")
    REVIVE = "revive", _("Taken up again")
    REMIND = "remind", _("Shop reminded")
    ESCALATE = "escalate", _("Union officer informed")


class SellerOrder(models.Model):
    """The part of an Order that one shop fulfils. Amounts are whole đồng.

    Its lines are the order's lines of the shop's partner; its number is the order's with a suffix.
    `list_total` is the goods at the shop's prices; what is taken off is borne by the shop (`shop_discount`) or by the
    platform (`platform_discount`), see `LineDiscount`; `goods_total` is what the buyer pays for the goods.
    """

    class State(models.TextChoices):
        NEW = "new", _("New")
        CONFIRMED = "confirmed", _("Confirmed")
        PACKED = "packed", _("Packed")
        HANDED_OVER = "handed_over", _("Handed to the carrier")
        DELIVERED = "delivered", _("Delivered")
        COMPLETED = "completed", _("Completed")
        REFUSED = "refused", _("Refused")
        CANCELLED = "cancelled", _("Cancelled")
        RETURNED = "returned", _("Returned")

    class Way(models.TextChoices):
        HOME = "home", _("to the door")
        SHOP = "shop", _("fetched at the shop")
        POINT = "point", _("fetched at a collection point")

    order = models.ForeignKey("order.Order", models.PROTECT, related_name="seller_orders", verbose_name=_("order"))
    shop = models.ForeignKey("shops.Shop", models.PROTECT, related_name="seller_orders", verbose_name=_("shop"))
    number = models.CharField(_("number"), max_length=32, unique=True)
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.NEW)
    list_total = models.DecimalField(_("goods at list price"), max_digits=12, decimal_places=0)
    shop_discount = models.DecimalField(_("discount of the shop"), max_digits=12, decimal_places=0, default=0)
    platform_discount = models.DecimalField(_("discount of the platform"), max_digits=12, decimal_places=0, default=0)
    goods_total = models.DecimalField(_("goods"), max_digits=12, decimal_places=0)
    delivery_fee = models.DecimalField(_("delivery fee"), max_digits=12, decimal_places=0)
    total = models.DecimalField(_("total"), max_digits=12, decimal_places=0)
    way = models.CharField(_("way of delivery"), max_length=10, choices=Way.choices, default=Way.HOME)
    collection_point = models.ForeignKey(
        "seller_orders.CollectionPoint",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("collection point"),
    )
    weight_grams = models.PositiveIntegerField(_("weight"), default=0, help_text=_("Grams, with packing."))
    arrives_from = models.DateField(_("arrives from"), null=True, blank=True)
    arrives_to = models.DateField(_("arrives until"), null=True, blank=True)
    created_at = models.DateTimeField(_("placed"), auto_now_add=True)
    confirm_by = models.DateTimeField(_("to be confirmed by"), null=True, blank=True, editable=False)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True, editable=False)
    handed_over_at = models.DateTimeField(_("handed over"), null=True, blank=True, editable=False)
    delivered_at = models.DateTimeField(_("delivered"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("seller order")
        verbose_name_plural = _("seller orders")
        ordering = ["number"]
        indexes = [
            models.Index(fields=["shop", "state", "-id"], name="seller_order_of_shop"),
            models.Index(fields=["confirm_by"], condition=Q(state="new"), name="seller_order_to_confirm"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["order", "shop"], name="seller_order_once_a_shop"),
            models.CheckConstraint(
                condition=Q(total=F("goods_total") + F("delivery_fee")), name="seller_order_total_sums"
            ),
            models.CheckConstraint(
                condition=Q(goods_total=F("list_total") - F("shop_discount") - F("platform_discount")),
                name="seller_order_goods_sum",
            ),
            models.CheckConstraint(
                condition=Q(goods_total__gte=0, delivery_fee__gte=0), name="seller_order_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(shop_discount__gte=0, platform_discount__gte=0), name="seller_order_discounts_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(way="point", collection_point__isnull=False)
                | (~Q(way="point") & Q(collection_point__isnull=True)),
                name="seller_order_point_is_named",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def lines(self):
        """This shop's lines of the order, from the order's prefetched lines."""
        return [line for line in self.order.lines.all() if line.partner_id == self.shop.partner_id]


class SellerOrderEvent(models.Model):
    """One step in the history of a seller order: who, as what, when and why. Rows are only ever added."""

    seller_order = models.ForeignKey(SellerOrder, models.CASCADE, related_name="events", verbose_name=_("seller order"))
    event_id = models.CharField(_("event"), max_length=64, unique=True)
    transition = models.CharField(_("step"), max_length=12, choices=Transition.choices)
    from_state = models.CharField(_("from"), max_length=12, choices=SellerOrder.State.choices, blank=True)
    to_state = models.CharField(_("to"), max_length=12, choices=SellerOrder.State.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )
    role = models.CharField(_("as"), max_length=8, choices=Role.choices)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("step of a seller order")
        verbose_name_plural = _("steps of seller orders")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(transition__in=["refuse", "cancel"]) | ~Q(reason=""), name="seller_order_event_has_reason"
            )
        ]

    def __str__(self) -> str:
        return self.event_id
