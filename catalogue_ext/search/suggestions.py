"""What the text typed so far may become: listings, categories, shops, and texts that others search."""

from dataclasses import dataclass

from django.urls import reverse

from catalogue_ext.cards import Card, cards_by_id
from catalogue_ext.categories import Node, category_tree
from catalogue_ext.search.analysis import folded, words
from catalogue_ext.search.analytics import popular_texts
from catalogue_ext.search.engine import search
from catalogue_ext.search.memory import Remembered
from catalogue_ext.search.types import SearchQuery
from marketplace.shops.models import Shop

LISTINGS, CATEGORIES, SHOPS, TEXTS = 5, 3, 3, 5


@dataclass(frozen=True)
class Suggestions:
    listings: list[Card]
    categories: list[Node]
    shops: list[tuple[str, str]]
    """Name and address."""
    texts: list[str]


def suggestions(text: str) -> Suggestions:
    """For an empty text what many search."""
    typed = list(map(folded, words(text)))
    if not typed:
        return Suggestions([], [], [], popular_texts("", TEXTS))
    found = search(SearchQuery(text=text, page_size=LISTINGS, with_facets=False, is_typing=True))
    categories = [node for node in _all_categories() if _begins(typed, f"{node.name_vi} {node.name_en}")]
    shops = [(name, reverse("shops:detail", args=[slug])) for slug, name in _shops() if _begins(typed, name)]
    return Suggestions(
        listings=cards_by_id(list(found.ids)),
        categories=categories[:CATEGORIES],
        shops=shops[:SHOPS],
        texts=popular_texts(text, TEXTS),
    )


def _begins(typed: list[str], name: str) -> bool:
    """Whether every typed word begins a word of the name."""
    known = [folded(word) for word in words(name)]
    return all(any(word.startswith(start) for word in known) for start in typed)


def _all_categories() -> list[Node]:
    tree = category_tree()
    return [node for root in tree.roots for node in (root, *tree.children(root.pk))]


_shops = Remembered(
    "shops", lambda: list(Shop.objects.open_for_orders().order_by("slug").values_list("slug", "partner__name"))
)
