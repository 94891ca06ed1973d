from django.contrib import admin

from training.reports.models import OfficerCount


@admin.register(OfficerCount)
class OfficerCountAdmin(admin.ModelAdmin):
    list_display = ["place", "year", "number"]
    list_select_related = ["place"]
    list_filter = ["year"]
    raw_id_fields = ["place"]
