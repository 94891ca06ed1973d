from django.contrib import admin

from catalogue_ext.search.models import SynonymGroup


@admin.register(SynonymGroup)
class SynonymGroupAdmin(admin.ModelAdmin):
    list_display = ("terms", "leads_to", "is_active")
    list_filter = ("is_active",)
    list_editable = ("is_active",)
    search_fields = ("terms", "leads_to")
