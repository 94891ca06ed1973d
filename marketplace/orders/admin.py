from django.contrib import admin

from marketplace.orders.models import Carrier, Delivery, SellerOrder


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
