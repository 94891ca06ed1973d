"""The people of a shop and what each may do there."""

from django.contrib.auth.mixins import AccessMixin
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect

from marketplace.shops.assistance import SellerSide, shop_role_by_assistance
from marketplace.shops.models import Shop, ShopPerson

Role = ShopPerson.Role

DUTIES = {
    "manage_listings": {Role.OWNER, Role.MANAGER},
    "handle_orders": {Role.OWNER, Role.MANAGER, Role.PACKER},
    "manage_people": {Role.OWNER},
    "see_money": {Role.OWNER, Role.MANAGER},
}
"""Who may do what. Orders are confirmed, packed and handed over by everyone; money is not shown to packers."""

CHOSEN_SHOP = "chosen_shop"
"""The session's key for the primary key of the shop that somebody of several shops is working in."""


def shop_of(user) -> Shop | None:
    """The shop that `user` works in; the oldest when there are several."""
    return Shop.objects.run_by(user).for_cards().first()


def role_of(user, shop: Shop) -> str | None:
    """Her role in this shop, or that of the seller whom she assists now; None when there is neither."""
    if not user.is_authenticated or not user.is_active:
        return None
    own = ShopPerson.objects.filter(shop=shop, user=user).values_list("role", flat=True).first()
    return own or shop_role_by_assistance(user, shop)


def may(user, shop: Shop, duty: str) -> bool:
    """Whether `user` may do one of `DUTIES` in this shop.

    Raises:
        KeyError: for a duty that there is not.
    """
    return role_of(user, shop) in DUTIES[duty]


class ShopRequired(SellerSide, AccessMixin):
    """People of a shop only; the view finds it in `request.shop`, her role in `request.shop_role`.

    Guests sign in. Who works in no shop is led to “Sell with us”. `duty` is one that she must have (403). An officer in
    assisted mode is in the shop of the seller she assists (`SellerSide`).
    """

    duty = ""

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        self.find_seller(request)
        person = self.person(request)
        if person is None:
            return redirect("sell:start")
        request.shop, request.shop_role = person.shop, person.role
        if self.duty and person.role not in DUTIES[self.duty]:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def person(self, request) -> ShopPerson | None:
        """Her place in the shop that she chose, or in the oldest of hers: one query."""
        mine = ShopPerson.objects.filter(user=request.seller).select_related("shop__partner", "shop__commune__province")
        people = {person.shop_id: person for person in mine}
        return people.get(request.session.get(CHOSEN_SHOP)) or next(iter(people.values()), None)
