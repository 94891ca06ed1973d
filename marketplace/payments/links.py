"""Addresses where an order is paid: they cannot be guessed, and whoever holds one may pay."""

from django.core.signing import BadSignature, Signer
from django.urls import reverse

signer = Signer(salt="pay")


def pay_url(payment, name: str = "show") -> str:
    """The path of the page where `payment` is paid, or of what belongs to it (`pay:<name>`)."""
    return reverse(f"pay:{name}", args=[signer.sign(payment.reference)])


def reference_from(signed: str) -> str | None:
    """The reference in such an address, None when its signature is wrong."""
    try:
        return signer.unsign(signed)
    except BadSignature:
        return None
