"""The people and things that the rows speak of, built once for all rows of a room."""

from types import SimpleNamespace

from marketplace.accounts.models import User
from tests.factories import (
    a_commune,
    a_finance_person,
    a_listing,
    a_maker,
    a_shop,
    a_shop_person,
    a_user,
    an_officer,
    the_country,
)
from tests.orders.factories import a_seller_order


def build_world() -> SimpleNamespace:
    """Shop A and shop B, each with a listing, and one person for every role but the guest (`world.people`)."""
    the_country()
    place_a, place_b = a_commune("Nam Hoa Lư", "14359"), a_commune("Kim Sơn", "14638")
    shop_a, shop_b = a_shop("HTX A", commune=place_a), a_shop("HTX B", commune=place_b)
    people: dict[str, User] = {
        "buyer": a_user(email="buyer@example.com"),
        "seller_a": a_shop_person(shop_a, "owner"),
        "packer_a": a_shop_person(shop_a, "packer"),
        "seller_b": a_shop_person(shop_b, "owner"),
        "officer_a": an_officer(place_a, a_commune("Tây Hoa Lư", "14360")),
        "officer_b": an_officer(place_b, a_commune("Phát Diệm", "14620")),
        "trainer": a_user(),
        "finance": a_finance_person(),
        "admin": a_user(is_staff=True, is_superuser=True),
    }
    listing_a = a_listing(shop=shop_a, maker=a_maker(shop_a))
    part_a = a_seller_order(listing_a, user=people["buyer"])
    return SimpleNamespace(
        people=people,
        place_a=place_a,
        place_b=place_b,
        shop_a=shop_a,
        shop_b=shop_b,
        listing_a=listing_a,
        part_a=part_a,
        order=part_a.order,
        listing_b=a_listing(shop=shop_b),
        **people,
    )
