import pytest
from django.core.cache import cache

from marketplace.accounts.models import User
from marketplace.notifications.carriers import MemoryCarrier
from tests.customer.helpers import PASSWORD, code_sent_by_mail, code_sent_by_sms, errors_of, sign_in
from tests.factories import a_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def hanh():
    return a_user(phone="0912345678", email="hanh@example.com", phone_verified=True)


@pytest.mark.parametrize("login", ["0912 345 678", "+84912345678", "84 912.345.678", "Hanh@Example.com"])
def test_a_phone_number_in_any_spelling_or_an_email_signs_in(client, hanh, login):
    answer = sign_in(client, login)
    assert answer.url == "/account/"
    assert client.session["_auth_user_id"] == str(hanh.pk)


@pytest.mark.parametrize("login", ["0912345678", "0987654321", "hanh@example.com", "nobody@example.com", "hanh"])
def test_a_wrong_password_is_answered_the_same_whoever_it_is(client, hanh, login):
    answer = sign_in(client, login, "sai-mat-khau")
    assert "chưa đúng" in errors_of(answer)
    assert "_auth_user_id" not in client.session


def test_five_wrong_passwords_close_signing_in_with_clear_words_even_for_the_right_one(client, hanh):
    for _ in range(5):
        assert "chưa đúng" in errors_of(sign_in(client, "0912345678", "sai-mat-khau"))
    answer = sign_in(client, "0912345678")
    assert "năm phút" in errors_of(answer)
    assert "_auth_user_id" not in client.session


def test_wrong_passwords_are_counted_by_person_and_not_by_spelling(client, hanh):
    for login in ["0912345678", "+84912345678", "hanh@example.com", "HANH@example.com", "0912 345 678"]:
        sign_in(client, login, "sai-mat-khau")
    assert "năm phút" in errors_of(sign_in(client, "hanh@example.com"))


def test_one_persons_wrong_passwords_do_not_lock_out_another(client, hanh):
    other = a_user(phone="0987654321", phone_verified=True)
    for _ in range(6):
        sign_in(client, "0912345678", "sai-mat-khau")
    sign_in(client, "0987654321")
    assert client.session["_auth_user_id"] == str(other.pk)


def test_many_tries_from_one_address_are_refused(client):
    answers = [sign_in(client, f"nobody{number}@example.com", "sai") for number in range(31)]
    assert "năm phút" in errors_of(answers[-1])


def test_a_closed_account_is_told_so(client, hanh):
    hanh.is_active = False
    hanh.save()
    assert client.get(sign_in(client, "0912345678").url).status_code == 200
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    "address", ["/admin/login/", "/admin/", "/dashboard/login/", "/dashboard/", "/oscar/customer/login/"]
)
def test_there_is_one_page_for_signing_in(client, address):
    answer = client.get(address, follow=True)
    assert answer.redirect_chain[-1][0].startswith("/accounts/login/")


def test_the_admin_is_closed_to_who_is_no_staff(client, hanh):
    client.force_login(hanh, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get("/admin/login/").status_code == 403


def test_she_comes_back_to_where_she_was_and_never_to_another_site(client, hanh):
    assert sign_in(client, "0912345678", next="/checkout/").url == "/checkout/"
    client.logout()
    assert sign_in(client, "0912345678", next="https://evil.example/").url == "/account/"


def test_signing_up_by_phone_takes_the_code_and_leads_home(client):
    data = {"full_name": "Trần Thị Hạnh", "login": "0912 345 678", "password1": PASSWORD}
    assert client.post("/accounts/signup/", data).url == "/accounts/phone/verify/"
    assert "_auth_user_id" not in client.session
    answer = client.post("/accounts/phone/verify/", {"code": code_sent_by_sms()})
    assert answer.url == "/account/"
    user = User.objects.get()
    assert (user.phone, user.phone_verified, user.email) == ("+84912345678", True, None)
    assert (user.full_name, user.first_name, user.language) == ("Trần Thị Hạnh", "Hạnh", "vi")


def test_signing_up_by_email_takes_the_code_and_leads_home(client):
    data = {"full_name": "Trần Thị Hạnh", "login": "Hanh@Example.com", "password1": PASSWORD}
    assert client.post("/accounts/signup/", data).url == "/accounts/confirm-email/"
    answer = client.post("/accounts/confirm-email/", {"code": code_sent_by_mail()})
    assert answer.url == "/account/"
    user = User.objects.get()
    assert (user.phone, user.email) == (None, "hanh@example.com")


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"login": "12345"}, "login"),
        ({"login": "hanh@"}, "login"),
        ({"full_name": ""}, "full_name"),
        ({"password1": "12345678"}, "password1"),
        ({"password1": ""}, "password1"),
    ],
)
def test_a_form_that_is_not_right_says_so_beside_the_field_and_keeps_what_was_typed(client, fields, wrong):
    data = {"full_name": "Trần Thị Hạnh", "login": "0912345678", "password1": PASSWORD}
    page = client.post("/accounts/signup/", data | fields)
    assert list(page.context["form"].errors) == [wrong]
    assert 'value="Trần Thị Hạnh"' in page.content.decode() or wrong == "full_name"
    assert not User.objects.exists()


