"""The second factor that staff turn on in their settings: codes of an app, and recovery codes for a lost phone."""

import re
import time

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from tests.customer.helpers import PASSWORD, errors_of, sign_in
from tests.factories import a_user

pytestmark = pytest.mark.django_db

PERIOD = 30  # seconds that a code holds


@pytest.fixture
def officer(client):
    user = a_user(phone="0936114207", email="ngan@example.com", phone_verified=True, is_staff=True)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    sign_in(client, "0936114207")
    return user


def code_of(secret: str, later: int = 0) -> str:
    """What the app shows now, or so many periods later: a code is taken once."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // PERIOD + later))


def turn_on(client) -> tuple[str, list[str]]:
    """Turn the app's codes on; returns its secret and the recovery codes that are shown."""
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    page = client.get("/accounts/2fa/totp/activate/")
    secret = page.context["form"].secret
    assert secret in page.content.decode()
    client.post("/accounts/2fa/totp/activate/", {"code": code_of(secret)})
    shown = client.get("/accounts/2fa/recovery-codes/").content.decode()
    return secret, re.findall(r"\b[0-9a-f]{5}-?[0-9a-f]{5}\b|\b\d{8}\b", shown)


def sign_out_and_in(client):
    client.post("/accounts/logout/")
    return sign_in(client, "0936114207")


def test_after_her_password_she_is_asked_for_the_code_of_her_app(client, officer):
    secret, __ = turn_on(client)
    answer = sign_out_and_in(client)
    assert answer.url.startswith("/accounts/2fa/authenticate/")
    assert "_auth_user_id" not in client.session
    assert "_auth_user_id" not in client.get("/union/").wsgi_request.session

    wrong = client.post(answer.url, {"code": "000000"})
    assert errors_of(wrong)
    assert "_auth_user_id" not in client.session
    client.post(answer.url, {"code": code_of(secret, later=1)})
    assert client.session["_auth_user_id"] == str(officer.pk)


def test_a_recovery_code_lets_her_in_once(client, officer):
    __, codes = turn_on(client)
    assert len(codes) >= 8
    answer = sign_out_and_in(client)
    client.post(answer.url, {"code": codes[0]})
    assert client.session["_auth_user_id"] == str(officer.pk)

    answer = sign_out_and_in(client)
    assert errors_of(client.post(answer.url, {"code": codes[0]}))
    assert "_auth_user_id" not in client.session


def test_it_is_turned_off_where_it_was_turned_on(client, officer):
    turn_on(client)
    assert "/accounts/2fa/totp/deactivate/" in client.get("/accounts/2fa/").content.decode()
    client.post("/accounts/2fa/totp/deactivate/")
    assert not Authenticator.objects.filter(user=officer).exists()
    assert sign_out_and_in(client).url != "/accounts/2fa/authenticate/"


def test_its_pages_are_in_our_look_and_in_vietnamese(client, officer):
    turn_on(client)
    for address in (
        "/accounts/2fa/",
        "/accounts/2fa/recovery-codes/",
        "/accounts/2fa/recovery-codes/generate/",
        "/accounts/2fa/totp/deactivate/",
    ):
        page = client.get(address).content.decode()
        assert 'class="btn' in page, address
        assert "css/account" in page, address
        assert not re.search(r">\s*(Authenticator App|Recovery Codes|Generate|Deactivate|Cancel)\s*<", page), address


def test_the_admin_asks_for_it_too(client, officer):
    turn_on(client)
    client.post("/accounts/logout/")
    assert "/accounts/login/" in client.get("/admin/", follow=True).redirect_chain[-1][0]
