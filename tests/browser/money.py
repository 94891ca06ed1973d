"""The pages of money with the demo's data: the finance desk's, and a shop's."""

from django.urls import reverse
from django.utils import timezone

from marketplace.accounts.models import User
from marketplace.demo.people import demo_accounts
from marketplace.ledger.models import Payout
from marketplace.orders.models import SellerOrder
from marketplace.payments.models import BankLine
from marketplace.payments.refunding import note_account, to_transfer
from marketplace.payments.sample import statement_csv
from marketplace.payments.statements.services import store_upload


def count_money(walk):
    """The finance desk: an order's money, a bank movement, a run, a refund, each with what it leads to."""
    walk.sign_in(someone("finance"))
    payout = Payout.objects.filter(state="ordered").first()
    sold = payout.items.first().posting.order
    refund = to_transfer().first()
    note_account(refund, "970436", "0881000458086", "TRAN THI HANH")
    unknown = BankLine.objects.filter(outcome="unknown", amount__gt=0).first()
    untold = store_upload("Ngân hàng chưa khai cột", "sao-ke.csv", statement_csv([("chuyen tien", 50_000)]))
    pages = {
        "home": [], "bank": [], "file": [unknown.upload_id], "line": [unknown.pk], "payouts": [],
        "run": [payout.run_id], "payout": [payout.reference], "due": [payout.shop_id], "refunds": [],
        "refund": [refund.pk], "shops": [], "shop": [payout.shop_id], "books": [], "account": ["shop"],
        "entry": [sold.ledger_entries.first().pk], "order": [sold.number],
    }  # fmt: skip
    for name, arguments in pages.items():
        walk.open(f"finance-{name}", reverse(f"finance:{name}", args=arguments))
    walk.open("finance-columns", reverse("finance:file", args=[untold.pk]))
    walk.open("finance-known", reverse("finance:bank") + "?show=known")
    walk.open("finance-tax", reverse("finance:tax") + f"?month={timezone.localdate():%Y-%m}")


def see_own_money(walk):
    """A shop's money, and what a maker sees by her link."""
    seller = someone("seller")
    walk.sign_in(seller)
    own = SellerOrder.objects.filter(shop__people__user=seller, state="delivered").first()
    walk.open("money", reverse("workspace:money"))
    walk.open("money-order", reverse("workspace:money-order", args=[own.number]))
    walk.open("money-makers", reverse("workspace:money-makers"))
    walk.open("maker-money", walk.page.locator('table a[href*="/money/makers/"]').first.get_attribute("href"))


def someone(role: str) -> User:
    return User.objects.get(phone=next(one["login"] for one in demo_accounts() if one["role"] == role))
