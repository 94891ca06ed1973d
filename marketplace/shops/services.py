"""Acts on a shop: one function for one act and one transaction."""

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from marketplace.accounts.roles import area_of
from marketplace.notifications.services import Addressee, notify
from marketplace.shops.models import Shop, ShopEvent
from marketplace.shops.people import may
from marketplace.shops.signals import shop_state_changed

State = Shop.State


class NotAllowed(Exception):
    """The act is refused; the message is for the screen."""


def suspend_shop(shop: Shop, by, reason: str) -> Shop:
    """Hide a shop and its listings from buyers; its open orders can still be fulfilled.

    Raises:
        NotAllowed: unless `by` is an officer of the shop's area who gives a reason.
    """
    _require_officer(shop, by)
    if not reason.strip():
        raise NotAllowed(_("Say why, so that the seller knows what to mend."))
    return _move(shop, State.SUSPENDED, by, reason=reason.strip(), told="shop_suspended")


def reopen_shop(shop: Shop, by, reason: str = "") -> Shop:
    """Show a suspended shop to buyers again.

    Raises:
        NotAllowed: unless `by` is an officer of the shop's area and it was verified who the seller is.
    """
    _require_officer(shop, by)
    if shop.identity_verified_at is None:
        raise NotAllowed(_("A shop opens after it was verified who the seller is."))
    return _move(shop, State.OPEN, by, reason=reason.strip(), told="shop_reopened")


def pause_shop(shop: Shop, by, on_behalf_of=None) -> Shop:
    """Close an open shop for a while: its people do it, and undo it with `resume_shop`."""
    _require_person(shop, by)
    return _move(shop, State.PAUSED, by, on_behalf_of=on_behalf_of, only_from=State.OPEN)


def resume_shop(shop: Shop, by, on_behalf_of=None) -> Shop:
    """Open a shop again that its people have paused; never one that the Union has suspended."""
    _require_person(shop, by)
    return _move(shop, State.OPEN, by, on_behalf_of=on_behalf_of, only_from=State.PAUSED)


def _require_officer(shop: Shop, by) -> None:
    if not area_of(by).covers(shop.commune):
        raise NotAllowed(_("This shop is not in your area."))


def _require_person(shop: Shop, by) -> None:
    if not may(by, shop, "manage_listings"):
        raise NotAllowed(_("Only the owner or a manager of the shop may do this."))


@transaction.atomic
def _move(
    shop: Shop, state: str, by, *, reason: str = "", on_behalf_of=None, only_from: str = "", told: str = ""
) -> Shop:
    """Set the state, once: a shop that is there already stays as it is."""
    locked = Shop.objects.select_for_update(of=("self",)).select_related("partner", "commune__province").get(pk=shop.pk)
    if locked.state == state:
        return locked
    if only_from and locked.state != only_from:
        raise NotAllowed(_("The Union has suspended this shop. Ask your Union officer."))
    locked.state = state
    locked.save(update_fields=["state", "updated_at"])
    event = ShopEvent.objects.create(shop=locked, kind=state, by=by, on_behalf_of=on_behalf_of, reason=reason)
    shop_state_changed.send(Shop, shop=locked, by=by)
    if told:
        tell_owners(locked, f"shop-event:{event.pk}", told, {"reason": reason})
    return locked


def tell_owners(shop: Shop, key: str, template: str, context: dict) -> None:
    """Tell whoever owns the shop; `key` names the event."""
    url = settings.SITE_URL + reverse("shops:detail", args=[shop.slug])
    for person in shop.people.filter(role="owner").select_related("user"):
        notify(
            f"{key}:{person.user_id}",
            template,
            Addressee.of(person.user),
            {"shop": shop.name, "url": url} | context,
        )
