from django.contrib import admin

from marketplace.admin import ReadOnlyAdmin, ReadOnlyInline
from marketplace.orders.models import (
    Carrier,
    CollectionPoint,
    ConversationAccess,
    Delivery,
    DeliveryRate,
    DeliveryTerms,
    LineDiscount,
    OfferTerms,
    Parcel,
    ReturnLine,
    ReturnRequest,
    SellerOrder,
    SellerOrderEvent,
)


class EventInline(ReadOnlyInline):
    model = SellerOrderEvent


class ParcelInline(ReadOnlyInline):
    model = Parcel


class LineDiscountInline(ReadOnlyInline):
    model = LineDiscount


@admin.register(SellerOrder)
class SellerOrderAdmin(ReadOnlyAdmin):
    list_display = ("number", "shop", "state", "total", "created_at")
    list_filter = ("state",)
    list_select_related = ("shop__partner",)
    search_fields = ("number", "shop__partner__name")
    date_hierarchy = "created_at"
    inlines = (EventInline, ParcelInline, LineDiscountInline)


@admin.register(Delivery)
class DeliveryAdmin(ReadOnlyAdmin):
    list_display = ("order", "full_name", "phone", "commune")
    list_select_related = ("order", "commune")
    search_fields = ("order__number", "full_name", "phone")


@admin.register(Carrier)
class CarrierAdmin(admin.ModelAdmin):
    list_display = ("name", "tracking_url", "is_active")


@admin.register(DeliveryRate)
class DeliveryRateAdmin(admin.ModelAdmin):
    list_display = ("shop", "zone", "max_grams", "price", "per_extra_500g", "valid_from", "valid_to")
    list_filter = ("zone",)
    list_select_related = ("shop__partner",)
    autocomplete_fields = ("shop",)


@admin.register(DeliveryTerms)
class DeliveryTermsAdmin(admin.ModelAdmin):
    list_display = ("shop", "free_from", "pickup_at_shop", "cold_zone")
    list_select_related = ("shop__partner",)
    autocomplete_fields = ("shop",)


@admin.register(CollectionPoint)
class CollectionPointAdmin(admin.ModelAdmin):
    list_display = ("name", "commune", "hours", "is_active")
    list_select_related = ("commune__province",)
    autocomplete_fields = ("commune",)


@admin.register(OfferTerms)
class OfferTermsAdmin(admin.ModelAdmin):
    list_display = ("offer", "shop")
    list_select_related = ("offer", "shop__partner")
    autocomplete_fields = ("shop",)


class ReturnLineInline(ReadOnlyInline):
    model = ReturnLine


@admin.register(ReturnRequest)
class ReturnRequestAdmin(ReadOnlyAdmin):
    """Answered by the shop, decided at the Union desk."""

    list_display = ("seller_order", "reason", "state", "asked_at", "answer_by", "decided_by")
    list_filter = ("state", "reason")
    list_select_related = ("seller_order", "decided_by")
    search_fields = ("seller_order__number", "seller_order__shop__partner__name")
    date_hierarchy = "asked_at"
    inlines = (ReturnLineInline,)


@admin.register(ConversationAccess)
class ConversationAccessAdmin(ReadOnlyAdmin):
    """Which officer read which conversation, and for which dispute."""

    list_display = ("at", "officer", "conversation", "return_request")
    list_select_related = (
        "officer",
        "conversation__shop__partner",
        "conversation__buyer",
        "return_request__seller_order",
    )
    search_fields = ("officer__full_name", "officer__phone")
    date_hierarchy = "at"