def test_without_a_carrier_of_text_messages_nobody_is_asked_for_a_code_that_cannot_come(client, settings):
    settings.NOTIFICATION_CARRIERS = {"email": settings.NOTIFICATION_CARRIERS["email"]}
    data = {"full_name": "Trần Thị Hạnh", "login": "0912345678", "password1": PASSWORD}
    assert list(client.post("/accounts/signup/", data).context["form"].errors) == ["login"]


def test_who_signs_up_with_a_number_that_has_an_account_learns_nothing_and_its_owner_is_told(client, hanh):
    data = {"full_name": "Ai đó", "login": "0912345678", "password1": PASSWORD}
    assert client.post("/accounts/signup/", data).url == "/accounts/phone/verify/"
    assert "/accounts/login/" in MemoryCarrier.outbox[-1].text
    assert User.objects.count() == 1
    hanh.refresh_from_db()
    assert hanh.full_name == "Trần Thị Hạnh"


def test_three_wrong_codes_end_the_try(client):
    data = {"full_name": "Trần Thị Hạnh", "login": "0912345678", "password1": PASSWORD}
    client.post("/accounts/signup/", data)
    right = code_sent_by_sms()
    wrong = "000000" if right != "000000" else "111111"
    assert "chưa đúng" in errors_of(client.post("/accounts/phone/verify/", {"code": wrong}))
    client.post("/accounts/phone/verify/", {"code": wrong})
    client.post("/accounts/phone/verify/", {"code": wrong})
    client.post("/accounts/phone/verify/", {"code": right})
    assert "_auth_user_id" not in client.session
    assert not User.objects.get().phone_verified


def test_a_code_asked_for_again_at_once_is_answered_by_a_page_and_not_an_error(client):
    data = {"full_name": "Trần Thị Hạnh", "login": "0912345678", "password1": PASSWORD}
    client.post("/accounts/signup/", data)
    client.cookies.clear()
    assert sign_in(client, "0912345678").status_code == 429


def test_a_new_password_by_a_code_to_the_phone(client):
    user = a_user(phone="0912345678")
    for _ in range(5):
        sign_in(client, "0912345678", "sai-mat-khau")
    assert (
        client.post("/accounts/password/reset/", {"login": "0912 345 678"}).url == "/accounts/password/reset/confirm/"
    )
    client.post("/accounts/password/reset/confirm/", {"code": code_sent_by_sms()})
    answer = client.post("/accounts/password/reset/complete/", {"password1": "mat-khau-moi-2026"})
    assert answer.url == "/account/"
    user.refresh_from_db()
    assert user.phone_verified
    client.logout()
    sign_in(client, "0912345678", "mat-khau-moi-2026")
    assert client.session["_auth_user_id"] == str(user.pk)


def test_a_new_password_by_a_code_to_the_email(client, hanh):
    client.post("/accounts/password/reset/", {"login": "hanh@example.com"})
    client.post("/accounts/password/reset/confirm/", {"code": code_sent_by_mail()})
    client.post("/accounts/password/reset/complete/", {"password1": "mat-khau-moi-2026"})
    hanh.refresh_from_db()
    assert hanh.check_password("mat-khau-moi-2026")


def test_a_new_password_needs_the_code(client, hanh):
    client.post("/accounts/password/reset/", {"login": "0912345678"})
    answer = client.post("/accounts/password/reset/complete/", {"password1": "mat-khau-moi-2026"})
    assert answer.url == "/accounts/password/reset/confirm/"
    assert hanh.check_password(PASSWORD)


def test_asking_for_an_unknown_number_looks_the_same(client, hanh):
    known = client.post("/accounts/password/reset/", {"login": "0912345678"})
    client.cookies.clear()
    unknown = client.post("/accounts/password/reset/", {"login": "0987654321"})
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)


def test_codes_for_a_new_password_are_limited_by_person(client, hanh):
    answers = [client.post("/accounts/password/reset/", {"login": "0912345678"}).status_code for _ in range(4)]
    assert answers == [302, 302, 302, 429]


def test_limits_let_people_in_while_the_cache_is_away(client, hanh, settings):
    settings.CACHES = {
        "default": {"BACKEND": "marketplace.cache.TolerantRedisCache", "LOCATION": "redis://127.0.0.1:9/0"}
    }
    assert cache.get("anything") is None
    assert sign_in(client, "0912345678").status_code == 302
