"""Verifying who a seller is: a seam with one way to begin with, the officer's own look.

The law wants identity verified before the first sale, in time by VNeID. A way is a class with this interface, named in
`IDENTITY_WAYS`; whatever way verified it, the application keeps its name and the time.
"""

from dataclasses import dataclass
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marketplace.onboarding.models import Item, Paper, ShopApplication


@dataclass(frozen=True)
class Outcome:
    verified: bool
    reason: str = ""
    """Why not, for the screen."""


class Way(Protocol):
    name: str
    label: str

    def verify(self, application: ShopApplication, by, evidence: dict) -> Outcome:
        """Whether the applicant is who she says. `evidence` is what the officer's form says."""


class OfficerLook:
    """A Union officer has compared the pictures of the identity card with what was typed and with the person."""

    name = "officer"
    label = gettext_lazy("I have compared her identity card with her name and, in person or by video, with her face.")

    def verify(self, application: ShopApplication, by, evidence: dict) -> Outcome:
        if not evidence.get("seen"):
            return Outcome(False, _("Confirm that you have compared her identity card."))
        front = Paper.objects.kept().filter(application=application, kind=Item.ID_FRONT)
        if not front.exists():
            return Outcome(False, _("There is no picture of her identity card."))
        return Outcome(True)


def ways() -> dict[str, Way]:
    """The ways that the operator has set, by name."""
    found = [import_string(path)() for path in settings.IDENTITY_WAYS]
    return {way.name: way for way in found}
