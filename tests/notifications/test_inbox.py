import pytest

from marketplace.notifications.models import Notification
from marketplace.notifications.services import Addressee, notify
from tests.factories import a_user
from tests.queries import queries_of

pytestmark = pytest.mark.django_db

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def tell(user, number):
    notify(f"order:{number}", "parcel", Addressee.of(user), {"number": number, "amount": 1000, "shop": "HTX Sen"})


def test_a_stranger_is_sent_to_sign_in(client):
    assert client.get("/account/notices/").url == "/accounts/login/?next=/account/notices/"


def test_she_sees_her_own_notices_new_ones_marked_once(client):
    user = a_user()
    tell(user, "K7-1")
    tell(a_user(), "X9-1")
    client.force_login(user, backend=BACKEND)
    first, second = (client.get("/account/notices/").content.decode() for _ in range(2))
    assert "K7-1" in first
    assert "X9-1" not in first
    assert "notices__item--new" in first
    assert "notices__item--new" not in second


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Theo dõi đơn: https://chosen.vn/orders/K7:x9/", "Theo dõi đơn."),
        ("Đơn đang trên đường. https://chosen.vn/orders/K7:x9/", "Đơn đang trên đường."),
        ("Xem https://chosen.vn/ trước.", "Xem https://chosen.vn/ trước."),
    ],
)
def test_the_address_at_the_end_of_a_text_message_is_not_shown_beside_its_link(text, words):
    assert Notification(text=text, context={"url": "/orders/K7:x9/"}).words == words
    assert Notification(text=text).words == text


def test_an_empty_inbox_offers_the_next_step(client):
    client.force_login(a_user(), backend=BACKEND)
    assert "Chưa có thông báo" in client.get("/account/notices/").content.decode()


def test_the_count_of_queries_does_not_grow_with_the_notices(client):
    user = a_user()
    client.force_login(user, backend=BACKEND)
    tell(user, "K7-0")
    client.get("/account/notices/")
    few = queries_of(client, "/account/notices/")
    for number in range(1, 10):
        tell(user, f"K7-{number}")
    client.get("/account/notices/")
    assert queries_of(client, "/account/notices/") == few
