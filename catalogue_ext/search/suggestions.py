"""What the text typed so far may become: listings, categories, shops, and texts that others search."""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b

from django.core.cache import cache
from django.urls import reverse
from django.utils.translation import get_language

from catalogue_ext.cards import SmallCard, small_cards_by_id
from catalogue_ext.categories import Node, category_tree
from catalogue_ext.freshness import catalogue_version
from catalogue_ext.search.analysis import folded, words
from catalogue_ext.search.analytics import popular_texts
from catalogue_ext.search.engine import begun_by
from catalogue_ext.search.memory import Remembered
from marketplace.shops.models import Shop

LISTINGS, CATEGORIES, SHOPS, TEXTS = 5, 3, 3, 5
KEEP_SECONDS = 60


@dataclass(frozen=True)
class Suggestions:
    listings: list[SmallCard]
    categories: list[tuple[str, str]]
    """Name and address, as of shops."""
    shops: list[tuple[str, str]]
    texts: list[str]


def suggestions(text: str) -> Suggestions:
    """For an empty text what many search. Kept for a minute or until what is listed changes."""
    typed = words(text)
    if not typed:
        return Suggestions([], [], [], popular_texts("", TEXTS))
    digest = blake2b(" ".join(typed).encode(), digest_size=16).hexdigest()
    key = f"suggestions-{catalogue_version()}-{get_language()}-{digest}"
    found = cache.get(key)
    if found is None:
        found = _suggestions(text, list(map(folded, typed)))
        cache.set(key, found, KEEP_SECONDS)
    return found


def _suggestions(text: str, typed: list[str]) -> Suggestions:
    return Suggestions(
        listings=small_cards_by_id(begun_by(text, LISTINGS)),
        categories=[(node.name, node.url) for node in known_categories().begun_by(typed, CATEGORIES)],
        shops=[(name, reverse("shops:detail", args=[slug])) for slug, name in known_shops().begun_by(typed, SHOPS)],
        texts=popular_texts(text, TEXTS),
    )


class Names:
    """Things by the words of their names: those that the typed words begin are found without walking along all."""

    def __init__(self, named: Iterable[tuple[object, str]]):
        self._things, self._words = [], []
        for thing, name in named:
            known = sorted({folded(word) for word in words(name)})
            self._words += [(word, len(self._things)) for word in known]
            self._things.append((thing, known))
        self._words.sort()

    def begun_by(self, typed: list[str], number: int) -> list:
        """The first `number` things of whose words each typed word begins one, in their order."""
        longest = max(typed, key=len)
        places = set()
        for word, place in self._words[bisect_left(self._words, (longest, -1)) :]:
            if not word.startswith(longest):
                break
            places.add(place)
        found = (self._things[place] for place in sorted(places))
        return [thing for thing, known in found if _begin(typed, known)][:number]


def _begin(typed: list[str], known: list[str]) -> bool:
    return all(any(word.startswith(start) for word in known) for start in typed)


def _read_categories() -> Names:
    tree = category_tree()
    nodes: list[Node] = [node for root in tree.roots for node in (root, *tree.children(root.pk))]
    return Names((node, f"{node.name_vi} {node.name_en}") for node in nodes)


def _read_shops() -> Names:
    rows = Shop.objects.open_for_orders().order_by("slug").values_list("slug", "partner__name")
    return Names(((slug, name), name) for slug, name in rows)


known_categories = Remembered("categories", _read_categories)
known_shops = Remembered("shops", _read_shops)
