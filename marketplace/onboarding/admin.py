from django.contrib import admin

from marketplace.admin import ReadOnlyAdmin, ReadOnlyInline
from marketplace.onboarding.models import ApplicationEvent, PaperAccess, Remark, Requirement, ShopApplication


@admin.register(Requirement)
class RequirementAdmin(admin.ModelAdmin):
    """The table of what is asked of whom; staff edit it."""

    list_display = ("legal_form", "item", "required", "for_food_only", "help")
    list_display_links = ("item",)
    list_editable = ("required", "for_food_only")
    list_filter = ("legal_form", "item")


class RemarkInline(ReadOnlyInline):
    model = Remark


@admin.register(ShopApplication)
class ShopApplicationAdmin(ReadOnlyAdmin):
    """Decided at the Union desk."""

    inlines = [RemarkInline]
    list_display = ("__str__", "state", "legal_form", "commune", "submitted_at")
    list_filter = ("state", "legal_form")
    list_select_related = ("commune", "applicant")
    search_fields = ("shop_name", "full_name", "phone")
    exclude = ("account_number", "typed")


@admin.register(ApplicationEvent)
class ApplicationEventAdmin(ReadOnlyAdmin):
    list_display = ("at", "application", "kind", "by", "on_behalf_of")
    list_select_related = ("application__applicant", "by", "on_behalf_of")
    list_filter = ("kind",)
    search_fields = ("application__shop_name", "application__full_name", "by__full_name")


@admin.register(PaperAccess)
class PaperAccessAdmin(ReadOnlyAdmin):
    list_display = ("at", "paper", "user")
    list_select_related = ("paper__application__applicant", "user")
    search_fields = ("user__full_name", "user__phone", "paper__application__shop_name")
    date_hierarchy = "at"
