from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from marketplace.notifications.models import NoticeSettings, Notification


@admin.register(Notification)
class NotificationAdmin(admin.ModelAdmin):
    """What was told to whom; the only act is to try again what failed."""

    list_display = ("created_at", "key", "channel", "address", "state", "attempts", "last_error")
    list_filter = ("state", "channel", "template")
    search_fields = ("key", "address")
    date_hierarchy = "created_at"
    actions = ["try_again"]

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return obj is None and super().has_change_permission(request)

    @admin.action(description=_("Try again what failed"), permissions=["change"])
    def try_again(self, request, queryset) -> None:
        queryset.filter(state=Notification.State.FAILED).update(
            state=Notification.State.WAITING, attempts=0, next_try_at=timezone.now()
        )


@admin.register(NoticeSettings)
class NoticeSettingsAdmin(admin.ModelAdmin):
    list_display = ("user", "sms", "email")
    raw_id_fields = ("user",)
