from django.contrib import admin

from marketplace.admin import ReadOnlyAdmin
from marketplace.shops.models import (
    Assistance,
    AssistedAct,
    Maker,
    PayoutAccount,
    Shop,
    ShopEvent,
    ShopInvitation,
    ShopPerson,
)


class MakerInline(admin.StackedInline):
    model = Maker
    extra = 0
    autocomplete_fields = ["commune"]


class ShopPersonInline(admin.TabularInline):
    model = ShopPerson
    extra = 0
    autocomplete_fields = ["user"]


@admin.register(Shop)
class ShopAdmin(admin.ModelAdmin):
    list_display = ("name", "legal_form", "state", "commune")
    list_filter = ("state", "legal_form")
    list_select_related = ("partner", "commune")
    search_fields = ("partner__name", "phone", "tax_code")
    autocomplete_fields = ("partner", "commune")
    inlines = [ShopPersonInline, MakerInline]


@admin.register(ShopEvent)
class ShopEventAdmin(ReadOnlyAdmin):
    list_display = ("at", "shop", "kind", "by", "on_behalf_of", "reason")
    list_filter = ("kind",)
    list_select_related = ("shop__partner", "by", "on_behalf_of")
    search_fields = ("shop__partner__name", "by__full_name", "reason")
    date_hierarchy = "at"


@admin.register(ShopInvitation)
class ShopInvitationAdmin(ReadOnlyAdmin):
    list_display = ("shop", "phone", "role", "invited_by", "invited_at", "accepted")
    list_filter = ("role", "accepted")
    list_select_related = ("shop__partner", "invited_by")
    search_fields = ("shop__partner__name", "phone")


@admin.register(PayoutAccount)
class PayoutAccountAdmin(ReadOnlyAdmin):
    """Whether a shop's account was checked, and by whom; its number stays sealed."""

    list_display = ("shop", "bank_bin", "holder", "verified_at", "verified_by")
    list_select_related = ("shop__partner", "verified_by")
    search_fields = ("shop__partner__name", "holder")
    exclude = ("number",)


@admin.register(Assistance)
class AssistanceAdmin(ReadOnlyAdmin):
    list_display = ("officer", "seller", "started_at", "expires_at", "ended_at", "ended_by")
    list_select_related = ("officer", "seller", "ended_by")
    search_fields = ("officer__full_name", "seller__full_name", "seller__phone")
    exclude = ("consent",)


@admin.register(AssistedAct)
class AssistedActAdmin(ReadOnlyAdmin):
    list_display = ("at", "assistance", "url_name", "path")
    list_select_related = ("assistance__officer", "assistance__seller")
    search_fields = ("assistance__officer__full_name", "assistance__seller__full_name", "path")
    date_hierarchy = "at"
