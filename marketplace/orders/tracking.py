"""Addresses of orders that cannot be guessed: the number with its signature."""

from django.core.signing import BadSignature, Signer
from django.urls import reverse

signer = Signer(salt="order-tracking")


def tracking_url(order) -> str:
    """The path of the order's page, for who holds the link."""
    return reverse("orders:track", args=[signer.sign(order.number)])


def number_from(signed: str) -> str | None:
    """The order number in a tracking link, None when its signature is wrong."""
    try:
        return signer.unsign(signed)
    except BadSignature:
        return None
