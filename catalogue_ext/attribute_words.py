"""Oscar's attributes and their values have one name each, the Vietnamese one; here are the English ones."""

from django.core.cache import cache
from django.utils.translation import get_language

from catalogue_ext.freshness import catalogue_version
from catalogue_ext.models import AttributeText


def in_her_language(name: str) -> str:
    """What an attribute or a value of one is called for who reads the page."""
    return _english().get(name, name) if get_language() == "en" else name


def attributes_of(product) -> list[tuple[str, str]]:
    """The product's attributes and their values, as who reads the page calls them."""
    values = product.attribute_values.select_related("attribute", "value_option")
    return [
        (in_her_language(one.attribute.name), ", ".join(map(in_her_language, str(one.value_as_text).split(", "))))
        for one in values.prefetch_related("value_multi_option").order_by("attribute_id")
    ]


def _english() -> dict[str, str]:
    """Kept until what is listed changes."""
    key = f"attribute-words-{catalogue_version()}"
    words = cache.get(key)
    if words is None:
        words = dict(AttributeText.objects.values_list("name", "name_en"))
        cache.set(key, words, 300)
    return words
