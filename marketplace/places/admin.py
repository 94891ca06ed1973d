"""Places are looked up here, not edited: they come from `manage.py load_units`."""

from django.contrib import admin

from marketplace.admin import ReadOnlyAdmin
from marketplace.places.folding import words
from marketplace.places.models import Commune, FormerCommune, Province


class LookUp(ReadOnlyAdmin):
    """Read only; the search takes names with or without marks."""

    def get_search_results(self, request, queryset, search_term):
        return super().get_search_results(request, queryset, " ".join(words(search_term)))


@admin.register(Province)
class ProvinceAdmin(LookUp):
    list_display = ["name", "code", "region"]
    list_filter = ["region"]
    search_fields = ["search_text", "code"]


@admin.register(Commune)
class CommuneAdmin(LookUp):
    list_display = ["name", "province", "kind", "code", "former_districts"]
    list_filter = ["kind", "province"]
    list_select_related = ["province"]
    search_fields = ["search_text", "code"]


@admin.register(FormerCommune)
class FormerCommuneAdmin(LookUp):
    list_display = ["name", "district", "province_name", "commune", "is_default", "old_code"]
    list_filter = ["is_default"]
    list_select_related = ["commune__province"]
    search_fields = ["folded", "older_names", "commune__search_text", "old_code"]
