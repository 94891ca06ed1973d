"""The finance desk: finance staff and administrators; for all others there is no such place."""

from marketplace.ledger.models import Entry
from marketplace.ledger.payouts import start_run
from marketplace.payments.services import refund
from tests.ledger.factories import a_payout_account, deliver, pay
from tests.payments.factories import an_order
from tests.payments.test_statements import load, money_in, the_layout
from tests.permissions.roles import FINANCE, Row


def prepare(world) -> None:
    the_layout()
    a_payout_account(world.shop_a)
    sold = an_order(world.listing_a)
    pay(sold)
    deliver(sold.seller_orders.get(), days_ago=8)
    world.run = start_run()
    world.payout = world.run.payouts.get()
    world.paid = an_order(world.listing_a)
    pay(world.paid)
    world.refund = refund(world.paid, 10_000, "gift", "")
    world.upload = load(money_in("khong ro"))


def of_shop(world) -> dict:
    return {"pk": world.shop_a.pk}


def of_payment(world) -> dict:
    return {"reference": world.paid.payment.reference}


def of_run(world) -> dict:
    return {"pk": world.run.pk}


def of_account(world) -> dict:
    return {"account": "bank"}


ROWS = {
    "finance:home": FINANCE,
    "finance:bank": FINANCE,
    "finance:sample": FINANCE,
    "finance:file": Row(FINANCE, lambda w: {"pk": w.upload.pk}),
    "finance:line": Row(FINANCE, lambda w: {"pk": w.upload.lines.get().pk}),
    "finance:overpaid": Row(FINANCE, of_payment),
    "finance:underpaid": Row(FINANCE, of_payment),
    "finance:payouts": FINANCE,
    "finance:run": Row(FINANCE, of_run),
    "finance:run-file": Row(FINANCE, of_run),
    "finance:due": Row(FINANCE, of_shop),
    "finance:payout": Row(FINANCE, lambda w: {"reference": w.payout.reference}),
    "finance:refunds": FINANCE,
    "finance:refund": Row(FINANCE, lambda w: {"pk": w.refund.pk}),
    "finance:tax": FINANCE,
    "finance:tax-xlsx": FINANCE,
    "finance:shops": FINANCE,
    "finance:shop": Row(FINANCE, of_shop),
    "finance:shop-pdf": Row(FINANCE, of_shop),
    "finance:shop-xlsx": Row(FINANCE, of_shop),
    "finance:books": FINANCE,
    "finance:account": Row(FINANCE, of_account),
    "finance:account-xlsx": Row(FINANCE, of_account),
    "finance:entry": Row(FINANCE, lambda w: {"pk": Entry.objects.first().pk}),
    "finance:order": Row(FINANCE, lambda w: {"number": w.paid.number}),
}
