import re

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

ADDRESS_AT_THE_END = re.compile(r"[.:]?\s*https?://\S+\s*$")


class NotificationQuerySet(models.QuerySet):
    def for_user(self, user):
        """Her inbox, the newest first."""
        return self.filter(user=user, channel=Notification.Channel.APP).order_by("-created_at", "-pk")

    def unread(self):
        return self.filter(read_at=None)

    def due(self, now=None):
        """What waits to be sent and whose next try has come, the oldest first."""
        return self.filter(state=Notification.State.WAITING, next_try_at__lte=now or timezone.now()).order_by("pk")


class Notification(models.Model):
    """One piece of news to one person by one channel; `key` and `channel` together happen once.

    `title` and `text` are what she is told, in her language, as it was when it happened. `address` is the phone number
    or the e-mail address it goes to; empty for the inbox of her account (channel `app`), which nothing has to carry.
    """

    class Channel(models.TextChoices):
        APP = "app", _("Inbox")
        SMS = "sms", _("Text message")
        EMAIL = "email", _("E-mail")
        ZALO = "zalo", "Zalo"

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Failed")

    key = models.CharField(_("key"), max_length=150, help_text=_("What happened, to whom: the same news is sent once."))
    channel = models.CharField(_("channel"), max_length=8, choices=Channel.choices)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="notices",
        verbose_name=_("user"),
    )
    address = models.CharField(_("sent to"), max_length=254, blank=True)
    language = models.CharField(_("language"), max_length=5)
    template = models.CharField(_("template"), max_length=80)
    context = models.JSONField(_("context"), default=dict)
    title = models.CharField(_("title"), max_length=250, blank=True)
    text = models.TextField(_("text"), blank=True)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_try_at = models.DateTimeField(_("next attempt"), default=timezone.now)
    last_error = models.CharField(_("last error"), max_length=250, blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    read_at = models.DateTimeField(_("read"), null=True, blank=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = [
            models.UniqueConstraint(fields=["key", "channel"], name="notification_once_a_channel"),
            models.CheckConstraint(
                condition=Q(channel="app", user__isnull=False) | (~Q(channel="app") & ~Q(address="")),
                name="notification_has_an_address",
            ),
        ]
        indexes = [
            models.Index(fields=["next_try_at"], condition=Q(state="waiting"), name="notification_waiting"),
            models.Index(fields=["user", "-created_at"], condition=Q(channel="app"), name="notification_inbox"),
        ]

    def __str__(self) -> str:
        return f"{self.key} ({self.channel})"

    @property
    def url(self) -> str:
        """Where the news leads, when its context names a place."""
        return str(self.context.get("url", ""))

    @property
    def words(self) -> str:
        """The text without the address that it ends with, for a page whose title is the link already."""
        return ADDRESS_AT_THE_END.sub(".", self.text) if self.url else self.text


class NoticeSettings(models.Model):
    """What a person does not want by text message or e-mail; her inbox always has everything. No row: all of it."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notice_settings", verbose_name=_("user")
    )
    sms = models.BooleanField(_("by text message or Zalo"), default=True)
    email = models.BooleanField(_("by e-mail"), default=True)

    class Meta:
        verbose_name = _("notice settings")
        verbose_name_plural = _("notice settings")

    def __str__(self) -> str:
        return str(self.user)

    def refused_channels(self) -> set[str]:
        refused = set() if self.sms else {Notification.Channel.SMS, Notification.Channel.ZALO}
        return refused if self.email else refused | {Notification.Channel.EMAIL}
