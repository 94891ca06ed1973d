"""Who works in a shop: inviting, accepting, changing what somebody does, leaving."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from marketplace.accounts.models import User
from marketplace.notifications.services import Addressee, notify
from marketplace.shops.models import Shop, ShopEvent, ShopInvitation, ShopPerson
from marketplace.shops.people import may
from marketplace.shops.services import NotAllowed

Role = ShopPerson.Role

INVITATIONS_A_DAY = 20
"""Of one shop: each is a text message to somebody who has not asked for it."""


@transaction.atomic
def invite(shop: Shop, phone: str, role: str, by) -> ShopInvitation:
    """Invite whoever has this phone number (E.164). Invited again, the same invitation stands, with the new role.

    Raises:
        NotAllowed: unless `by` may manage the people, when she works there already, or after too many in a day.
    """
    _require_owner(shop, by)
    _require_no_taking_over(shop, role, by, is_herself=phone == by.phone)
    Shop.objects.select_for_update(no_key=True).get(pk=shop.pk)
    if shop.people.filter(user__phone=phone).exists():
        raise NotAllowed(_("She works in this shop already."))
    since = timezone.now() - timedelta(days=1)
    if shop.invitations.filter(invited_at__gt=since).exclude(phone=phone).count() >= INVITATIONS_A_DAY:
        raise NotAllowed(_("That is enough invitations for today. Go on tomorrow."))
    invitation, is_new = ShopInvitation.objects.update_or_create(
        shop=shop,
        phone=phone,
        answered_at=None,
        defaults={"role": role},
        create_defaults={"role": role, "invited_by": by},
    )
    if is_new:
        user = User.objects.filter(phone=phone).first()
        to = Addressee.of(user) if user else Addressee(phone=phone)
        url = settings.SITE_URL + reverse("sell:invitations")
        notify(
            f"shop-invitation:{invitation.pk}",
            "shop_invitation",
            to,
            {"shop": shop.name, "by": str(by), "url": url},
        )
    return invitation


@transaction.atomic
def withdraw(invitation: ShopInvitation, by) -> None:
    """Take an invitation back that nobody has answered."""
    _require_owner(invitation.shop, by)
    ShopInvitation.objects.filter(pk=invitation.pk, answered_at=None).update(answered_at=timezone.now())


def invitations_for(user) -> QuerySet[ShopInvitation]:
    """Those that wait for an answer from the owner of her verified phone number."""
    if not user.phone or not user.phone_verified:
        return ShopInvitation.objects.none()
    waiting = ShopInvitation.objects.filter(phone=user.phone, answered_at=None)
    return waiting.select_related("shop__partner", "invited_by")


@transaction.atomic
def answer(invitation: ShopInvitation, user, *, accepts: bool) -> ShopPerson | None:
    """Accept or decline; answered twice is answered once.

    Raises:
        NotAllowed: when it is not for her phone number, or was taken back.
    """
    locked = ShopInvitation.objects.select_for_update(of=("self",)).select_related("shop").get(pk=invitation.pk)
    mine = locked.phone == user.phone and user.phone_verified
    if not mine or (locked.answered_at and not locked.accepted):
        raise NotAllowed(_("This invitation holds no longer."))
    if locked.answered_at is None:
        locked.answered_at, locked.accepted = timezone.now(), accepts
        locked.save(update_fields=["answered_at", "accepted"])
    if not locked.accepted:
        return None
    person, is_new = ShopPerson.objects.get_or_create(shop=locked.shop, user=user, defaults={"role": locked.role})
    if is_new:
        ShopEvent.objects.create(shop=locked.shop, kind="person_joined", by=user, reason=person.get_role_display())
    return person


@transaction.atomic
def change_role(person: ShopPerson, role: str, by) -> ShopPerson:
    """Let somebody do something else; the last owner stays one.

    Raises:
        NotAllowed: unless `by` may manage the people, or for the last owner.
    """
    locked = _locked(person, by)
    if locked.role != role:
        _require_no_taking_over(locked.shop, role, by)
        _require_another_owner(locked)
        locked.role = role
        locked.save(update_fields=["role"])
        ShopEvent.objects.create(
            shop=locked.shop, kind="person_changed", by=by, reason=f"{locked.user}: {locked.get_role_display()}"
        )
    return locked


@transaction.atomic
def remove(person: ShopPerson, by) -> None:
    """Let somebody leave: an owner sends her off, or she goes herself; the last owner stays.

    Raises:
        NotAllowed: for anybody else, or for the last owner.
    """
    locked = _locked(person, by, herself=person.user_id == by.pk)
    _require_another_owner(locked)
    ShopEvent.objects.create(shop=locked.shop, kind="person_left", by=by, reason=str(locked.user))
    locked.delete()


def _locked(person: ShopPerson, by, *, herself: bool = False) -> ShopPerson:
    if not herself:
        _require_owner(person.shop, by)
    Shop.objects.select_for_update(no_key=True).get(pk=person.shop_id)
    return ShopPerson.objects.select_related("shop__partner", "user").get(pk=person.pk)


def _require_owner(shop: Shop, by) -> None:
    if not may(by, shop, "manage_people"):
        raise NotAllowed(_("Only the owner of the shop may do this."))


def _require_no_taking_over(shop: Shop, role: str, by, *, is_herself: bool = False) -> None:
    """An officer who acts for the owner neither joins the shop nor makes owners: that outlasts her hour."""
    if not shop.people.filter(user=by).exists() and (is_herself or role == Role.OWNER):
        raise NotAllowed(_("The owner does this herself, from her own phone."))


def _require_another_owner(person: ShopPerson) -> None:
    others = ShopPerson.objects.filter(shop=person.shop_id, role=Role.OWNER).exclude(pk=person.pk)
    if person.role == Role.OWNER and not others.exists():
        raise NotAllowed(_("A shop needs an owner: make somebody else the owner first."))
