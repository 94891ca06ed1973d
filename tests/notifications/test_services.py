from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from marketplace.notifications.carriers import MemoryCarrier, NotDelivered
from marketplace.notifications.delivering import INTERVALS, deliver, deliver_due
from marketplace.notifications.models import NoticeSettings, Notification
from marketplace.notifications.services import Addressee, mark_read, notify, send_sms_now
from tests.factories import a_user

pytestmark = pytest.mark.django_db

NEWS = {"number": "K7-1", "amount": 120_000, "shop": "Cói & Sen", "url": "https://chosen.example/orders/K7/"}
GUEST = Addressee(phone="+84912345678", email="hanh@example.com")


class DeafCarrier:
    """A carrier that takes nothing."""

    def __init__(self, channel):
        pass

    def send(self, message):
        raise NotDelivered("the line is busy")


def tell(django_capture_on_commit_callbacks, key="order:K7-1:new", to=GUEST, template="parcel", **options):
    with django_capture_on_commit_callbacks(execute=True):
        notify(key, template, to, NEWS, **options)


def test_a_guest_is_told_by_text_message_and_by_mail(django_capture_on_commit_callbacks):
    tell(django_capture_on_commit_callbacks)
    [message] = MemoryCarrier.outbox
    assert (message.to, message.text) == (
        "+84912345678",
        'Đơn hàng K7-1: 120.000\xa0₫ "Cói & Sen"'.replace("\xa0", " "),
    )
    [letter] = mail.outbox
    assert (letter.to, letter.subject) == (["hanh@example.com"], "Tài khoản K7-1")
    assert "Cói & Sen – https://" in letter.body
    assert "Cói &amp; Sen" in letter.alternatives[0].content
    assert set(Notification.objects.values_list("channel", "state")) == {("sms", "sent"), ("email", "sent")}


def test_the_same_news_is_sent_once_however_often_it_is_told(django_capture_on_commit_callbacks):
    for _ in range(3):
        tell(django_capture_on_commit_callbacks)
    for notification in Notification.objects.all():
        deliver(notification.pk)
    assert (len(MemoryCarrier.outbox), len(mail.outbox), Notification.objects.count()) == (1, 1, 2)


def test_nothing_is_sent_when_the_transaction_is_undone():
    notify("order:K7-1:new", "parcel", GUEST, NEWS)
    assert MemoryCarrier.outbox == []


def test_it_is_told_in_the_language_of_the_addressee(django_capture_on_commit_callbacks):
    tell(django_capture_on_commit_callbacks, to=Addressee(email="hanh@example.com", language="en"))
    assert mail.outbox[0].subject == "Account K7-1"
    assert '<html lang="en">' in mail.outbox[0].alternatives[0].content


def test_only_channels_that_reach_her_and_have_words_are_used(django_capture_on_commit_callbacks, settings):
    settings.NOTIFICATION_CARRIERS = {"email": settings.NOTIFICATION_CARRIERS["email"]}
    tell(django_capture_on_commit_callbacks, to=Addressee(phone="+84912345678"))
    tell(django_capture_on_commit_callbacks, template="whisper")
    assert not Notification.objects.exists()


def test_who_has_an_account_finds_the_news_in_her_inbox_even_when_she_wants_no_messages(
    django_capture_on_commit_callbacks,
):
    user = a_user(phone="0912345678", email="hanh@example.com")
    NoticeSettings.objects.create(user=user, sms=False, email=False)
    tell(django_capture_on_commit_callbacks, to=Addressee.of(user))
    [notice] = Notification.objects.for_user(user)
    assert (notice.title, notice.url) == ("Tài khoản K7-1", NEWS["url"])
    assert (MemoryCarrier.outbox, mail.outbox) == ([], [])


def test_what_was_refused_is_tried_again_later_and_then_given_up(django_capture_on_commit_callbacks, settings):
    working = settings.NOTIFICATION_CARRIERS
    settings.NOTIFICATION_CARRIERS = {"sms": "tests.notifications.test_services.DeafCarrier"}
    tell(django_capture_on_commit_callbacks)
    [notice] = Notification.objects.all()
    assert (notice.state, notice.attempts, notice.last_error) == ("waiting", 1, "the line is busy")
    assert notice.next_try_at > timezone.now()
    assert deliver_due() == 0
    for _ in INTERVALS:
        Notification.objects.update(next_try_at=timezone.now() - timedelta(seconds=1))
        deliver_due()
    notice.refresh_from_db()
    assert (notice.state, notice.attempts) == ("failed", len(INTERVALS) + 1)
    settings.NOTIFICATION_CARRIERS = working
    assert deliver_due() == 0


def test_the_sweep_sends_what_the_broker_never_heard_of():
    notify("order:K7-1:new", "parcel", GUEST, NEWS)
    assert deliver_due() == 2
    assert (len(MemoryCarrier.outbox), len(mail.outbox)) == (1, 1)


def test_a_code_is_sent_at_once_and_kept_nowhere():
    send_sms_now("+84912345678", "Mã của bạn: 123456")
    assert [message.text for message in MemoryCarrier.outbox] == ["Mã của bạn: 123456"]
    assert not Notification.objects.exists()


def test_reading_marks_only_her_own_notices():
    hers, anothers = a_user(), a_user()
    for user in (hers, anothers):
        notify(f"order:K7-1:new:{user.pk}", "parcel", Addressee.of(user), NEWS)
    mark_read(hers)
    assert not Notification.objects.for_user(hers).unread().exists()
    assert Notification.objects.for_user(anothers).unread().exists()
