from django.contrib import admin

from catalogue_ext.models import (
    AttributeText,
    CategoryText,
    Listing,
    ListingVisits,
    OcopCertificate,
    ReviewEvent,
    ReviewReply,
    Revision,
    RevisionPicture,
    Sheet,
    SheetRow,
)
from marketplace.admin import ReadOnlyAdmin, ReadOnlyInline


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
    list_select_related = ("category",)
    search_fields = ("category__name", "name_en")


@admin.register(AttributeText)
class AttributeTextAdmin(admin.ModelAdmin):
    list_display = ("name", "name_en")
    search_fields = ("name", "name_en")


class RevisionPictureInline(ReadOnlyInline):
    model = RevisionPicture


@admin.register(Revision)
class RevisionAdmin(ReadOnlyAdmin):
    """What shops wrote and sent in; decided at the Union desk."""

    list_display = ("__str__", "shop", "listing", "state", "by", "submitted_at", "updated_at")
    list_filter = ("state",)
    list_select_related = ("shop__partner", "listing__product", "by")
    search_fields = ("shop__partner__name", "listing__product__title")
    inlines = [RevisionPictureInline]


@admin.register(ReviewEvent)
class ReviewEventAdmin(ReadOnlyAdmin):
    list_display = ("at", "revision", "kind", "by")
    list_filter = ("kind",)
    list_select_related = ("revision", "by")
    search_fields = ("revision__shop__partner__name", "by__full_name")
    date_hierarchy = "at"


@admin.register(ReviewReply)
class ReviewReplyAdmin(admin.ModelAdmin):
    """A shop's answer to a review; staff may take down what must not stand."""

    list_display = ("review", "by", "at", "text")
    list_select_related = ("review__product", "by")
    search_fields = ("text", "review__product__title")
    readonly_fields = ("review", "by", "at")


@admin.register(ListingVisits)
class ListingVisitsAdmin(ReadOnlyAdmin):
    list_display = ("day", "listing", "number")
    list_select_related = ("listing__product",)
    search_fields = ("listing__product__title", "listing__slug")
    date_hierarchy = "day"


class SheetRowInline(ReadOnlyInline):
    model = SheetRow
    fields = ("line", "title", "state", "faults", "revision", "listing")
    raw_id_fields = ("revision", "listing")


@admin.register(Sheet)
class SheetAdmin(ReadOnlyAdmin):
    """The spreadsheets that shops have sent, to answer a shop that asks what became of a row."""

    list_display = ("name", "shop", "state", "by", "created_at")
    list_filter = ("state",)
    list_select_related = ("shop__partner", "by")
    search_fields = ("name", "shop__partner__name")
    inlines = [SheetRowInline]
