from django.contrib import admin

from marketplace.ledger.models import CategorySupply, CommissionRule, TaxRate


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
