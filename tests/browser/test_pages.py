"""Every page of buyers, learners, trainers, shops and finance: accessible, valid, no wider than its screen, light."""

import io

import pytest
from django.core.management import call_command
from django.test import override_settings

from catalogue_ext.models import Listing
from marketplace.shops.models import Shop
from tests.browser.joining import apply, review
from tests.browser.money import count_money, see_own_money
from tests.browser.order_pages import look_at_orders
from tests.browser.training import certify, learn, teach
from tests.browser.walk import Walk, nu_complaints
from tests.plugins.browser import DESKTOP, PHONE, without_the_loop_of_a_browser

pytestmark = [
    pytest.mark.browser,
    pytest.mark.browser_tools,
    pytest.mark.xdist_group("pages"),
    pytest.mark.timeout(1800),  # the first test opens them all
]

INFORMATION = (
    "about", "how-to-buy", "delivery", "returns", "complaints", "privacy", "terms-for-buyers", "terms-for-sellers",
    "operating-rules", "contact",
)  # fmt: skip
IN_BASKET = ("gio-coi-quai-da", "com-chay-cha-bong", "ca-kho-lang-vu-dai")


@pytest.fixture(scope="module")
def walks(chromium, live_server, django_db_setup, django_db_blocker, tmp_path_factory):
    """The weight of the first page and both screens' visits of every page; the shop is gone when the tests begin."""
    found, weights = [], []
    own = {
        "ROOT_URLCONF": "tests.browser.urls",
        "TRAINING_SIGNING_FILE": str(tmp_path_factory.mktemp("key") / "key.p12"),
    }
    with django_db_blocker.unblock(), override_settings(**own):
        try:
            with without_the_loop_of_a_browser():  # certificates are signed
                call_command("load_demo", "--no-pictures", stdout=io.StringIO())
            for screen, options in (("phone", PHONE), ("desktop", DESKTOP)):
                context = chromium.new_context(base_url=live_server.url, **options)
                walk = Walk(context, screen)
                weights.append(walk.weigh("/"))
                look_around(walk)
                buy(walk)
                learn(walk)
                teach(walk)
                certify(walk)
                apply(walk)
                review(walk)
                count_money(walk)
                see_own_money(walk)
                look_at_orders(walk)
                context.close()
                found += walk.visits
        finally:
            call_command("flush", verbosity=0, interactive=False)
    return weights, found


@pytest.fixture
def visits(walks):
    return walks[1]


@pytest.fixture
def home_weight(walks):
    """The bytes of a first visit on the phone."""
    return walks[0][0]


def look_around(walk):
    product = {one.slug: one.get_absolute_url() for one in Listing.objects.on_sale()}
    walk.open("home", "/")
    walk.open("home-en", "/en/")
    walk.open("products", "/catalogue/")
    walk.open("products-filtered", "/catalogue/?stars=4&price_max=100000&in_stock=1&sort=price_up")
    walk.open("category", Listing.objects.get(slug="gio-coi-quai-da").product.categories.get().get_absolute_url())
    walk.open("product", product["tra-sen-hoa-lu"])
    walk.open("product-en", "/en" + product["tra-sen-hoa-lu"])
    walk.open("product-made-to-order", product["tranh-theu-van-lam"])
    walk.open("product-sold-out", product["na-dai-phu-long"])
    walk.open("shops", "/shops/")
    walk.open("shop", Shop.objects.get(slug="bai-ngang-kim-dong").get_absolute_url())
    walk.open("search", "/search/?q=com+chay")
    walk.open("search-nothing", "/search/?q=xyzzyx")
    walk.open("basket-empty", "/basket/")
    for name in INFORMATION:
        walk.open(f"page-{name}", f"/pages/{name}/")
    walk.open("not-found", "/nowhere/", status=404)
    walk.open("forbidden", "/forbidden/", status=403)
    walk.open("broken", "/broken/", status=500)


def buy(walk):
    page = walk.page
    for slug in IN_BASKET:
        page.goto(Listing.objects.get(slug=slug).get_absolute_url())
        page.locator('[data-form="add-to-basket"]').get_by_role("button", name="Thêm vào giỏ").click()
        page.locator(".message, .toasts > *").first.wait_for()
    walk.look("product-added")
    walk.open("basket", "/basket/")
    walk.open("checkout", "/checkout/")
    form = page.locator('[data-form="place-order"]')
    form.evaluate("form => form.noValidate = true")
    form.get_by_role("button", name="Đặt hàng").click()
    page.locator(".form-errors").wait_for()
    walk.look("checkout-errors")
    page.fill('[name="full_name"]', "Trần Thị Hạnh")
    page.fill('[name="phone"]', "0912 345 678")
    page.fill('[name="address"]', "Số 5, thôn Văn Lâm")
    page.locator('[name="ward"]').fill("nam hoa lu")
    page.get_by_role("option", name="Phường Nam Hoa Lư, Tỉnh Ninh Bình").click()
    form.get_by_role("button", name="Đặt hàng").click()
    page.locator("[data-order]").wait_for()
    walk.look("order")


def test_axe_finds_nothing_on_any_page(visits):
    assert "\n".join(f"{visit.name}: {one}" for visit in visits for one in visit.violations) == ""


def test_the_html_of_every_page_passes_the_nu_checker(visits, tmp_path):
    pages = {visit.name: visit.html for visit in visits if visit.name.endswith("phone")}
    assert "\n".join(nu_complaints(pages, tmp_path)) == ""


def test_no_page_is_wider_than_its_screen(visits):
    assert {visit.name: visit.too_wide_by for visit in visits if visit.too_wide_by > 0} == {}


def test_no_page_makes_the_browser_complain(visits):
    assert "\n".join(f"{visit.name}: {one}" for visit in visits for one in visit.complaints) == ""


def test_the_first_visit_to_the_home_page_costs_less_than_200_kb(home_weight):
    assert 50_000 < home_weight < 200_000
