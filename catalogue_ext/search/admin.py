from django.contrib import admin

from catalogue_ext.search.analytics import searches_without_result, top_searches
from catalogue_ext.search.models import SearchCount, SynonymGroup
from catalogue_ext.search.state import search_state, staff_warnings
from marketplace.admin import ReadOnlyAdmin


@admin.register(SynonymGroup)
class SynonymGroupAdmin(admin.ModelAdmin):
    list_display = ("terms", "leads_to", "is_active")
    list_filter = ("is_active",)
    list_editable = ("is_active",)
    search_fields = ("terms", "leads_to")


@admin.register(SearchCount)
class SearchCountAdmin(ReadOnlyAdmin):
    """What buyers search, what they miss, and how the search is. Read only, for staff who may see it."""

    change_list_template = "admin/listing_search/report.html"
    PERIODS = (7, 30, 90)

    def changelist_view(self, request, extra_context=None):
        days = next((one for one in self.PERIODS if str(one) == request.GET.get("days")), 30)
        request.GET = request.GET.copy()
        request.GET.pop("days", None)  # a changelist takes what it does not know for a filter
        report = {
            "title": self.model._meta.verbose_name_plural,
            "days": days,
            "periods": self.PERIODS,
            "searched": top_searches(days),
            "missed": searches_without_result(days),
            "state": search_state(),
            "search_warnings": staff_warnings(),
        }
        return super().changelist_view(request, (extra_context or {}) | report)
