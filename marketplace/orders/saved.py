"""Things kept for later: a basket of Oscar's state “saved”, a guest's by a signed cookie, hers once she signs in."""

from django.core.signing import BadSignature, Signer
from django.db import transaction
from oscar.core.loading import get_model

Basket = get_model("basket", "Basket")

COOKIE = "chosen_saved"
COOKIE_SECONDS = 90 * 24 * 60 * 60
signer = Signer(salt="saved-basket")


def find_saved(request):
    """The saved basket of `request` or None; a guest's becomes hers when she has signed in."""
    guests = _guests(request)
    if not request.user.is_authenticated:
        return guests
    own = Basket.saved.filter(owner=request.user).first()
    if guests is None:
        return own
    if own is None:
        guests.owner = request.user
        guests.save(update_fields=["owner"])
        return guests
    own.strategy = guests.strategy = request.strategy
    own.merge(guests, add_quantities=False)
    return own


def _guests(request):
    try:
        pk = signer.unsign(request.COOKIES.get(COOKIE, ""))
    except BadSignature:
        return None
    return Basket.saved.filter(pk=pk, owner=None).first()


@transaction.atomic
def save_for_later(request, line):
    """Move a line of the basket to the saved ones; return the saved basket."""
    saved = find_saved(request) or Basket.saved.create(owner=request.user if request.user.is_authenticated else None)
    saved.strategy = request.strategy
    saved.merge_line(line)
    return saved


@transaction.atomic
def back_to_basket(request, line) -> None:
    """Move a saved line to the basket."""
    basket = request.basket
    if not basket.pk:
        basket.save()
    basket.merge_line(line)


def remember(response, saved) -> None:
    """Let a guest's browser remember her saved basket."""
    if saved.owner_id is None:
        response.set_cookie(COOKIE, signer.sign(saved.pk), max_age=COOKIE_SECONDS, httponly=True, samesite="Lax")
