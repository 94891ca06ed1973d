from django.contrib import admin

from marketplace.onboarding.models import ApplicationEvent, PaperAccess, Requirement, ShopApplication


@admin.register(Requirement)
class RequirementAdmin(admin.ModelAdmin):
    """The table of what is asked of whom; staff edit it."""

    list_display = ("legal_form", "item", "required", "for_food_only", "help")
    list_display_links = ("item",)
    list_editable = ("required", "for_food_only")
    list_filter = ("legal_form", "item")


class ReadOnlyAdmin(admin.ModelAdmin):
    """To look at: what happened is not edited, and applications are decided at the Union desk."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(ShopApplication)
class ShopApplicationAdmin(ReadOnlyAdmin):
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


@admin.register(PaperAccess)
class PaperAccessAdmin(ReadOnlyAdmin):
    list_display = ("at", "paper", "user")
    list_select_related = ("paper", "user")
