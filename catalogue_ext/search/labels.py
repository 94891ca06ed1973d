"""What attributes and their values are called: for filters."""

from dataclasses import dataclass

from django.core.cache import cache
from django.db.models import Prefetch
from django.utils.translation import gettext as _
from oscar.core.loading import get_model

from catalogue_ext.attribute_words import in_her_language
from catalogue_ext.freshness import catalogue_version
from catalogue_ext.search.documents import ATTRIBUTE_TYPES, option_slug


@dataclass(frozen=True)
class AttributeLabel:
    """`values` are names by what stands for them in an address, in the order that staff gave them; of yes, None."""

    code: str
    name: str
    values: dict[str, str] | None


def attribute_labels() -> list[AttributeLabel]:
    """The attributes that make a filter, in their order; kept until what is listed changes."""
    key = f"attribute-labels-{catalogue_version()}"
    labels = cache.get(key)
    if labels is None:
        labels = _read()
        cache.set(key, labels, 300)
    return [AttributeLabel(one.code, in_her_language(one.name), _said(one.values)) for one in labels]


def _said(values: dict[str, str] | None) -> dict[str, str]:
    if values is None:
        return {"yes": _("Yes")}
    return {value: in_her_language(name) for value, name in values.items()}


def _read() -> list[AttributeLabel]:
    in_order = get_model("catalogue", "AttributeOption").objects.order_by("pk")
    rows = (
        get_model("catalogue", "ProductAttribute")
        .objects.filter(type__in=ATTRIBUTE_TYPES)
        .select_related("option_group")
        .prefetch_related(Prefetch("option_group__options", in_order))
        .order_by("pk")
    )
    found: dict[str, AttributeLabel] = {}
    for row in rows:  # several classes of products may have an attribute of one code
        options = row.option_group.options.all() if row.option_group else None
        values = None if options is None else {option_slug(one.option): one.option for one in options}
        known = found.setdefault(row.code, AttributeLabel(row.code, row.name, values))
        if known.values is not None and values:
            known.values.update({value: name for value, name in values.items() if value not in known.values})
    return list(found.values())
