"""Who asks, and what she may be answered."""

from collections.abc import Callable
from dataclasses import dataclass

IN = "in"
"""The page, a file, 405 for a wrong method, 400 for a missing value."""
SIGN_IN = "sign in"
MOVED = "moved"
"""Redirected to somewhere else than the sign-in page."""
REFUSED = "refused"
HIDDEN = "hidden"
"""404: as if there were no such thing."""

ROLES = (
    "guest",
    "buyer",
    "seller_a",
    "packer_a",
    "seller_b",
    "officer_a",  # of the commune of shop A and one more
    "officer_b",  # of the commune of shop B and one more
    "trainer",
    "finance",
    "admin",
)


def everybody(answer: str = IN, **others: str) -> dict[str, str]:
    """The same answer for all roles but those named: `everybody(HIDDEN, officer_a=IN)`."""
    assert not others.keys() - set(ROLES)
    return {role: others.get(role, answer) for role in ROLES}


OPEN = everybody(IN)
SIGNED_IN = everybody(IN, guest=SIGN_IN)
"""Everyone who has signed in, for her own things."""
OWN = everybody(HIDDEN, guest=SIGN_IN, buyer=IN)
"""Something of the buyer's."""
STAFF = everybody(HIDDEN, guest=SIGN_IN, admin=IN)
SHOPS = everybody(MOVED, guest=SIGN_IN, seller_a=IN, packer_a=IN, seller_b=IN)
"""Pages of the workspace that every shop has; who has no shop is led to “Sell with us”."""
SHOPS_NOT_PACKERS = SHOPS | {"packer_a": REFUSED}
OF_SHOP_A = SHOPS | {"seller_b": HIDDEN}
"""Something of shop A's."""
OF_SHOP_A_NOT_PACKERS = OF_SHOP_A | {"packer_a": REFUSED}
OFFICERS = everybody(HIDDEN, guest=SIGN_IN, officer_a=IN, officer_b=IN, admin=IN)
IN_AREA_A = OFFICERS | {"officer_b": HIDDEN}
"""Something in the commune of shop A, for its officer."""
FINANCE = everybody(HIDDEN, guest=SIGN_IN, finance=IN, admin=IN)


@dataclass(frozen=True)
class Row:
    answers: dict[str, str]
    kwargs: Callable | None = None
    """Of the world, the arguments of the address."""
    query: str = ""

    @classmethod
    def of(cls, row) -> "Row":
        return row if isinstance(row, Row) else cls(row)


def answer_of(response) -> str:
    """What a response says to who asked."""
    if response.status_code in (301, 302, 303):
        return SIGN_IN if "login/?next=" in response["Location"] else MOVED
    known = {200: IN, 204: IN, 206: IN, 304: IN, 400: IN, 405: IN, 403: REFUSED, 404: HIDDEN}
    return known.get(response.status_code, f"status {response.status_code}")
