"""What shops are told of their money."""

from django.conf import settings
from django.utils.translation import override

from marketplace.ledger.models import Payout
from marketplace.notifications.services import Addressee, notify
from marketplace.shops.models import ShopPerson
from marketplace.shops.people import DUTIES
from marketplace.ui.numbers import format_dong


def tell_of_payout(payout: Payout) -> None:
    """The bank has made a payout: to everybody who sees the shop's money, once."""
    people = ShopPerson.objects.filter(shop=payout.shop_id, role__in=DUTIES["see_money"]).select_related("user")
    for person in people:
        addressee = Addressee.of(person.user)
        with override(addressee.language):
            notify(
                f"payout:{payout.reference}:shop:{person.user_id}",
                "shop_payout_made",
                addressee,
                {
                    "amount": format_dong(payout.amount),
                    "account": f"{payout.bank_name} {payout.masked_number}",
                    "reference": payout.reference,
                    "url": f"{settings.SITE_URL.rstrip('/')}/seller/money/",
                },
            )
