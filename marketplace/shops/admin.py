from django.contrib import admin

from marketplace.shops.models import Maker, Shop


class MakerInline(admin.StackedInline):
    model = Maker
    extra = 0
    autocomplete_fields = ["commune"]


@admin.register(Shop)
class ShopAdmin(admin.ModelAdmin):
    list_display = ("name", "legal_form", "state", "commune")
    list_filter = ("state", "legal_form")
    list_select_related = ("partner", "commune")
    search_fields = ("partner__name", "phone", "tax_code")
    autocomplete_fields = ("partner", "commune")
    inlines = [MakerInline]
