"""Assisted mode: an officer acts for a seller who sits beside her.

The seller agrees by reading out a code that her own phone gets. It lasts an hour at most, either of the two ends it,
and every request that changes something is written down as “by … for …”.
"""

from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from marketplace.accounts.models import User
from marketplace.accounts.roles import area_of
from marketplace.notifications.services import Addressee, notify
from marketplace.shops.codes import send_code, use_code
from marketplace.shops.models import Assistance, AssistedAct, PhoneCode, Shop

LENGTH = timedelta(minutes=60)
SESSION_KEY = "assistance"
SAFE_METHODS = ("GET", "HEAD", "OPTIONS", "TRACE")


class CannotAssist(Exception):
    """Assistance does not begin; the message is for the screen."""


def ask_consent(officer, phone: str) -> None:
    """Send the seller of this phone number a code, with the officer's name and for how long.

    Raises:
        CannotAssist: when she is in another officer's area, or may not be acted for.
        TooManyCodes, NotDelivered: when no code was sent.
    """
    _require_assistable(officer, User.objects.filter(phone=phone).first())
    text = _(
        "Chợ Sen: Union officer %(officer)s asks to act for you for %(minutes)s minutes. "
        "If you agree, read her this code: %(code)s"
    ) % {"officer": officer, "minutes": LENGTH.seconds // 60, "code": "%(code)s"}
    send_code(phone, PhoneCode.Purpose.ASSISTANCE, f"officer:{officer.pk}", text)


def begin(officer, phone: str, code: str, full_name: str = "") -> Assistance:
    """Begin with the code that the seller has read out. Whoever has no account yet gets one by her phone number.

    Raises:
        CannotAssist: when the code does not fit, or she is in another officer's area.
    """
    seller = User.objects.filter(phone=phone).first()
    _require_assistable(officer, seller)
    consent = use_code(phone, PhoneCode.Purpose.ASSISTANCE, f"officer:{officer.pk}", code)
    if consent is None:
        raise CannotAssist(_("This code is not right, or is too old. Ask for a new one."))
    with transaction.atomic():
        if seller is None:
            seller = User.objects.create_user(phone=phone, full_name=full_name)
        if not seller.phone_verified:
            # Whoever opened this account never showed that she holds the phone: password and sessions end.
            seller.phone_verified = True
            seller.set_unusable_password()
            seller.save(update_fields=["phone_verified", "password"])
        assistance = Assistance.objects.create(
            officer=officer, seller=seller, consent=consent, expires_at=timezone.now() + LENGTH
        )
        _tell(assistance, "assistance_begun")
    return assistance


@transaction.atomic
def end(assistance: Assistance, by) -> Assistance:
    """End it, by the officer or the seller; ending it twice is ending it once.

    Raises:
        CannotAssist: for anybody else.
    """
    if by.pk not in (assistance.officer_id, assistance.seller_id):
        raise CannotAssist(_("Only the two of you can end this."))
    locked = Assistance.objects.select_for_update().get(pk=assistance.pk)
    if locked.ended_at is None:
        locked.ended_at, locked.ended_by = timezone.now(), by
        locked.save(update_fields=["ended_at", "ended_by"])
        _tell(locked, "assistance_ended")
    return locked


def assistance_of(request) -> Assistance | None:
    """The assistance in whose mode this officer's session is, while it goes on."""
    key = request.session.get(SESSION_KEY)
    if key is None:
        return None
    found = (
        Assistance.objects.going_on().filter(pk=key, officer=request.user).select_related("seller", "officer").first()
    )
    if found is None:
        del request.session[SESSION_KEY]
    return found


def shop_role_by_assistance(officer, shop: Shop) -> str | None:
    """The role in this shop of a seller whom `officer` is assisting now."""
    return (
        shop.people.filter(user__assistance_received__in=Assistance.objects.going_on().filter(officer=officer))
        .values_list("role", flat=True)
        .first()
    )


class SellerSide:
    """Mixed into views of the seller's side, before `dispatch`: whose things they are, and who acts.

    `request.seller` is the person herself or, in assisted mode, whom the officer acts for; `request.assistance` is then
    set, also for the seller while somebody acts for her. What an officer sends in this mode is written down; what she
    sends just after it has ended is refused, so that it does not land among her own things.
    """

    def find_seller(self, request) -> None:
        was_acting = SESSION_KEY in request.session
        own = assistance_of(request)
        if was_acting and own is None and request.method not in SAFE_METHODS:
            messages.error(request, _("Acting for the seller has ended: nothing was saved. Begin anew with a code."))
            raise PermissionDenied
        request.seller = own.seller if own else request.user
        request.acting_for = own.seller if own else None
        request.assistance = own or (
            Assistance.objects.going_on().filter(seller=request.user).select_related("seller", "officer").first()
        )
        if own and request.method not in SAFE_METHODS:
            match = request.resolver_match
            AssistedAct.objects.create(
                assistance=own, url_name=match.view_name if match else "", path=request.path[:200]
            )


def _require_assistable(officer, seller) -> None:
    area = area_of(officer)
    if not area:
        raise CannotAssist(_("Only Union officers act for sellers."))
    if seller is None:
        return
    if seller == officer or seller.is_staff or seller.staff_roles.exists() or not seller.is_active:
        raise CannotAssist(_("Nobody can act for this person."))
    places = {shop.commune for shop in Shop.objects.run_by(seller).select_related("commune__province")}
    places |= {row.commune for row in seller.applications.open().select_related("commune__province") if row.commune}
    if not all(area.covers(place) for place in places):
        raise CannotAssist(_("This seller is not in your area."))


def _tell(assistance: Assistance, template: str) -> None:
    notify(
        f"assistance:{assistance.pk}:{template}",
        template,
        Addressee.of(assistance.seller),
        {"officer": str(assistance.officer), "minutes": LENGTH.seconds // 60, "acts": assistance.acts.count()},
    )
