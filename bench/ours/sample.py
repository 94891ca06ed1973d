"""Which pages are asked for, chosen from our database by a seed; they hold in stock Oscar too. Prints JSON."""

import json
import random
import sys

import django

django.setup()

from oscar.core.loading import get_model  # noqa: E402

from catalogue_ext.categories import category_tree  # noqa: E402
from catalogue_ext.models import Listing  # noqa: E402

SEED = 7
PAGE_SIZE = 24
NUM_PRODUCTS, NUM_CATEGORIES, NUM_PAGES, NUM_WORDS, NUM_BASKETS = 50, 10, 5, 20, 5


def sample() -> dict:
    """Addresses of products and categories (with pages), search words, and products for baskets of three lines."""
    rng = random.Random(SEED)  # noqa: S311 - the same choice at every run
    listings = list(
        Listing.objects.on_sale()
        .filter(num_available__gte=3)
        .order_by("pk")
        .values_list("product_id", "slug", "product__title")
    )
    chosen = rng.sample(listings, NUM_PRODUCTS)
    words = sorted({word for __, __, title in listings for word in title.split()[:3] if word.isalpha()})
    return {
        "products": [f"/catalogue/{slug}_{pk}/" for pk, slug, __ in chosen],
        "categories": category_pages(),
        "words": rng.sample(words, min(NUM_WORDS, len(words))),
        "baskets": [
            [f"/catalogue/{slug}_{pk}/" for pk, slug, __ in rng.sample(chosen, 3)] for __ in range(NUM_BASKETS)
        ],
    }


def category_pages() -> list[str]:
    """The first pages of the fullest categories."""
    tree = category_tree()
    Through = get_model("catalogue", "Product").categories.through
    nodes = [tree.get(pk) for root in tree.roots for pk in tree.with_descendants(root.pk)]
    number = {
        node.pk: Through.objects.filter(category__in=tree.with_descendants(node.pk))
        .values("product")
        .distinct()
        .count()
        for node in nodes
    }
    fullest = sorted(nodes, key=lambda node: (-number[node.pk], node.pk))[:NUM_CATEGORIES]
    return [
        f"/catalogue/category/{node.path}_{node.pk}/" + (f"?page={page}" if page > 1 else "")
        for node in fullest
        for page in range(1, min(NUM_PAGES, number[node.pk] // PAGE_SIZE) + 1)
    ]


json.dump(sample(), sys.stdout)
