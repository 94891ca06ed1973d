"""A statement as our bank would write it, for trying things out: the demo and its visitors."""

import csv
import io

from django.utils import timezone

from marketplace.payments.models import Payment

HEADER = ["Ngày GD", "Diễn giải", "Ghi nợ", "Ghi có", "Số CT"]


def statement_csv(movements: list[tuple[str, int]]) -> bytes:
    """A CSV of today's `(description, đồng)`; what goes out is negative."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow(["SAO KÊ TÀI KHOẢN (MẪU)"])
    writer.writerow(HEADER)
    day = timezone.localdate()
    for place, (description, amount) in enumerate(movements, start=1):
        out_and_in = ("", f"{amount:,}") if amount > 0 else (f"{-amount:,}", "")
        writer.writerow([f"{day:%d/%m/%Y}", description, *out_and_in, f"FT{day:%y%m%d}{place:04}"])
    return out.getvalue().encode("utf-8-sig")


def as_if_all_had_paid() -> bytes:
    """A statement in which every order that waits for a transfer is paid."""
    waiting = Payment.objects.filter(method="bank", state=Payment.State.OPEN).order_by("pk")
    return statement_csv([(f"{one.reference} chuyen tien mua hang", int(one.missing)) for one in waiting])
