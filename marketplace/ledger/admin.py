from django.contrib import admin

from marketplace.admin import ReadOnlyAdmin, ReadOnlyInline
from marketplace.ledger.models import (
    AccountAccess,
    CategorySupply,
    CommissionRule,
    Entry,
    Payout,
    PayoutItem,
    PayoutRun,
    Posting,
    SaleTerms,
    TaxRate,
)


@admin.register(CommissionRule)
class CommissionRuleAdmin(admin.ModelAdmin):
    list_display = ["rate", "shop", "category", "valid_from", "valid_until"]
    raw_id_fields = ["shop", "category"]


@admin.register(TaxRate)
class TaxRateAdmin(admin.ModelAdmin):
    list_display = ["legal_form", "supply", "vat", "pit", "valid_from", "valid_until"]


@admin.register(CategorySupply)
class CategorySupplyAdmin(admin.ModelAdmin):
    list_display = ["category", "supply"]
    raw_id_fields = ["category"]


class PostingInline(ReadOnlyInline):
    model = Posting


@admin.register(Entry)
class EntryAdmin(ReadOnlyAdmin):
    """The books: written by services, never rewritten."""

    list_display = ["at", "kind", "key", "order", "by", "note"]
    list_filter = ["kind"]
    list_select_related = ["order", "by"]
    search_fields = ["key", "order__number", "note"]
    date_hierarchy = "at"
    inlines = [PostingInline]


@admin.register(SaleTerms)
class SaleTermsAdmin(ReadOnlyAdmin):
    list_display = ["seller_order", "line", "quantity", "base", "commission", "vat", "pit", "net"]
    list_select_related = ["seller_order", "line"]
    search_fields = ["seller_order__number", "maker_name"]


class PayoutItemInline(ReadOnlyInline):
    model = PayoutItem


@admin.register(Payout)
class PayoutAdmin(ReadOnlyAdmin):
    """Money sent to shops; the account's number stays sealed."""

    list_display = ["reference", "shop", "amount", "state", "created_at", "closed_at", "bank_reference"]
    list_filter = ["state"]
    list_select_related = ["shop__partner"]
    search_fields = ["reference", "shop__partner__name", "bank_reference"]
    date_hierarchy = "created_at"
    exclude = ["account_number"]
    inlines = [PayoutItemInline]


@admin.register(PayoutRun)
class PayoutRunAdmin(ReadOnlyAdmin):
    list_display = ["created_at", "by"]
    list_select_related = ["by"]
    date_hierarchy = "created_at"


@admin.register(AccountAccess)
class AccountAccessAdmin(ReadOnlyAdmin):
    """Who was shown a whole account number."""

    list_display = ["at", "user", "subject"]
    list_select_related = ["user"]
    search_fields = ["subject"]
    date_hierarchy = "at"
