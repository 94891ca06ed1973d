import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.views import View

from marketplace.shops.models import Shop, ShopPerson
from marketplace.shops.people import CHOSEN_SHOP, DUTIES, ShopRequired, may, shop_of
from tests.factories import a_shop, a_shop_person, a_user, an_officer

pytestmark = pytest.mark.django_db

ALLOWED = {
    "owner": {"manage_listings", "handle_orders", "manage_people", "see_money"},
    "manager": {"manage_listings", "handle_orders", "see_money"},
    "packer": {"handle_orders"},
}


class Room(ShopRequired, View):
    def get(self, request):
        return HttpResponse(f"{request.shop.slug} {request.shop_role}")


class Till(Room):
    duty = "see_money"


def visit(view, user, rf, **session):
    request = rf.get("/")
    request.user, request.session = user, session
    return view.as_view()(request)


@pytest.mark.parametrize("role", ShopPerson.Role.values)
def test_each_role_may_do_its_duties_in_its_own_shop_only(role):
    shop, other = a_shop(), a_shop()
    person = a_shop_person(shop, role)
    assert {duty for duty in DUTIES if may(person, shop, duty)} == ALLOWED[role]
    assert not any(may(person, other, duty) for duty in DUTIES)


def test_guests_officers_and_former_people_may_do_nothing():
    shop = a_shop()
    gone = a_shop_person(shop)
    gone.is_active = False
    assert not any(may(user, shop, duty) for duty in DUTIES for user in (AnonymousUser(), an_officer(), gone))


def test_the_oldest_of_several_shops_is_hers_first():
    first, second = a_shop(), a_shop()
    person = a_shop_person(second)
    a_shop_person(first, user=person)
    assert list(Shop.objects.run_by(person)) == [first, second]
    assert shop_of(person) == first
    assert shop_of(a_user()) is None
    assert not Shop.objects.run_by(AnonymousUser()).exists()


def test_a_view_of_the_workspace_finds_her_shop(rf):
    shop, other = a_shop(), a_shop()
    person = a_shop_person(shop, "packer")
    a_shop_person(other, "owner", person)
    assert visit(Room, person, rf).content.decode() == f"{shop.slug} packer"
    assert visit(Room, person, rf, **{CHOSEN_SHOP: other.pk}).content.decode() == f"{other.slug} owner"
    assert visit(Room, person, rf, **{CHOSEN_SHOP: a_shop().pk}).content.decode() == f"{shop.slug} packer"


def test_a_view_of_the_workspace_turns_others_away(rf):
    assert visit(Room, AnonymousUser(), rf).url.startswith("/accounts/login/")
    assert visit(Room, a_user(), rf).status_code == 302
    with pytest.raises(PermissionDenied):
        visit(Till, a_shop_person(a_shop(), "packer"), rf)


def test_finding_her_shop_takes_two_queries_however_many_she_has(rf, django_assert_num_queries):
    person = a_shop_person(a_shop())
    for shop in [a_shop() for __ in range(3)]:
        a_shop_person(shop, user=person)
    with django_assert_num_queries(2):
        visit(Room, person, rf)
