"""Oscar's dashboard opens for staff, page by page, under a policy that runs its own scripts only."""

import re

import pytest
from django.urls import URLResolver, get_resolver, reverse
from oscar.core.loading import get_model

from marketplace.orders.services import place_order
from marketplace.payments.methods import method_of
from tests.factories import a_basket, a_category, a_listing, a_recipient, a_user

pytestmark = pytest.mark.django_db

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
ConditionalOffer = get_model("offer", "ConditionalOffer")

WITHOUT_ARGUMENTS = [
    "index", "catalogue-product-list", "catalogue-category-list", "catalogue-class-list", "catalogue-category-create",
    "catalogue-option-list", "catalogue-attribute-option-group-list", "stock-alert-list", "order-list", "order-stats",
    "offer-list", "offer-metadata", "voucher-list", "voucher-create", "voucher-set-list", "range-list", "range-create",
    "users-index", "partner-list", "partner-create", "page-list", "page-create", "reviews-list", "reports-index",
    "comms-list", "shipping-method-list", "user-alert-list",
]  # fmt: skip


@pytest.fixture
def admin(client):
    user = a_user(is_staff=True, is_superuser=True)
    client.force_login(user, backend=BACKEND)
    return user


@pytest.fixture
def goods(client):
    listing = a_listing("Cơm cháy", category=a_category())
    order = place_order(a_basket(listing), a_recipient(), method_of("cod"), user=a_user())
    return listing, order


@pytest.mark.parametrize("name", WITHOUT_ARGUMENTS)
def test_a_page_opens(client, admin, goods, name):
    assert client.get(reverse(f"dashboard:{name}")).status_code == 200


def test_every_page_of_one_thing_opens(client, admin, goods):
    listing, order = goods
    product = listing.product
    pages = {
        "catalogue-product": product.pk,
        "catalogue-product-delete": product.pk,
        "catalogue-category-update": product.categories.get().pk,
        "catalogue-class-update": product.product_class.pk,
        "order-detail": order.number,
        "user-detail": order.user.pk,
        "partner-manage": listing.shop.partner.pk,
    }
    for name, argument in pages.items():
        assert client.get(reverse(f"dashboard:{name}", args=[argument])).status_code == 200, name
    line = order.lines.get()
    assert client.get(reverse("dashboard:order-line-detail", args=[order.number, line.pk])).status_code == 200
    shipping = reverse("dashboard:order-shipping-address", args=[order.number])
    assert client.get(shipping).status_code == 200


def test_staff_makes_an_offer(client, admin):
    client.post(reverse("dashboard:offer-metadata"), {"name": "Tết", "offer_type": "Site"})
    assert client.get(reverse("dashboard:offer-benefit")).status_code == 200


def test_staff_searches_orders_and_people(client, admin, goods):
    __, order = goods
    found = client.get(reverse("dashboard:order-list"), {"order_number": order.number}, follow=True)
    assert order.number in found.content.decode()
    found = client.get(reverse("dashboard:users-index"), {"name": "Hạnh"})
    assert found.status_code == 200


def test_nobody_else_opens_any_of_its_pages(client):
    client.force_login(a_user(), backend=BACKEND)
    for name in dashboard_names():
        assert client.get(reverse(f"dashboard:{name}")).status_code == 403, name


def dashboard_names() -> list[str]:
    """The names of the pages that take no argument."""
    found = []

    def walk(patterns, inside=False):
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                walk(pattern.url_patterns, inside or pattern.namespace == "dashboard")
            elif inside and pattern.name not in (None, "login", "logout") and not pattern.pattern.regex.groups:
                found.append(pattern.name)

    walk(get_resolver().url_patterns)
    return found


def test_the_policy_runs_scripts_of_the_page_only_and_nothing_from_elsewhere(client, admin):
    page = client.get("/dashboard/")
    policy = page["Content-Security-Policy"]
    [nonce] = re.findall(r"'nonce-([^']+)'", policy)
    html = page.content.decode()
    assert f'<script nonce="{nonce}">' in html
    assert "script-src 'self' 'nonce-" in policy
    assert not re.findall(r'(?:src|href)="(?:https?:)?//(?!127)', html)
    assert "unsafe-inline" not in re.search(r"script-src [^;]+", policy)[0]
    assert "unsafe-inline" not in client.get("/account/")["Content-Security-Policy"]
