"""Which category a product belongs to, guessed from its name by what is sold already."""

from collections import Counter
from itertools import pairwise

from oscar.core.loading import get_model

from catalogue_ext.categories import category_tree
from marketplace.places.folding import fold

ENOUGH = 400


def suggest_categories(title: str, number: int = 3) -> list[int]:
    """Ids of the likeliest categories, the best first; empty when nothing like it is known. Two queries.

    A word counts more the fewer categories know it; two neighbouring words that another name also has count most.
    """
    wanted = _parts(fold(title).split()[:8])
    if not wanted:
        return []
    known: dict[str, Counter] = {part: Counter() for part in wanted}
    for category, words in _known_names():
        for part in _parts(words) & wanted:
            known[part][category] += 1
    scores: Counter = Counter()
    for part, categories in known.items():
        weight = (4 if " " in part else 1) / max(1, len(categories))
        for category, times in categories.items():
            scores[category] += weight * times / sum(categories.values())
    return [category for category, __ in scores.most_common(number)]


def _known_names() -> list[tuple[int, list[str]]]:
    """(category, folded words) of the categories themselves and of what is sold in them."""
    tree = category_tree()
    names = []
    for root in tree.roots:
        for node in tree.children(root.pk) or [root]:
            names += [(node.pk, fold(node.name_vi).split())] * 2
    Product = get_model("catalogue", "Product")
    sold = (
        Product.objects.filter(listing__state="live", categories__isnull=False)
        .order_by("-listing__popularity")
        .values_list("categories", "title")[:ENOUGH]
    )
    return names + [(category, fold(title).split()) for category, title in sold]


def _parts(words: list[str]) -> set[str]:
    return set(words) | {f"{first} {second}" for first, second in pairwise(words)}
