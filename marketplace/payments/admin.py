from django.contrib import admin

from marketplace.payments.models import Payment, Receipt, Refund


class ReadOnly(admin.ModelAdmin):
    """Money is looked at here and changed by services only."""

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False


@admin.register(Payment)
class PaymentAdmin(ReadOnly):
    list_display = ["reference", "order", "method", "state", "amount", "received", "refunded", "created_at"]
    list_filter = ["state", "method"]
    search_fields = ["reference", "order__number"]


@admin.register(Receipt)
class ReceiptAdmin(ReadOnly):
    list_display = ["event_id", "payment", "amount", "source", "created_at"]


@admin.register(Refund)
class RefundAdmin(ReadOnly):
    list_display = ["key", "payment", "amount", "waived", "state", "created_at", "sent_at"]
    list_filter = ["state"]
