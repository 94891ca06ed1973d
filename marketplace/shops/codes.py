"""Codes that are sent to a phone: whoever can read one out holds the phone."""

import secrets
from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from marketplace.notifications.services import send_sms_now
from marketplace.shops.models import PhoneCode

LIFETIME = timedelta(minutes=10)
ATTEMPTS = 5
PER_HOUR = 5
"""To one phone number."""
PER_HOUR_FOR_ONE = {PhoneCode.Purpose.PHONE: 10, PhoneCode.Purpose.ASSISTANCE: 40}
"""For one application or officer, whatever the numbers: text messages cost money, and annoy who did not ask."""
PAUSE = timedelta(seconds=30)


class TooManyCodes(Exception):
    """No code was sent; the message says when to come back."""


def send_code(phone: str, purpose: str, subject: str, text: str) -> PhoneCode:
    """Send a new code by text message. `text` has `%(code)s` in it. Earlier ones for the same are void.

    Raises:
        TooManyCodes: when this phone has had enough for now, or `subject` has asked for enough.
        NotDelivered: when the message could not be handed over.
    """
    now = timezone.now()
    recent = PhoneCode.objects.filter(phone=phone, sent_at__gt=now - timedelta(hours=1))
    with transaction.atomic():
        _wait_for_others(phone)
        if recent.count() >= PER_HOUR:
            raise TooManyCodes(_("Too many codes were sent to this number. Try again in an hour."))
        asked = PhoneCode.objects.filter(purpose=purpose, subject=subject, sent_at__gt=now - timedelta(hours=1))
        if asked.count() >= PER_HOUR_FOR_ONE[purpose]:
            raise TooManyCodes(_("Too many codes were asked for. Try again in an hour."))
        if recent.filter(sent_at__gt=now - PAUSE, purpose=purpose, used_at=None).exists():
            raise TooManyCodes(_("A code was sent just now. Wait half a minute before you ask for another."))
        code = f"{secrets.randbelow(1_000_000):06d}"
        row = PhoneCode.objects.create(
            phone=phone, purpose=purpose, subject=subject, digest="", expires_at=now + LIFETIME
        )
        row.digest = _digest(row, code)
        row.save(update_fields=["digest"])
        send_sms_now(phone, text % {"code": code})
    return row


def _wait_for_others(phone: str) -> None:
    """Until the transaction's end nobody else is sent a code to this phone, which may have had none yet.

    SQLite has one writer at a time as it is.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"code to {phone}"])


def use_code(phone: str, purpose: str, subject: str, typed: str) -> PhoneCode | None:
    """The code row that `typed` fits, now used up; None when it does not fit. A code takes `ATTEMPTS` tries."""
    with transaction.atomic():
        row = (
            PhoneCode.objects.select_for_update()
            .filter(phone=phone, purpose=purpose, subject=subject, used_at=None, expires_at__gt=timezone.now())
            .last()
        )
        if row is None or row.attempts >= ATTEMPTS:
            return None
        row.attempts += 1
        fits = constant_time_compare(row.digest, _digest(row, "".join(filter(str.isdigit, typed))))
        if fits:
            row.used_at = timezone.now()
        row.save(update_fields=["attempts", "used_at"])
    return row if fits else None


def _digest(row: PhoneCode, code: str) -> str:
    return salted_hmac(f"phone-code:{row.pk}:{row.phone}", code, algorithm="sha256").hexdigest()
