"""Codes to a phone: how many, also for those who ask at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from marketplace.shops.codes import PER_HOUR, TooManyCodes, send_code
from marketplace.shops.models import PhoneCode

PHONE = "+84987654321"


def send(subject="application:1"):
    return send_code(PHONE, PhoneCode.Purpose.PHONE, subject, "Mã: %(code)s")


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("sent", [0, PER_HOUR - 1])
def test_two_who_ask_at_the_same_moment_get_one_code(sent):
    for number in range(sent):
        send(f"application:{number}")
        PhoneCode.objects.update(sent_at=timezone.now() - timedelta(minutes=5))
    at_once = Barrier(2, timeout=60)

    def ask(number):
        at_once.wait()
        try:
            return bool(send(f"application:9{number}"))
        except TooManyCodes:
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(ask, range(2))) == [False, True]
    assert PhoneCode.objects.count() == sent + 1
