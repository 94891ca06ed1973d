"""Paying shops: what is due, runs, confirmation. A posting is paid once: the database says so."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from marketplace.ledger.models import Account, Entry, Payout, PayoutItem, PayoutRun, Posting
from marketplace.ledger.notices import tell_of_payout
from marketplace.ledger.posting import Line, post
from marketplace.orders.models import ReturnRequest, SellerOrder
from marketplace.payments.references import PAYOUT, find_references, new_reference
from marketplace.shops.models import Shop

State = SellerOrder.State
OWN_KINDS = (Entry.Kind.PAYOUT, Entry.Kind.PAYOUT_FAILED)


class NotNow(Exception):
    """The payout cannot be confirmed or failed (any more); the message is for the screen."""


@dataclass(frozen=True)
class Due:
    """What one shop is to be paid now, in đồng; negative: she owes it, and it waits for her next sales."""

    shop: Shop
    amount: int
    postings: tuple[int, ...]

    @property
    def account(self):
        """Where it goes; None while the shop has not said, or nobody has checked it."""
        account = getattr(self.shop, "payout_account", None)
        return account if account and account.verified_at else None

    @property
    def is_payable(self) -> bool:
        return self.amount >= settings.PAYOUT_MINIMUM and self.account is not None


def unpaid():
    """Postings to shops that no payout has settled."""
    return (
        Posting.objects.filter(account=Account.SHOP)
        .exclude(entry__kind__in=OWN_KINDS)
        .exclude(pk__in=PayoutItem.objects.filter(released=False).values("posting"))
    )


def ripe(now=None) -> Q:
    """Which postings may be paid: those of seller orders delivered and past the time for returns, and all others.

    What is disputed waits (`held_back`).
    """
    until = (now or timezone.now()) - timedelta(days=settings.RETURN_WITHIN_DAYS)
    settled = SellerOrder.objects.filter(
        Q(delivered_at__lte=until) | Q(state__in=[State.COMPLETED, State.RETURNED]),
        pk__in=Posting.objects.values("seller_order"),
    ).exclude(pk__in=held_back())
    return Q(seller_order=None) | Q(seller_order__in=settled.values("pk"))


def held_back():
    """Seller orders about which buyer and shop disagree: nothing of them is paid out."""
    return ReturnRequest.objects.filter(state__in=ReturnRequest.OPEN).values("seller_order")


def due(now=None, shops=None) -> list[Due]:
    """What each shop is owed now, in two queries."""
    found = unpaid().filter(ripe(now)).order_by("shop_id", "pk")
    if shops is not None:
        found = found.filter(shop__in=shops)
    sums: dict[int, int] = defaultdict(int)
    keys: dict[int, list[int]] = defaultdict(list)
    for pk, shop_id, amount in found.values_list("pk", "shop_id", "amount"):
        sums[shop_id] -= int(amount)
        keys[shop_id].append(pk)
    known = Shop.objects.select_related("partner", "payout_account").in_bulk(sums)
    return [Due(known[shop_id], sums[shop_id], tuple(keys[shop_id])) for shop_id in sums]


@transaction.atomic
def start_run(by=None, now=None) -> PayoutRun | None:
    """Order a payout for every shop that is owed enough and said where to; None when there is none.

    Shops are locked in the order of their keys: of two clerks who press at once the second finds nothing left. Orders
    go on meanwhile (`no_key`: what points at a shop may still be written).
    """
    shops = list(Shop.objects.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True))
    payable = [one for one in due(now, shops) if one.is_payable]
    if not payable:
        return None
    run = PayoutRun.objects.create(by=by)
    for one in payable:
        _order_payout(run, one)
    return run


def _order_payout(run: PayoutRun, one: Due) -> Payout:
    payout = Payout.objects.create(
        run=run,
        shop=one.shop,
        amount=one.amount,
        bank_bin=one.account.bank_bin,
        account_number=one.account.number,
        account_holder=one.account.holder,
        reference=_free_reference(),
    )
    PayoutItem.objects.bulk_create(PayoutItem(payout=payout, posting_id=pk) for pk in one.postings)
    post(
        f"payout:{payout.reference}",
        Entry.Kind.PAYOUT,
        [Line(Account.SHOP, payout.amount, one.shop), Line(Account.PAYOUT, -payout.amount, one.shop)],
        by=run.by,
        note=payout.reference,
    )
    return payout


def _free_reference() -> str:
    reference = new_reference(PAYOUT)
    while Payout.objects.filter(reference=reference).exists():
        reference = new_reference(PAYOUT)
    return reference


@transaction.atomic
def confirm_payout(payout: Payout, bank_reference: str = "", by=None) -> bool:
    """The bank has made the transfer. Return whether that was news.

    Raises:
        NotNow: when the payout came back before.
    """
    payout = Payout.objects.select_for_update(of=("self",)).select_related("shop").get(pk=payout.pk)
    if payout.state == Payout.State.PAID:
        return False
    if payout.state == Payout.State.FAILED:
        raise NotNow(_("This payout came back; a new one must be ordered."))
    _close(payout, Payout.State.PAID, by, bank_reference)
    post(
        f"payout-paid:{payout.reference}",
        Entry.Kind.PAYOUT_PAID,
        [Line(Account.PAYOUT, payout.amount, payout.shop), Line(Account.BANK, -payout.amount, payout.shop)],
        by=by,
        note=bank_reference,
    )
    tell_of_payout(payout)
    return True


@transaction.atomic
def confirm_run(run: PayoutRun, bank_reference: str = "", by=None) -> int:
    """The bank has made all transfers of a run that were still to be made; how many they were."""
    waiting = list(run.payouts.select_for_update().filter(state=Payout.State.ORDERED).order_by("pk"))
    return sum(confirm_payout(payout, bank_reference, by) for payout in waiting)


@transaction.atomic
def fail_payout(payout: Payout, by=None, *, came_back: bool = False) -> bool:
    """The transfer could not be made: the shop is owed the money again, and the next run has it.

    `came_back`: it was made, and the money is in our account again.

    Raises:
        NotNow: when the payout was confirmed before and its money has not come back.
    """
    payout = Payout.objects.select_for_update(of=("self",)).select_related("shop").get(pk=payout.pk)
    if payout.state == Payout.State.FAILED:
        return False
    if payout.state == Payout.State.PAID and not came_back:
        raise NotNow(_("This payout was confirmed already."))
    holder = Account.BANK if payout.state == Payout.State.PAID else Account.PAYOUT
    _close(payout, Payout.State.FAILED, by, payout.bank_reference)
    payout.items.update(released=True)
    post(
        f"payout-failed:{payout.reference}",
        Entry.Kind.PAYOUT_FAILED,
        [Line(holder, payout.amount, payout.shop), Line(Account.SHOP, -payout.amount, payout.shop)],
        by=by,
        note=payout.reference,
    )
    return True


def _close(payout: Payout, state: str, by, bank_reference: str = "") -> None:
    payout.state = state
    payout.closed_at = timezone.now()
    payout.closed_by = by
    payout.bank_reference = bank_reference
    payout.save(update_fields=["state", "closed_at", "closed_by", "bank_reference"])


def payout_named_in(text: str) -> Payout | None:
    """The payout whose reference a line of a bank statement carries."""
    return Payout.objects.filter(reference__in=find_references(text, PAYOUT)).first()
