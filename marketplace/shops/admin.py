from django.contrib import admin

from marketplace.shops.models import Maker, Shop, ShopPerson


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
