import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from marketplace.accounts.models import User
from marketplace.history import CannotRewrite
from marketplace.notifications.carriers import MemoryCarrier
from marketplace.onboarding.models import ShopApplication
from marketplace.shops import codes
from marketplace.shops.assistance import CannotAssist, ask_consent, begin, end
from marketplace.shops.codes import TooManyCodes
from marketplace.shops.membership import change_role, invite
from marketplace.shops.models import Assistance, PhoneCode
from marketplace.shops.people import may
from marketplace.shops.services import NotAllowed
from tests.factories import a_commune, a_shop, a_shop_person, a_user, an_officer
from tests.onboarding.factories import a_draft

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def outbox(monkeypatch):
    monkeypatch.setattr(MemoryCarrier, "outbox", [])
    return MemoryCarrier.outbox


def code_for(officer, phone) -> str:
    ask_consent(officer, phone)
    return re.search(r"\d{6}", MemoryCarrier.outbox[-1].text)[0]


def assisting(client, officer, seller) -> Assistance:
    """The officer signed in, in assisted mode for the seller."""
    client.force_login(officer)
    client.post(reverse("union:assist"), {"phone": seller.phone})
    code = re.search(r"\d{6}", MemoryCarrier.outbox[-1].text)[0]
    client.post(reverse("union:assist"), {"phone": seller.phone, "code": code})
    return Assistance.objects.get()


def test_the_message_names_who_asks_and_for_how_long(outbox):
    officer = an_officer(full_name="Lê Thị Ngân")
    ask_consent(officer, "+84987654321")
    assert outbox[0].to == "+84987654321"
    assert "Lê Thị Ngân" in outbox[0].text
    assert "60 phút" in outbox[0].text


def test_without_the_code_nobody_acts_for_anybody():
    officer, seller = an_officer(), a_user()
    code = code_for(officer, seller.phone)
    with pytest.raises(CannotAssist):
        begin(officer, seller.phone, "000000" if code != "000000" else "111111")
    with pytest.raises(CannotAssist):
        begin(an_officer(), seller.phone, code)
    assert not Assistance.objects.exists()


def test_a_code_begins_one_assistance():
    officer, seller = an_officer(), a_user()
    code = code_for(officer, seller.phone)
    begin(officer, seller.phone, code)
    with pytest.raises(CannotAssist):
        begin(officer, seller.phone, code)


def test_a_code_that_is_too_old_begins_nothing():
    officer, seller = an_officer(), a_user()
    code = code_for(officer, seller.phone)
    PhoneCode.objects.update(expires_at=timezone.now())
    with pytest.raises(CannotAssist):
        begin(officer, seller.phone, code)


def test_codes_to_one_phone_are_few():
    officer, phone = an_officer(), "+84987654321"
    ask_consent(officer, phone)
    with pytest.raises(TooManyCodes):
        ask_consent(officer, phone)
    for __ in range(4):
        PhoneCode.objects.filter(sent_at__gt=timezone.now() - timedelta(seconds=40)).update(
            sent_at=timezone.now() - timedelta(minutes=2)
        )
        ask_consent(officer, phone)
    PhoneCode.objects.update(sent_at=timezone.now() - timedelta(minutes=5))
    with pytest.raises(TooManyCodes):
        ask_consent(officer, phone)


def test_a_woman_without_an_account_gets_one_by_her_phone():
    officer = an_officer()
    assistance = begin(officer, "+84987654321", code_for(officer, "+84987654321"), "Nguyễn Thị Sen")
    seller = User.objects.get(phone="+84987654321")
    assert (assistance.seller, seller.full_name, seller.phone_verified) == (seller, "Nguyễn Thị Sen", True)
    assert not seller.has_usable_password()


def test_staff_strangers_and_sellers_elsewhere_are_not_acted_for():
    officer = an_officer(a_commune("Kim Sơn", "14638"))
    elsewhere = a_draft().applicant
    for seller in (elsewhere, a_shop_person(a_shop()), an_officer(), a_user(is_staff=True), officer):
        with pytest.raises(CannotAssist):
            ask_consent(officer, seller.phone)
    with pytest.raises(CannotAssist):
        ask_consent(a_user(), a_user().phone)


def test_what_the_officer_does_is_marked_by_her_for_the_seller(client):
    officer, seller = an_officer(full_name="Lê Thị Ngân"), a_user(full_name="Nguyễn Thị Sen")
    assistance = assisting(client, officer, seller)
    client.post(reverse("sell:application"))
    client.post(reverse("sell:step", args=["shop"]), {"legal_form": "individual", "shop_name": "Sen", "sells": "cói"})
    application = ShopApplication.objects.get()
    assert (application.applicant, application.shop_name) == (seller, "Sen")
    assert {(event.by, event.on_behalf_of) for event in application.events.all()} == {(officer, seller)}
    assert [act.url_name for act in assistance.acts.all()] == ["sell:application", "sell:step"]
    page = client.get(reverse("sell:application")).content.decode()
    assert "Lê Thị Ngân làm thay Nguyễn Thị Sen" in page
    with pytest.raises(CannotRewrite):
        assistance.acts.all().delete()


