"""Orders on their way, and what the books say of them."""

from datetime import timedelta

from django.db.models import Sum
from django.utils import timezone

from marketplace.ledger.models import Account, Posting
from marketplace.orders import transitions
from marketplace.orders.models import Carrier, SellerOrder
from marketplace.payments.services import confirm_payment
from marketplace.shops.models import PayoutAccount
from tests.factories import a_shop


def pay(order) -> None:
    """The whole amount arrives in the bank account."""
    confirm_payment(order.payment, order.payment.missing, f"bank:{order.number}")


def a_carrier() -> Carrier:
    return Carrier.objects.get_or_create(code="vnpost", defaults={"name": "Vietnam Post"})[0]


def deliver(part, *, by_carrier: bool = True, days_ago: int = 0):
    """Take a seller order from new to delivered."""
    transitions.confirm(part, None)
    transitions.hand_over(part, None, a_carrier() if by_carrier else None)
    transitions.deliver(part, None)
    SellerOrder.objects.filter(pk=part.pk).update(delivered_at=timezone.now() - timedelta(days=days_ago))
    part.refresh_from_db()
    return part


def balances(**lookup) -> dict[str, int]:
    """The balance of every account that is not zero, debit positive."""
    rows = Posting.objects.filter(**lookup).values("account").annotate(total=Sum("amount")).order_by("account")
    return {row["account"]: int(row["total"]) for row in rows if row["total"]}


def owed_to(shop) -> int:
    return -Posting.objects.filter(account=Account.SHOP, shop=shop).balance()


def a_payout_account(shop, **fields) -> PayoutAccount:
    defaults = {
        "bank_bin": "970405",
        "number": "3300205999888",
        "holder": "Nguyễn Thị Sen",
        "verified_at": timezone.now(),
    }
    return PayoutAccount.objects.create(shop=shop, **defaults | fields)


def a_paid_shop(**fields):
    """A shop whose account for payouts is known."""
    shop = a_shop(**fields)
    a_payout_account(shop)
    return shop
