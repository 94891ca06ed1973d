"""The category tree, read in one query and kept in the cache: menus and filters ask it at every page."""

from dataclasses import dataclass, field

from django.core.cache import cache
from django.urls import reverse
from django.utils.translation import get_language
from oscar.core.loading import get_model

from catalogue_ext.freshness import catalogue_version
from marketplace.pictures.renditions import Picture


@dataclass
class Node:
    """A public category; `path` is its slugs from the root, as in its address."""

    pk: int
    name_vi: str
    name_en: str
    description_vi: str
    description_en: str
    path: str
    image_name: str
    parent: int | None
    children: list[int] = field(default_factory=list)

    @property
    def name(self) -> str:
        return (self.name_en if get_language() == "en" else "") or self.name_vi

    @property
    def description(self) -> str:
        return (self.description_en if get_language() == "en" else "") or self.description_vi

    @property
    def image(self) -> Picture | None:
        return Picture(self.image_name) if self.image_name else None

    @property
    def url(self) -> str:
        return reverse("catalogue:category", kwargs={"category_slug": self.path, "pk": self.pk})


class CategoryTree:
    def __init__(self, nodes: dict[int, Node]):
        self._nodes = nodes

    @property
    def roots(self) -> list[Node]:
        return [node for node in self._nodes.values() if node.parent is None]

    def get(self, pk: int) -> Node | None:
        return self._nodes.get(pk)

    def children(self, pk: int) -> list[Node]:
        return [self._nodes[child] for child in self._nodes[pk].children]

    def ancestors(self, pk: int) -> list[Node]:
        """From the root down to the parent."""
        found: list[Node] = []
        parent = self._nodes[pk].parent
        while parent is not None:
            found.insert(0, self._nodes[parent])
            parent = self._nodes[parent].parent
        return found

    def with_descendants(self, pk: int) -> list[int]:
        """The category's own id and those of all below it."""
        return [pk, *(below for child in self._nodes[pk].children for below in self.with_descendants(child))]


def category_tree() -> CategoryTree:
    """All public categories in their order."""
    key = f"category-tree-{catalogue_version()}"
    nodes = cache.get(key)
    if nodes is None:
        nodes = _read()
        cache.set(key, nodes, timeout=300)
    return CategoryTree(nodes)


def _read() -> dict[int, Node]:
    nodes: dict[int, Node] = {}
    by_path: dict[str, Node] = {}
    for category in get_model("catalogue", "Category").objects.browsable().select_related("text").order_by("path"):
        parent = by_path.get(category.path[: -category.steplen])
        text = getattr(category, "text", None)
        node = Node(
            pk=category.pk,
            name_vi=category.name,
            name_en=text.name_en if text else "",
            description_vi=category.description,
            description_en=text.description_en if text else "",
            path=f"{parent.path}/{category.slug}" if parent else category.slug,
            image_name=category.image.name if category.image else "",
            parent=parent.pk if parent else None,
        )
        nodes[node.pk] = by_path[category.path] = node
        if parent:
            parent.children.append(node.pk)
    return nodes
