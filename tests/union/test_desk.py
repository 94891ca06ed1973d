from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from catalogue_ext.models import Listing, OcopCertificate
from marketplace.accounts.roles import EVERYWHERE, area_of
from marketplace.onboarding.models import ShopApplication
from marketplace.onboarding.review import ask_for_changes
from marketplace.orders import returns
from marketplace.orders.models import SellerOrder
from marketplace.orders.services import place_order
from marketplace.orders.transitions import confirm
from marketplace.payments.methods import method_of
from marketplace.shops.models import Shop
from marketplace.union.figures import CommuneFigures, figures_of, workbook_of
from marketplace.union.queries import ending_certificates, quiet_shops, waiting_orders
from tests.catalogue_ext.factories import a_submitted
from tests.factories import a_basket, a_commune, a_listing, a_recipient, a_shop, a_shop_person, a_user, an_officer
from tests.onboarding.factories import a_paper, a_sent_application
from tests.orders.factories import a_return, a_shop_order_paid

pytestmark = pytest.mark.django_db

PAGES = ["home", "applications", "shops", "orders", "certificates", "figures", "figures-export", "assist"]


def late_order(listing) -> SellerOrder:
    part = place_order(a_basket(listing), a_recipient(), method_of("cod")).seller_orders.get()
    SellerOrder.objects.filter(pk=part.pk).update(confirm_by=timezone.now() - timedelta(hours=3))
    return part


@pytest.mark.parametrize("page", PAGES)
def test_the_desk_is_for_officers(client, page):
    address = reverse(f"union:{page}")
    assert client.get(address).url.startswith("/accounts/login/")
    client.force_login(a_shop_person(a_shop()))
    assert client.get(address).status_code == 404
    client.force_login(an_officer())
    assert client.get(address).status_code == 200


def test_an_officer_reads_and_decides_in_her_area_only(client):
    application = a_sent_application()
    client.force_login(an_officer(a_commune("Kim Sơn", "14638")))
    assert client.get(reverse("union:application", args=[application.pk])).status_code == 404
    decide = reverse("union:decide", args=[application.pk])
    assert client.post(decide, {"act": "approve", "seen": "on"}).status_code == 404
    assert not Shop.objects.exists()


def test_an_officer_asks_for_a_change_and_approves_what_comes_back(client):
    application, officer = a_sent_application(), an_officer()
    client.force_login(officer)
    page, decide = reverse("union:application", args=[application.pk]), reverse("union:decide", args=[application.pk])
    html = client.get(page).content.decode()
    assert "3200205123456" not in html
    assert "•••• 3456" in html
    assert html.count('<img src="/sell/papers/') == 2
    assert 'name="remark-id_front"' in html

    answer = client.post(decide, {"act": "ask", "remark-tax_code": "Thiếu số cuối", "remark-sells": ""})
    assert answer.url == reverse("union:applications")
    application.refresh_from_db()
    assert application.state == "changes_asked"

    seller = application.applicant
    client.force_login(seller)
    client.post(reverse("sell:step", args=["shop"]), shop_data(tax_code="037185001235"))
    client.post(reverse("sell:submit"))
    client.force_login(officer)
    html = client.get(page).content.decode()
    assert "Đã sửa" in html

    assert "message--error" in client.post(decide, {"act": "approve", "way": "officer"}).content.decode()
    client.post(decide, {"act": "approve", "way": "officer", "seen": "on"})
    application.refresh_from_db()
    assert application.shop.is_open


def shop_data(**changes):
    data = {"legal_form": "individual", "shop_name": "Cơm cháy Sen", "sells": "cơm cháy", "tax_code": "037185001234"}
    return data | changes


def test_what_an_officer_has_typed_is_kept_when_it_is_refused(client):
    application = a_sent_application()
    client.force_login(an_officer())
    page = client.post(reverse("union:decide", args=[application.pk]), {"act": "reject", "reason": ""})
    assert page.status_code == 200
    assert "Ghi rõ lý do" in page.content.decode()


def test_the_queue_shows_the_oldest_first_and_what_is_late(client):
    first, second = a_sent_application(shop_name="Một"), a_sent_application(shop_name="Hai")
    ShopApplication.objects.filter(pk=second.pk).update(submitted_at=timezone.now() - timedelta(days=9))
    client.force_login(an_officer())
    html = client.get(reverse("union:applications")).content.decode()
    assert html.index("Hai") < html.index("Một")
    assert html.count("row-late") == 1
    ask_for_changes(first, an_officer(), {"sells": "Ghi rõ hơn"})
    assert "Một" in client.get(reverse("union:applications") + "?queue=asked").content.decode()


@pytest.mark.parametrize("page", ["home", "applications", "shops", "orders", "certificates", "figures"])
def test_pages_of_the_desk_take_the_same_queries_for_one_row_and_for_more(client, page):
    client.force_login(an_officer())

    def a_bit_of_everything():
        listing = a_listing(shop=a_shop(), stars=4)
        OcopCertificate.objects.update(expires_on=timezone.localdate() + timedelta(days=3))
        late_order(listing)
        a_sent_application()

    def count():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse(f"union:{page}")).status_code == 200
        return len(queries)

    a_bit_of_everything()
    count()
    before = count()
    for __ in range(3):
        a_bit_of_everything()
    assert count() == before


def test_a_review_takes_the_same_queries_with_two_papers_and_with_five(client):
    application, officer = a_sent_application(), an_officer()
    client.force_login(officer)
    page = reverse("union:application", args=[application.pk])

    def count():
        with CaptureQueriesContext(connection) as queries:
            client.get(page)
        return len(queries)

    count()
    before = count()
    ShopApplication.objects.filter(pk=application.pk).update(state="draft")
    for __ in range(3):
        a_paper(application)
    ShopApplication.objects.filter(pk=application.pk).update(state="submitted")
    assert count() == before


