"""Addresses of orders that cannot be guessed: the number with its signature."""

from django.core.signing import BadSignature, Signer
from django.urls import reverse

signer = Signer(salt="order-tracking")


def tracking_url(order) -> str:
    """The path of the order's page, for who holds the link."""
    return reverse("orders:track", args=[signer.sign(order.number)])


def messages_url(seller_order) -> str:
    """The path of what buyer and shop write each other about a part of an order, for who holds the link."""
    return reverse("orders:messages", args=[signer.sign(seller_order.order.number), seller_order.pk])


def return_url(request) -> str:
    """The path of a return, for who holds the link."""
    part = request.seller_order
    return reverse("orders:return", args=[signer.sign(part.order.number), part.pk, request.pk])


def number_from(signed: str) -> str | None:
    """The order number in a tracking link, None when its signature is wrong."""
    try:
        return signer.unsign(signed)
    except BadSignature:
        return None
