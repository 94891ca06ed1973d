"""Her address book: Oscar's user addresses, named by the communes of July 2025."""

from dataclasses import dataclass

from django.db import transaction
from oscar.core.loading import get_model

from marketplace.accounts.models import User
from marketplace.places.models import Commune

Country = get_model("address", "Country")
UserAddress = get_model("address", "UserAddress")


@dataclass(frozen=True)
class Place:
    """Where parcels for her go. `phone` in E.164."""

    full_name: str
    phone: str
    commune: Commune
    address_line: str


def addresses_of(user):
    """Her addresses, the one that is used first at the checkout before the others."""
    return UserAddress.objects.filter(user=user).order_by("-is_default_for_shipping", "-pk")


@transaction.atomic
def save_address(user, place: Place, *, is_default: bool, address=None):
    """Add an address, or change `address`; the first one is the default. The same address twice stays one."""
    User.objects.select_for_update(no_key=True).get(pk=user.pk)  # a form sent twice at once is the same address twice
    address = address or UserAddress(user=user)
    address.first_name = place.full_name
    address.phone_number = place.phone
    address.line1 = place.address_line
    address.line4 = place.commune.name
    address.state = place.commune.province.name
    address.country = Country.objects.get(iso_3166_1_a2="VN")
    others = UserAddress.objects.filter(user=user).exclude(pk=address.pk)
    address.is_default_for_shipping = is_default or not others.exists()
    same = others.filter(hash=address.generate_hash()).first()
    if same:
        if address.pk:
            address.delete()
        same.is_default_for_shipping = same.is_default_for_shipping or address.is_default_for_shipping
        address = same
    address.save()
    _have_a_default(user)
    return address


@transaction.atomic
def make_default(address) -> None:
    address.is_default_for_shipping = True
    address.save()


@transaction.atomic
def remove_address(address) -> None:
    user = address.user
    address.delete()
    _have_a_default(user)


def _have_a_default(user) -> None:
    addresses = UserAddress.objects.filter(user=user)
    if not addresses.filter(is_default_for_shipping=True).exists():
        newest = addresses.order_by("-pk").first()
        if newest:
            make_default(newest)
