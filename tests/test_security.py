"""What an attacker tries first, on the pages that everybody sees; see docs/security.md."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import a_listing, a_maker, a_shop, a_user

pytestmark = pytest.mark.django_db

ATTACK = "</script><script>alert(1)</script><img src=x onerror=alert(2)>"


def test_pages_run_our_scripts_only_and_stand_in_no_frame(client):
    headers = client.get("/").headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"


def test_pages_may_use_the_camera_and_the_place_and_no_other_part_of_the_device(client):
    policy = client.get("/").headers["Permissions-Policy"]
    for rule in ("camera=(self)", "geolocation=(self)", "microphone=()", "usb=()"):
        assert rule in policy


def test_names_that_hold_a_script_are_shown_as_they_were_typed(client):
    shop = a_shop(ATTACK[:100])
    listing = a_listing(ATTACK, shop=shop, maker=a_maker(shop, name=ATTACK[:100]))
    for address in (listing.get_absolute_url(), shop.get_absolute_url(), reverse("catalogue:index")):
        page = client.get(address).content.decode()
        assert "alert(1)" in page
        assert "<script>alert" not in page
        assert "<img src=x" not in page


@pytest.mark.parametrize("away", ["https://example.org/", "//example.org/", "javascript:alert(1)", "/\\example.org"])
def test_nobody_is_led_to_another_host(client, away):
    listing = a_listing()
    answers = [client.post(reverse("basket:add", args=[listing.product_id]), {"quantity": 1, "next": away})]
    client.force_login(a_user())
    answers.append(client.post(reverse("account:wish", kwargs={"slug": listing.slug}), {"next": away}))
    answers.append(client.get(reverse("account_login"), {"next": away}))
    for answer in answers:
        assert answer.status_code == 302
        assert answer["Location"].startswith("/")
        assert "example.org" not in answer["Location"]
        assert not answer["Location"].startswith("//")


def test_forms_of_another_site_change_nothing():
    client = Client(enforce_csrf_checks=True)
    client.force_login(a_user())
    for name in ("sell:application", "account:profile", "basket:summary"):
        assert client.post(reverse(name)).status_code == 403
