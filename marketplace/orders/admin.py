from django.contrib import admin

from marketplace.orders.models import (
    Carrier,
    CollectionPoint,
    Delivery,
    DeliveryRate,
    DeliveryTerms,
    OfferTerms,
    SellerOrder,
)


@admin.register(SellerOrder)
class SellerOrderAdmin(admin.ModelAdmin):
    list_display = ("number", "shop", "state", "total", "created_at")
    list_filter = ("state",)
    list_select_related = ("shop__partner",)
    search_fields = ("number", "shop__partner__name")

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False


@admin.register(Delivery)
class DeliveryAdmin(admin.ModelAdmin):
    list_display = ("order", "full_name", "phone", "commune")
    list_select_related = ("order", "commune")
    search_fields = ("order__number", "full_name", "phone")

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False


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
