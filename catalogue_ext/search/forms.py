"""Filters as they stand in an address: read, checked, and written back."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from catalogue_ext.search.types import SORTS, SearchQuery

ATTRIBUTE = "a_"
"""Begins the name of a filter by an attribute: `?a_material=coi`."""
_CODE = re.compile(r"[a-z0-9_-]{1,40}")
MOST_ATTRIBUTES, MOST_VALUES = 6, 20


class FilterForm(forms.Form):
    """The filters of a list of products. What is wrong in an address is left out, the rest holds."""

    q = forms.CharField(required=False, max_length=120, label=_("Search"))
    price_min = forms.IntegerField(required=False, min_value=0, max_value=1_000_000_000, label=_("From"))
    price_max = forms.IntegerField(required=False, min_value=0, max_value=1_000_000_000, label=_("To"))
    stars = forms.TypedMultipleChoiceField(
        required=False, coerce=int, choices=[(5, "5"), (4, "4"), (3, "3")], label=_("OCOP stars")
    )
    place = forms.TypedMultipleChoiceField(required=False, coerce=int, label=_("Place"))
    category = forms.IntegerField(required=False, min_value=1, max_value=2**31, label=_("Category"))
    in_stock = forms.BooleanField(required=False, label=_("In stock only"))
    made_to_order = forms.BooleanField(required=False, label=_("Made to order"))
    sort = forms.ChoiceField(required=False, choices=[(sort, sort) for sort in SORTS])
    page = forms.IntegerField(required=False, min_value=1, max_value=1000)

    def __init__(self, data, **kwargs):
        super().__init__(data, **kwargs)
        self._attributes = _attributes_of(data)
        places = [value for value in data.getlist("place") if value.isdecimal()][:20]
        self.fields["place"].choices = [(int(value), value) for value in places]

    def query(self, **fixed) -> SearchQuery:
        """The query that the valid fields make, with `fixed` (a category, a shop) set by the page."""
        self.is_valid()
        data = self.cleaned_data
        fixed.setdefault("category", data.get("category"))
        return SearchQuery(
            text=data.get("q", "").strip(),
            price_min=data.get("price_min"),
            price_max=data.get("price_max"),
            stars=tuple(data.get("stars") or ()),
            origins=tuple(data.get("place") or ()),
            in_stock=bool(data.get("in_stock")),
            made_to_order=bool(data.get("made_to_order")),
            attributes=self._attributes,
            sort=data.get("sort", ""),
            page=data.get("page") or 1,
            **fixed,
        )


def _attributes_of(data) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The values wanted of each attribute; names and values that none can have are left out."""
    found = []
    for name in sorted(name for name in data if name.startswith(ATTRIBUTE)):
        code = name.removeprefix(ATTRIBUTE)
        values = sorted({value for value in data.getlist(name) if _CODE.fullmatch(value)})[:MOST_VALUES]
        if values and _CODE.fullmatch(code):
            found.append((code, tuple(values)))
    return tuple(found[:MOST_ATTRIBUTES])
