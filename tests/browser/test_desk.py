"""Every page of a shop's desk on a phone and on a desktop: accessible, valid, no wider than its screen.

Names are as long as they come, and forms have something wrong in them.
"""

import uuid
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from oscar.core.loading import get_model

from catalogue_ext import drafts, moderation
from catalogue_ext.models import ListingVisits, Revision
from catalogue_ext.search.models import SearchCount
from catalogue_ext.sheets import importing
from marketplace.orders import conversations
from marketplace.orders.models import Role
from tests.browser.walk import Walk, nu_complaints
from tests.catalogue_ext.factories import a_draft, a_submitted
from tests.catalogue_ext.test_sheets import a_row, a_table
from tests.factories import a_category, a_commune, a_listing, a_maker, a_shop, a_shop_person, a_user, an_officer
from tests.orders.factories import a_return, a_seller_order
from tests.plugins.browser import DESKTOP, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.browser_tools, pytest.mark.xdist_group("pages")]

LONG = "Cơm cháy chà bông rong biển vừng đen gói lớn của Hợp tác xã Nông nghiệp Kim Đông"


@pytest.fixture(scope="module")
def visits(chromium, live_server, django_db_setup, django_db_blocker):
    """Both screens' visits of every page of the desk; what was made for them is gone when the tests begin."""
    found = []
    with django_db_blocker.unblock():
        try:
            seller, addresses = a_busy_shop()
            for screen, options in (("phone", PHONE), ("desktop", DESKTOP)):
                context = chromium.new_context(base_url=live_server.url, **options)
                walk = Walk(context, screen)
                walk.page.goto("/robots.txt")
                walk.sign_in(seller)
                for name, address in addresses.items():
                    walk.open(f"seller-{name}", address)
                context.close()
                found += walk.visits
        finally:
            call_command("flush", verbosity=0, interactive=False)
    return found


def a_busy_shop():
    """A seller with all that a desk can show, and the addresses of its pages."""
    a_commune()
    shop = a_shop(f"Hợp tác xã Nông nghiệp và Thủ công mỹ nghệ {LONG[-20:]}")
    seller = a_shop_person(shop, user=a_user(full_name="Nguyễn Thị Thanh Huyền", phone_verified=True))
    category = a_category("Bánh, kẹo và đồ khô")
    maker = a_maker(shop, share_percent=30)
    listing = a_listing(LONG, shop=shop, category=category, stars=4, stock=5, maker=maker)
    a_listing("Chiếu cói", shop=shop, category=category, made_to_order_days=7)
    waiting, packed = a_seller_order(listing), a_seller_order(listing, state="packed")
    given_back = a_return(a_seller_order(listing, state="delivered"))
    talk = a_conversation(listing)
    asked = a_submitted(shop, category=str(category.pk), title=LONG)
    moderation.ask_for_changes(asked, an_officer(), {"title": "Bỏ bớt chữ", "pictures": "Chụp ngoài sáng"})
    faulty = a_draft(shop, category="", price="rẻ", stock="", ocop_stars="4", shelf_life="mãi mãi")
    drafts.save_draft(shop, faulty.client_id, {"ocop_stars": "4", "shelf_life": "mãi mãi"}, seller)
    sheet = importing.look_through(shop, a_table([a_row(1, title=LONG), a_row(2, price="rẻ", weight="")]), None, seller)
    ListingVisits.objects.create(listing=listing, day=timezone.localdate() - timedelta(days=9), number=41)
    SearchCount.objects.create(
        folded="ruou nep", text="rượu nếp", day=timezone.localdate(), searches=3, without_result=3
    )
    draft = f"/seller/products/draft/{faulty.client_id}/"
    return seller, {
        "today": "/seller/",
        "orders": "/seller/orders/",
        "order": f"/seller/orders/{waiting.number}/",
        "order-packed": f"/seller/orders/{packed.number}/",
        "order-return": f"/seller/orders/{given_back.seller_order.number}/",
        "products": "/seller/products/",
        "product": f"/seller/products/{listing.pk}/",
        "bulk": "/seller/products/bulk/",
        "new": f"/seller/products/draft/{uuid.uuid4()}/",
        "draft-asked": f"/seller/products/draft/{asked.client_id}/",
        "draft-errors": f"{draft}?check=1",
        "more-errors": f"{draft}more/?check=1",
        "crop": f"/seller/products/pictures/{Revision.objects.get(pk=asked.pk).pictures.get().pk}/",
        "import": "/seller/products/import/",
        "sheet": f"/seller/products/import/{sheet.pk}/",
        "talk": "/seller/messages/",
        "conversation": f"/seller/messages/{talk.pk}/",
        "reviews": "/seller/reviews/",
        "shop": "/seller/shop/",
        "makers": "/seller/shop/makers/",
        "maker": f"/seller/shop/makers/{maker.pk}/",
        "people": "/sell/people/",
        "figures": "/seller/figures/",
        "money": "/seller/money/",
        "delivery": "/seller/shop/delivery/",
        "vouchers": "/seller/shop/vouchers/",
        "voucher-new": "/seller/shop/vouchers/new/",
    }


def a_conversation(listing):
    buyer = a_user(full_name="Trần Thị Hạnh")
    get_model("reviews", "ProductReview").objects.create(
        product=listing.product, user=buyer, score=5, title="Ngon", body="Giòn, không bị vỡ."
    )
    talk = conversations.about_product(listing, buyer)
    conversations.send(talk, Role.BUYER, "Còn hàng không chị? Em muốn mua mười gói làm quà.", by=buyer)
    return talk


def test_axe_finds_nothing_on_any_page_of_the_desk(visits):
    assert "\n".join(f"{visit.name}: {one}" for visit in visits for one in visit.violations) == ""


def test_the_html_of_the_desk_passes_the_nu_checker(visits, tmp_path):
    pages = {visit.name: visit.html for visit in visits if visit.name.endswith("phone")}
    assert "\n".join(nu_complaints(pages, tmp_path)) == ""


def test_no_page_of_the_desk_is_wider_than_its_screen_or_makes_the_browser_complain(visits):
    assert {visit.name: visit.too_wide_by for visit in visits if visit.too_wide_by > 0} == {}
    assert "\n".join(f"{visit.name}: {one}" for visit in visits for one in visit.complaints) == ""
