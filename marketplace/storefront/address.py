"""The query of an address of results: changed one thing at a time, always written in the same order."""

from django.http import QueryDict

from catalogue_ext.search.forms import ATTRIBUTE


class Address:
    """The query of an address, changed one thing at a time; every change goes back to the first page."""

    KNOWN = ("q", "category", "price_min", "price_max", "stars", "place", "in_stock", "made_to_order", "sort")
    SHARED = ("stars", "place")
    """Filters worth a page of their own in search engines, one at a time; attributes are too."""

    def __init__(self, params: QueryDict):
        self._params = QueryDict(mutable=True)
        attributes = sorted(name for name in params if name.startswith(ATTRIBUTE))
        for name in (*self.KNOWN, *attributes):
            values = [value for value in params.getlist(name) if value]
            if values:
                self._params.setlist(name, sorted(set(values)) if len(values) > 1 else values)
        self._page = params.get("page", "")

    def switched(self, name: str, value: str) -> str:
        params = self._params.copy()
        values = params.getlist(name)
        params.setlist(name, [one for one in values if one != value] if value in values else [*values, value])
        return self._written(params)

    def replaced(self, name: str, value: str) -> str:
        params = self._params.copy()
        params.setlist(name, [value] if value else [])
        return self._written(params)

    def with_page(self, page: int) -> str:
        params = self._params.copy()
        if page > 1:
            params["page"] = str(page)
        return self._written(params)

    def only(self, *names: str) -> str:
        params = QueryDict(mutable=True)
        for name in names:
            params.setlist(name, self._params.getlist(name))
        return self._written(params)

    def pairs(self, *names: str) -> list[tuple[str, str]]:
        return [(name, value) for name in names for value in self._params.getlist(name)]

    @property
    def names(self) -> list[str]:
        return list(self._params)

    def canonical(self) -> str:
        """What search engines should take this page for: with its page and its one filter, without what is deeper."""
        params = self._params.copy() if self.is_for_search_engines else QueryDict(mutable=True)
        if self._page.isdecimal() and int(self._page) > 1:
            params["page"] = str(int(self._page))
        return f"?{params.urlencode()}" if params else ""

    @property
    def is_for_search_engines(self) -> bool:
        """Whether there is no filter, or one value of one that people search for; words, prices and orders are not."""
        chosen = [(name, value) for name in self._params for value in self._params.getlist(name)]
        shared = [name for name, __ in chosen if name in self.SHARED or name.startswith(ATTRIBUTE)]
        return len(chosen) == len(shared) <= 1

    @staticmethod
    def _written(params: QueryDict) -> str:
        return "?" + params.urlencode()
