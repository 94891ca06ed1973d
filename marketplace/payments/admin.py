from django.contrib import admin

from marketplace.admin import ReadOnlyAdmin, ReadOnlyInline
from marketplace.payments.models import (
    BankLayout,
    BankLine,
    Payment,
    Receipt,
    Refund,
    RefundLine,
    StatementUpload,
    StripeEvent,
)


@admin.register(Payment)
class PaymentAdmin(ReadOnlyAdmin):
    date_hierarchy = "created_at"
    list_select_related = ["order"]
    list_display = ["reference", "order", "method", "state", "amount", "received", "refunded", "created_at"]
    list_filter = ["state", "method"]
    search_fields = ["reference", "order__number"]


@admin.register(Receipt)
class ReceiptAdmin(ReadOnlyAdmin):
    list_display = ["event_id", "payment", "amount", "source", "created_at"]
    list_filter = ["source"]
    list_select_related = ["payment"]
    search_fields = ["event_id", "payment__reference", "payment__order__number"]


class RefundLineInline(ReadOnlyInline):
    model = RefundLine


@admin.register(Refund)
class RefundAdmin(ReadOnlyAdmin):
    list_display = ["key", "payment", "amount", "waived", "state", "created_at", "sent_at"]
    list_filter = ["state"]
    list_select_related = ["payment"]
    search_fields = ["key", "payment__reference", "payment__order__number"]
    exclude = ["account_number"]  # its looks are noted on the finance desk
    inlines = [RefundLineInline]


@admin.register(BankLayout)
class BankLayoutAdmin(admin.ModelAdmin):
    """Which column of a bank's statement is which."""

    list_display = ["bank", "date", "description", "amount", "amount_in", "amount_out", "reference"]
    search_fields = ["bank"]


@admin.register(StatementUpload)
class StatementUploadAdmin(ReadOnlyAdmin):
    list_display = ["at", "bank", "file_name", "by", "new_lines", "known_lines"]
    list_filter = ["bank"]
    list_select_related = ["by"]
    search_fields = ["file_name"]
    exclude = ["cells"]


@admin.register(BankLine)
class BankLineAdmin(ReadOnlyAdmin):
    list_display = ["booked_on", "amount", "description", "outcome", "payment", "decided_by"]
    list_filter = ["outcome", "nature"]
    list_select_related = ["payment", "decided_by"]
    search_fields = ["description", "bank_reference", "payment__reference"]
    date_hierarchy = "booked_on"


@admin.register(StripeEvent)
class StripeEventAdmin(ReadOnlyAdmin):
    list_display = ["event_id", "type", "received_at"]
    list_filter = ["type"]
    search_fields = ["event_id"]