@pytest.mark.parametrize("who", ["officer", "seller"])
def test_either_of_the_two_ends_it(client, who):
    officer, seller = an_officer(), a_user()
    assistance = assisting(client, officer, seller)
    seller.refresh_from_db()
    client.force_login({"officer": officer, "seller": seller}[who])
    client.post(reverse("sell:assistance-end", args=[assistance.pk]))
    assistance.refresh_from_db()
    assert assistance.ended_at
    assert assistance.ended_by == {"officer": officer, "seller": seller}[who]
    client.force_login(officer)
    client.post(reverse("sell:application"))
    assert not seller.applications.exists()


@pytest.mark.parametrize(("who", "home"), [("officer", "/union/"), ("seller", "/seller/")])
def test_who_ends_it_is_back_where_she_works(client, who, home):
    officer, seller = an_officer(), a_shop_person(a_shop())
    assistance = assisting(client, officer, seller)
    seller.refresh_from_db()
    client.force_login({"officer": officer, "seller": seller}[who])
    assert client.post(reverse("sell:assistance-end", args=[assistance.pk])).url == home


def test_nobody_else_ends_it(client):
    assistance = assisting(client, an_officer(), a_user())
    with pytest.raises(CannotAssist):
        end(assistance, a_user())
    client.force_login(an_officer())
    assert client.post(reverse("sell:assistance-end", args=[assistance.pk])).status_code == 404


def test_it_ends_by_itself(client):
    officer, seller = an_officer(), a_user()
    assisting(client, officer, seller)
    Assistance.objects.update(expires_at=timezone.now())
    refused = client.post(reverse("sell:application"))
    assert refused.status_code == 403
    assert "chưa lưu gì" in refused.content.decode()
    assert not ShopApplication.objects.exists()
    client.post(reverse("sell:application"))
    assert (seller.applications.count(), officer.applications.count()) == (0, 1)


def test_while_it_goes_on_the_officer_may_what_the_seller_may_in_her_shop():
    shop, officer = a_shop(), an_officer()
    packer = a_shop_person(shop, "packer")
    assert not may(officer, shop, "handle_orders")
    assistance = begin(officer, packer.phone, code_for(officer, packer.phone))
    assert may(officer, shop, "handle_orders")
    assert not may(officer, shop, "manage_people")
    end(assistance, packer)
    assert not may(officer, shop, "handle_orders")


def test_the_seller_sees_who_acts_for_her(client):
    officer, seller = an_officer(full_name="Lê Thị Ngân"), a_draft().applicant
    assisting(client, officer, seller)
    client.force_login(seller)
    assert "Lê Thị Ngân" in client.get(reverse("sell:application")).content.decode()


def test_an_account_opened_with_her_number_by_somebody_else_is_hers_alone_afterwards(client):
    squatted = a_user(phone="0987654321", phone_verified=False)
    client.force_login(squatted)
    officer = an_officer()
    begin(officer, squatted.phone, code_for(officer, squatted.phone))
    squatted.refresh_from_db()
    assert squatted.phone_verified
    assert not squatted.has_usable_password()
    assert client.get(reverse("account:home")).status_code == 302


def test_an_officer_cannot_have_codes_sent_to_ever_more_numbers(monkeypatch):
    monkeypatch.setitem(codes.PER_HOUR_FOR_ONE, PhoneCode.Purpose.ASSISTANCE, 2)
    officer = an_officer()
    for number in ("+84987654321", "+84987654322"):
        ask_consent(officer, number)
    with pytest.raises(TooManyCodes):
        ask_consent(officer, "+84987654323")
    ask_consent(an_officer(), "+84987654323")


def test_an_officer_who_acts_for_the_owner_takes_nothing_over():
    shop, officer = a_shop(), an_officer()
    owner, packer = a_shop_person(shop), a_shop_person(shop, "packer")
    begin(officer, owner.phone, code_for(officer, owner.phone))
    for phone, role in ((officer.phone, "packer"), ("+84987654321", "owner")):
        with pytest.raises(NotAllowed):
            invite(shop, phone, role, officer)
    with pytest.raises(NotAllowed):
        change_role(shop.people.get(user=packer), "owner", officer)
    assert invite(shop, "+84987654321", "packer", officer).invited_by == officer
