"""Money of the demo: transfers that a statement brought, one run of payouts, and what is left to decide."""

from datetime import timedelta

from django.utils import timezone

from marketplace.accounts.models import StaffRole, User
from marketplace.demo import orders as demo_orders
from marketplace.demo.files import read_json
from marketplace.ledger.payouts import confirm_payout, start_run
from marketplace.orders import returns
from marketplace.payments.models import BankLayout, StatementUpload
from marketplace.payments.sample import statement_csv
from marketplace.payments.statements.services import import_upload, store_upload
from marketplace.places.models import Commune
from marketplace.shops.models import Maker, PayoutAccount, Shop


def load_accounts() -> None:
    """Where shops are paid, and what makers of some have agreed on; before the first order."""
    data = read_json("money.json")
    for row in data["accounts"]:
        shop = Shop.objects.get(slug=row["shop"])
        told = {name: row[name] for name in ("bank_bin", "number", "holder")}
        PayoutAccount.objects.get_or_create(shop=shop, defaults=told | {"verified_at": timezone.now()})
    for row in data["makers"]:
        Maker.objects.filter(shop__slug=row["shop"], share_percent=0).update(share_percent=row["share_percent"])


def load_money(communes: dict[str, Commune]) -> None:
    """Paid orders, a statement, a run; nothing when there is a statement already."""
    if StatementUpload.objects.exists():
        return
    data = read_json("money.json")
    BankLayout.objects.get_or_create(bank=data["layout"]["bank"], defaults=data["layout"])
    clerk = User.objects.filter(staff_roles__kind=StaffRole.Kind.FINANCE).first()
    first = [row for row in data["orders"] if not row.get("after_run")]
    _read(data, first, [], "sao-ke-dau-thang.csv", communes, clerk)
    _pay_shops(clerk)
    rest = [row for row in data["orders"] if row.get("after_run")]
    _read(data, rest, data["others"], "sao-ke-giua-thang.csv", communes, clerk)


def _read(data, rows, others, name: str, communes, clerk) -> None:
    """Place orders, read the statement that pays them, and bring them to their states."""
    placed = [_place(row, number, communes) for number, row in enumerate(rows)]
    movements = [
        (row["words"].format(reference=order.payment.reference), int(order.payment.amount) + row["beside"])
        for row, order in zip(rows, placed)
    ]
    movements += [(row["words"], row["amount"]) for row in others]
    import_upload(store_upload(data["layout"]["bank"], name, statement_csv(movements), clerk))
    for row, order in zip(rows, placed):
        parts = list(order.seller_orders.order_by("pk"))
        for part, state in zip(parts, row["states"], strict=True):
            demo_orders.lead_on(part, state)
        if row.get("comes_back"):
            _send_back(parts[-1])
        demo_orders.date_back(order, row)


def _place(row: dict, number: int, communes):
    guests = read_json("orders.json")["guests"]
    buyer = User.objects.get(phone=row["buyer"]) if row["buyer"] else None
    recipient = (
        demo_orders.of_buyer(buyer, communes)
        if buyer
        else demo_orders.recipient_of(guests[number % len(guests)], communes)
    )
    return demo_orders.place(row | {"payment": "bank", "voucher": None}, recipient, buyer)


def _send_back(part) -> None:
    """One piece comes back, the shop agrees: its money waits for a transfer."""
    part.refresh_from_db()
    line = part.order.lines.filter(partner=part.shop.partner).first()
    request = returns.ask(part, {line.pk: 1}, "damaged", "Một gói bị vỡ vụn.", by=part.order.user)
    returns.accept(request, None)


def _pay_shops(clerk) -> None:
    """A run of what is due; the bank has made the first of its transfers."""
    run = start_run(by=clerk, now=timezone.now() + timedelta(days=1))
    payout = run.payouts.order_by("pk").first() if run else None
    if payout:
        confirm_payout(payout, "FT26329884410", clerk)
