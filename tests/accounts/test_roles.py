import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.http import Http404, HttpResponse
from django.views import View

from marketplace.accounts.models import StaffRole
from marketplace.accounts.roles import FinanceRequired, OfficerRequired, area_of, handles_money
from marketplace.shops.models import Shop
from tests.factories import a_commune, a_finance_person, a_province, a_shop, a_user, an_officer

pytestmark = pytest.mark.django_db


class Desk(OfficerRequired, View):
    def get(self, request):
        return HttpResponse("ok")


class Till(FinanceRequired, View):
    def get(self, request):
        return HttpResponse("ok")


def visit(view, user, rf):
    request = rf.get("/")
    request.user = user
    return view.as_view()(request)


def test_an_officer_covers_her_communes_and_no_other():
    here, there, elsewhere = a_commune("Một", "00001"), a_commune("Hai", "00002"), a_commune("Ba", "00003")
    area = area_of(an_officer(here, there))
    assert [area.covers(place) for place in (here, there, elsewhere)] == [True, True, False]


def test_an_officer_without_a_commune_covers_the_home_province_and_no_other():
    at_home = a_commune("Một", "00001")
    away = a_commune("Hai", "00002", a_province("01", "Thành phố Hà Nội"))
    area = area_of(an_officer())
    assert area.covers(at_home)
    assert not area.covers(away)


def test_an_area_narrows_a_queryset_by_the_path_to_the_commune():
    here, there = a_commune("Một", "00001"), a_commune("Hai", "00002")
    away = a_commune("Ba", "00003", a_province("01", "Thành phố Hà Nội"))
    mine, neighbour, far = (a_shop(commune=place) for place in (here, there, away))
    assert set(area_of(an_officer(here)).filter(Shop.objects.all(), "commune")) == {mine}
    assert set(area_of(an_officer()).filter(Shop.objects.all(), "commune")) == {mine, neighbour}
    everywhere = area_of(a_user(is_superuser=True))
    assert set(everywhere.filter(Shop.objects.all(), "commune")) == {mine, neighbour, far}


def test_nobody_else_has_an_area():
    assert not area_of(AnonymousUser())
    assert not area_of(a_user())
    assert not area_of(a_finance_person())
    assert not area_of(an_officer(is_active=False))
    assert not area_of(a_user()).covers(a_commune())
    assert not area_of(a_user()).filter(Shop.objects.all(), "commune").exists()


def test_finance_staff_and_administrators_handle_money():
    assert handles_money(a_finance_person())
    assert handles_money(a_user(is_superuser=True))
    assert not handles_money(an_officer())
    assert not handles_money(a_finance_person(is_active=False))


@pytest.mark.parametrize(("view", "member"), [(Desk, an_officer), (Till, a_finance_person)])
def test_a_staff_view_asks_guests_to_sign_in_and_hides_from_others(view, member, rf):
    guest = visit(view, AnonymousUser(), rf)
    assert guest.status_code == 302
    assert guest.url.startswith("/accounts/login/")
    assert visit(view, member(), rf).status_code == 200
    with pytest.raises(Http404):
        visit(view, a_user(), rf)


def test_a_role_for_the_whole_province_is_given_once():
    officer = an_officer()
    with pytest.raises(IntegrityError), transaction.atomic():
        StaffRole.objects.create(user=officer, kind=StaffRole.Kind.OFFICER)
