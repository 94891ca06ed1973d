"""The only way into the books."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from marketplace.ledger.models import Entry, Posting


class Unbalanced(Exception):
    """The lines of an entry do not sum to zero; nothing was written."""


@dataclass(frozen=True)
class Line:
    """A posting to be: debit positive, credit negative, whole đồng."""

    account: str
    amount: Decimal | int
    shop: object = None
    seller_order: object = None
    terms: object = None


@transaction.atomic
def post(
    key: str, kind: str, lines: list[Line], *, order=None, by=None, note: str = "", at: datetime | None = None
) -> Entry | None:
    """Write one balanced entry. Return it, or None when `key` is in the books already or there is nothing to write.

    Raises:
        Unbalanced: when the lines do not sum to zero.
    """
    lines = [line for line in lines if line.amount]
    if sum(line.amount for line in lines) != 0:
        raise Unbalanced(f"{key}: {sum(line.amount for line in lines)}")
    if not lines:
        return None
    entry, is_new = Entry.objects.get_or_create(
        key=key, defaults={"kind": kind, "order": order, "by": by, "note": note[:300], "at": at or timezone.now()}
    )
    if not is_new:
        return None
    Posting.objects.bulk_create(
        Posting(
            entry=entry,
            account=line.account,
            amount=line.amount,
            shop=line.shop,
            order=order,
            seller_order=line.seller_order,
            terms=line.terms,
        )
        for line in lines
    )
    return entry
