"""From "Sell with us" to the shop's papers on the Union's desk, with the demo's applications."""

from django.urls import reverse

from catalogue_ext.models import Revision
from marketplace.accounts.roles import area_of
from marketplace.onboarding.checklist import STEPS
from marketplace.onboarding.models import ShopApplication
from marketplace.shops.models import Shop
from tests.browser.money import someone

State = ShopApplication.State


def apply(walk):
    """What a woman sees who wants to sell: before she begins, while she writes, when something is to be changed."""
    walk.context.clear_cookies()
    walk.open("sell", reverse("sell:start"))
    walk.sign_in(ShopApplication.objects.filter(state=State.DRAFT).first().applicant)
    walk.open("sell-draft", reverse("sell:application"))
    for step in STEPS:
        walk.open(f"sell-{step}", reverse("sell:step", args=[step]))
    walk.sign_in(ShopApplication.objects.filter(state=State.CHANGES_ASKED).first().applicant)
    walk.open("sell-changes-asked", reverse("sell:application"))


def review(walk):
    """The Union's desk, as an officer sees what her communes send."""
    officer = someone("officer")
    area = area_of(officer)
    waiting = area.filter(ShopApplication.objects.filter(state=State.SUBMITTED), "commune").first()
    listing = area.filter(Revision.objects.filter(state=Revision.State.SUBMITTED), "shop__commune").first()
    shop = area.filter(Shop.objects.all(), "commune").first()
    walk.sign_in(officer)
    for name in ("home", "applications", "listings", "shops", "orders", "certificates", "figures", "assist"):
        walk.open(f"union-{name}", reverse(f"union:{name}"))
    walk.open("union-application", reverse("union:application", args=[waiting.pk]))
    walk.open("union-listing", reverse("union:listing", args=[listing.pk]))
    walk.open("union-shop", reverse("union:shop", args=[shop.pk]))