def test_orders_that_wait_too_long_stand_with_the_officer_of_their_shop():
    here, there = a_commune("Một", "00001"), a_commune("Hai", "00002")
    mine, __ = (late_order(a_listing(shop=a_shop(commune=place))) for place in (here, there))
    assert list(waiting_orders(area_of(an_officer(here)))) == [mine]


def test_a_shop_that_offers_or_sells_nothing_is_quiet():
    idle, selling, suspended = a_shop(), a_shop(), a_shop(state="suspended")
    late_order(a_listing(shop=selling))
    stale = a_shop()
    late_order(a_listing(shop=stale))
    SellerOrder.objects.filter(shop=stale).update(created_at=timezone.now() - timedelta(days=40))
    assert set(quiet_shops(EVERYWHERE)) == {idle, stale}
    assert suspended not in quiet_shops(EVERYWHERE)


def test_certificates_stand_there_two_months_before_they_end():
    soon, later = a_listing(stars=3), a_listing(stars=4)
    for listing, days in ((soon, 30), (later, 90)):
        listing.certificates.update(expires_on=timezone.localdate() + timedelta(days=days))
    assert [one.listing for one in ending_certificates(EVERYWHERE)] == [soon]


def test_figures_add_up_by_commune_and_leave_cancelled_orders_out():
    here, there = a_commune("Một", "00001"), a_commune("Hai", "00002")
    listing = a_listing(shop=a_shop(commune=here), price=45_000)
    a_shop(commune=there)
    late_order(listing)
    cancelled = late_order(listing)
    SellerOrder.objects.filter(pk=cancelled.pk).update(state="cancelled")
    today = timezone.localdate()
    two, one = figures_of(EVERYWHERE, today, today)
    assert (one.name, one.open_shops, one.live_listings, one.orders, one.goods) == ("Phường Một", 1, 1, 1, 45_000)
    assert (two.name, two.open_shops, two.orders) == ("Phường Hai", 1, 0)
    assert [row.name for row in figures_of(area_of(an_officer(there)), today, today)] == ["Phường Hai"]
    assert not figures_of(EVERYWHERE, today - timedelta(days=9), today - timedelta(days=2))[0].orders


def test_the_spreadsheet_holds_the_figures_and_no_formula():
    today = timezone.localdate()
    rows = [CommuneFigures("=1+1", orders=2, goods=90_000)]
    sheet = load_workbook(BytesIO(workbook_of(rows, today, today))).active
    assert [cell.value for cell in sheet[3]] == ["=1+1", 0, 0, 0, 0, 2, 90_000]
    assert sheet["A3"].data_type == "s"
    assert sheet[4][6].value == 90_000


@pytest.mark.parametrize(
    "query",
    [
        "?from=x&to=y",
        "?from=2026-13-01&to=2026-11-01",
        "?from=2026-11-30&to=2026-11-01",
        "?from=0001-01-01&to=9999-12-31",
    ],
)
def test_a_wrong_period_is_no_error(client, query):
    client.force_login(an_officer())
    assert client.get(reverse("union:figures") + query).status_code == 200


def test_a_suspended_shop_is_hidden_and_its_open_orders_go_on(client):
    shop = a_shop()
    owner = a_shop_person(shop)
    listing = a_listing(shop=shop)
    order = late_order(listing)
    client.force_login(an_officer())
    address = reverse("union:shop", args=[shop.pk])
    client.post(address, {"suspend": "1", "reason": " "})
    assert Listing.objects.on_sale().exists()
    client.post(address, {"suspend": "1", "reason": "Hàng không đúng mô tả"})
    assert not Listing.objects.on_sale().exists()
    assert client.get(listing.get_absolute_url()).status_code == 404
    client.force_login(owner)
    assert "Lý do: “Hàng không đúng mô tả”" in client.get("/seller/").content.decode()

    confirm(order, by=owner)
    client.force_login(an_officer())
    client.post(address, {"reopen": "1"})
    assert Listing.objects.on_sale().exists()
    kinds = [event.kind for event in shop.events.all()]
    assert kinds == ["suspended", "open"]
    assert shop.events.first().reason == "Hàng không đúng mô tả"


def test_a_shop_elsewhere_cannot_be_suspended(client):
    shop = a_shop()
    client.force_login(an_officer(a_commune("Kim Sơn", "14638")))
    assert client.post(reverse("union:shop", args=[shop.pk]), {"suspend": "1", "reason": "x"}).status_code == 404
    assert Shop.objects.get().is_open


def test_a_shop_is_found_without_accents(client):
    shop = a_shop("Hợp tác xã Cói Đồng Hướng")
    a_shop("Hợp tác xã Mắm tép")
    client.force_login(an_officer())
    found = client.get(reverse("union:shops"), {"q": "coi dong huong"})
    assert list(found.context["page_obj"]) == [shop]


def test_a_user_without_a_role_finds_no_desk(client):
    client.force_login(a_user(is_staff=True))
    assert client.get("/union/").status_code == 404


def test_the_first_page_counts_products_and_disputes_that_wait(client):
    a_submitted()
    part = a_shop_order_paid((a_listing(), 1), state="delivered")
    request = a_return(part)
    returns.decline(request, None, "Không phải lỗi của gian hàng")
    returns.dispute(request, "Hàng vỡ")
    client.force_login(an_officer())
    page = client.get(reverse("union:home"))
    assert (page.context["num_listings"], page.context["num_disputes"]) == (1, 1)


def test_an_officer_reads_a_price_as_buyers_will(client):
    revision = a_submitted(price="85k")
    client.force_login(an_officer())
    assert "85.000\xa0₫" in client.get(reverse("union:listing", args=[revision.pk])).content.decode()
