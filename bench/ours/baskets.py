"""Which products lie in the baskets that are ordered, chosen from our database by a seed; prints JSON.

python -m ours.baskets LINES NUMBER
"""

import json
import random
import sys

import django

django.setup()

from catalogue_ext.models import Listing  # noqa: E402

SEED = 11
NUM_PRODUCTS = 120


def baskets(lines: int, number: int) -> list[list[int]]:
    """`number` baskets of `lines` products, each of another shop; none is made to order or kept cold."""
    rng = random.Random(SEED)  # noqa: S311 - the same choice at every run
    usual = Listing.objects.on_sale().filter(
        made_to_order_days=None, keep_cold=False, monthly_capacity=None, num_available__gte=1
    )
    found = list(usual.order_by("pk").values_list("product_id", "shop_id"))
    of_shop: dict[int, list[int]] = {}
    for product, shop in rng.sample(found, min(NUM_PRODUCTS, len(found))):
        of_shop.setdefault(shop, []).append(product)
    shops = sorted(of_shop)
    return [[rng.choice(of_shop[shop]) for shop in rng.sample(shops, lines)] for _ in range(number)]


json.dump(baskets(int(sys.argv[1]), int(sys.argv[2])), sys.stdout)
