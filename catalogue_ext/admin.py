from django.contrib import admin

from catalogue_ext.models import CategoryText, Listing, OcopCertificate


class OcopCertificateInline(admin.TabularInline):
    model = OcopCertificate
    extra = 0


@admin.register(Listing)
class ListingAdmin(admin.ModelAdmin):
    list_display = ("product", "shop", "state", "price", "num_available", "featured")
    list_filter = ("state", "featured", "keep_cold")
    list_select_related = ("product", "shop__partner")
    search_fields = ("product__title", "slug", "shop__partner__name")
    autocomplete_fields = ("product", "origin")
    readonly_fields = ("price", "num_available", "rating", "num_reviews", "popularity")
    inlines = [OcopCertificateInline]


@admin.register(CategoryText)
class CategoryTextAdmin(admin.ModelAdmin):
    list_display = ("category", "name_en")
