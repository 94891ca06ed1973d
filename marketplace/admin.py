"""Bases for Django's admin: what happened, and money, is looked at there and changed by services only."""

from django.contrib import admin


class ReadOnly:
    """Nobody adds, changes or deletes a row here, whatever she may elsewhere."""

    def has_add_permission(self, request, obj=None) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False


class ReadOnlyAdmin(ReadOnly, admin.ModelAdmin):
    pass


class ReadOnlyInline(ReadOnly, admin.TabularInline):
    extra = 0
