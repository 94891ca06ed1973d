"""Bring `data/*.json` into the tables: what is missing is added, what an administrator has changed stays."""

import json
from datetime import date
from pathlib import Path

from django.db import transaction

from marketplace.orders.models import Carrier, DeliveryRate

DATA = Path(__file__).parent / "data"


@transaction.atomic
def load_delivery_tables() -> tuple[int, int]:
    """The usual carriers and the platform's price table; return how many rows of each are new.

    Prices are examples in the order of what carriers charge in 2026: the operator enters those of her contracts, with
    a later `valid_from`. The addresses of tracking pages change now and then; they are rows too.
    """
    carriers = [Carrier.objects.get_or_create(code=row["code"], defaults=row)[1] for row in _read("carriers.json")]
    table = _read("delivery_rates.json")
    valid_from = date.fromisoformat(table["valid_from"])
    rates = [
        DeliveryRate.objects.get_or_create(
            shop=None, zone=row["zone"], max_grams=row["max_grams"], valid_from=valid_from, defaults=row
        )[1]
        for row in table["rates"]
    ]
    return sum(carriers), sum(rates)


def _read(name: str):
    return json.loads((DATA / name).read_text(encoding="utf-8"))
