"""Signing in, and what a buyer keeps here."""

from oscar.core.loading import get_model

from tests.permissions.roles import HIDDEN, MOVED, OPEN, OWN, SIGN_IN, SIGNED_IN, Row, everybody

Country = get_model("address", "Country")
UserAddress = get_model("address", "UserAddress")
WishList = get_model("wishlists", "WishList")

ONLY_GUESTS = everybody(MOVED, guest="in")

SIGNED_IN_MOVED = everybody(MOVED, guest=SIGN_IN)
"""Led on: to the sign-in by code, to a step that comes first."""
NOTHING_YET = everybody(HIDDEN, guest=SIGN_IN)
"""There is none of hers: a second factor, a delivered order of this product."""


def of_address(world) -> dict:
    return {"pk": world.address.pk}


def of_order(world) -> dict:
    return {"number": world.order.number}


def of_listing(world) -> dict:
    return {"slug": world.listing_a.slug}


def prepare(world) -> None:
    world.address = UserAddress.objects.create(
        user=world.buyer, first_name="Hạnh", line1="Thôn 1", line4="Hoa Lư", country=Country.objects.get()
    )
    world.wish_list = WishList.objects.create(owner=world.buyer, name="Tết")


ROWS = {
    "account_login": ONLY_GUESTS,
    "account_signup": ONLY_GUESTS,
    "account_logout": everybody("in", guest=MOVED),
    "account_inactive": OPEN,
    "account_reauthenticate": SIGNED_IN,
    "account_email": SIGNED_IN,
    "account_email_verification_sent": everybody(MOVED),
    "account_change_password": SIGNED_IN,
    "account_set_password": SIGNED_IN_MOVED,
    "account_change_phone": SIGNED_IN,
    "account_verify_phone": everybody(MOVED),
    "account_reset_password": OPEN,
    "account_confirm_password_reset_code": everybody(MOVED),
    "account_complete_password_reset": everybody(MOVED),
    "account_password_reset_completed": OPEN,
    "account_confirm_login_code": everybody(MOVED),
    "mfa_index": SIGNED_IN,
    "mfa_reauthenticate": SIGNED_IN_MOVED,
    "mfa_activate_totp": SIGNED_IN_MOVED,
    "mfa_generate_recovery_codes": SIGNED_IN_MOVED,
    "mfa_deactivate_totp": NOTHING_YET,
    "mfa_download_recovery_codes": NOTHING_YET,
    "mfa_view_recovery_codes": NOTHING_YET,
    "mfa_authenticate": everybody(MOVED),
    "account:home": SIGNED_IN,
    "account:profile": SIGNED_IN,
    "account:addresses": SIGNED_IN,
    "account:address-new": SIGNED_IN,
    "account:address": Row(OWN, of_address),
    "account:address-first": Row(SIGNED_IN, of_address),
    "account:address-remove": Row(SIGNED_IN, of_address),
    "account:orders": SIGNED_IN,
    "account:order": Row(OWN | {"buyer": MOVED}, of_order),
    "account:reviews": SIGNED_IN,
    "account:review": Row(NOTHING_YET, of_listing),
    "account:wishes": SIGNED_IN,
    "account:wish": Row(SIGNED_IN_MOVED, of_listing),
    "notifications:inbox": SIGNED_IN,
    # Oscar's own, which lead to ours.
    "customer:login": everybody(MOVED),
    "customer:logout": everybody(MOVED),
    "customer:register": everybody(MOVED),
    "customer:summary": everybody(MOVED),
    "customer:profile-view": everybody(MOVED),
    "customer:order-list": everybody(MOVED),
    "customer:order": Row(everybody(MOVED), lambda w: {"order_number": w.order.number}),
    "customer:wishlists-detail": Row(everybody(MOVED), lambda w: {"key": w.wish_list.key}),
    "wishlists:detail": Row(everybody(MOVED), lambda w: {"key": w.wish_list.key}),
}
