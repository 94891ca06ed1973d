import pytest
from django.urls import reverse

from marketplace.notifications.models import Notification
from marketplace.shops import membership
from marketplace.shops.membership import answer, change_role, invitations_for, invite, remove, withdraw
from marketplace.shops.models import ShopInvitation, ShopPerson
from marketplace.shops.people import may
from marketplace.shops.services import NotAllowed
from tests.factories import a_shop, a_shop_person, a_user

pytestmark = pytest.mark.django_db


def test_she_is_invited_by_her_phone_and_joins_after_signing_in(client):
    shop = a_shop()
    owner = a_shop_person(shop)
    invitation = invite(shop, "+84987654321", "packer", owner)
    assert Notification.objects.filter(address="+84987654321", template="shop_invitation").exists()

    friend = a_user(phone="0987654321", phone_verified=True)
    client.force_login(friend)
    assert shop.name in client.get(reverse("sell:invitations")).content.decode()
    client.post(reverse("sell:invitations"), {"invitation": invitation.pk, "answer": "accept"})
    assert may(friend, shop, "handle_orders")
    assert not may(friend, shop, "see_money")
    client.post(reverse("sell:invitations"), {"invitation": invitation.pk, "answer": "accept"})
    assert shop.people.filter(user=friend).count() == 1
    assert [event.kind for event in shop.events.all()] == ["person_joined"]


def test_inviting_twice_is_one_invitation_with_the_last_role():
    shop = a_shop()
    owner = a_shop_person(shop)
    invite(shop, "+84987654321", "packer", owner)
    invite(shop, "+84987654321", "manager", owner)
    assert ShopInvitation.objects.get().role == "manager"
    assert Notification.objects.filter(template="shop_invitation", channel="sms").count() == 1


def test_only_the_owner_of_the_phone_accepts_and_only_once_it_is_verified():
    shop = a_shop()
    invitation = invite(shop, "+84987654321", "packer", a_shop_person(shop))
    unverified = a_user(phone="0987654321", phone_verified=False)
    assert not invitations_for(unverified).exists()
    for person in (unverified, a_user(phone_verified=True)):
        with pytest.raises(NotAllowed):
            answer(invitation, person, accepts=True)


def test_an_invitation_that_was_taken_back_or_declined_holds_no_longer():
    shop = a_shop()
    owner = a_shop_person(shop)
    friend = a_user(phone="0987654321", phone_verified=True)
    taken_back = invite(shop, friend.phone, "packer", owner)
    withdraw(taken_back, owner)
    with pytest.raises(NotAllowed):
        answer(taken_back, friend, accepts=True)
    declined = invite(shop, friend.phone, "packer", owner)
    assert answer(declined, friend, accepts=False) is None
    with pytest.raises(NotAllowed):
        answer(declined, friend, accepts=True)


@pytest.mark.parametrize("role", ["manager", "packer"])
def test_only_owners_manage_people(role):
    shop = a_shop()
    a_shop_person(shop)
    other = a_shop_person(shop, role)
    person = ShopPerson.objects.get(user=other)
    for act in (
        lambda: invite(shop, "+84987654321", "packer", other),
        lambda: change_role(person, "owner", other),
        lambda: remove(shop.people.get(role="owner"), other),
        lambda: invite(shop, "+84987654321", "packer", a_shop_person(a_shop())),
    ):
        with pytest.raises(NotAllowed):
            act()
    remove(person, other)
    assert not shop.people.filter(user=other).exists()


def test_a_shop_keeps_its_last_owner():
    shop = a_shop()
    owner = a_shop_person(shop)
    only = shop.people.get()
    for act in (lambda: change_role(only, "packer", owner), lambda: remove(only, owner)):
        with pytest.raises(NotAllowed):
            act()
    second = a_shop_person(shop)
    change_role(only, "packer", second)
    assert not may(owner, shop, "manage_people")


def test_who_works_there_already_is_not_invited():
    shop = a_shop()
    owner = a_shop_person(shop)
    with pytest.raises(NotAllowed):
        invite(shop, a_shop_person(shop, "packer").phone, "manager", owner)


def test_an_owner_invites_changes_and_removes_on_the_page(client):
    shop = a_shop()
    owner, packer = a_shop_person(shop), a_shop_person(shop, "packer")
    client.force_login(owner)
    page = client.post(reverse("sell:people"), {"phone": "12", "role": "packer"}).content.decode()
    assert 'value="12"' in page
    client.post(reverse("sell:people"), {"phone": "0987 654 321", "role": "manager"})
    assert ShopInvitation.objects.get().phone == "+84987654321"
    person = shop.people.get(user=packer)
    client.post(reverse("sell:person", args=[person.pk]), {"role": "manager"})
    assert may(packer, shop, "manage_listings")
    client.post(reverse("sell:person", args=[person.pk]), {"leave": "1"})
    assert not shop.people.filter(user=packer).exists()
    elsewhere = ShopPerson.objects.get(user=a_shop_person(a_shop()))
    assert client.post(reverse("sell:person", args=[elsewhere.pk]), {"leave": "1"}).status_code == 404


def test_a_shop_invites_few_strangers_a_day(monkeypatch):
    monkeypatch.setattr(membership, "INVITATIONS_A_DAY", 2)
    shop = a_shop()
    owner = a_shop_person(shop)
    first = invite(shop, "+84987654321", "packer", owner)
    withdraw(first, owner)
    invite(shop, "+84987654322", "packer", owner)
    with pytest.raises(NotAllowed):
        invite(shop, "+84987654323", "packer", owner)
    assert Notification.objects.filter(template="shop_invitation", channel="sms").count() == 2
