"""Elasticsearch as an engine: what is asked of the index (`elastic_index`), and how its answer is read."""

from collections.abc import Callable, Iterable
from dataclasses import fields
from itertools import pairwise

from django.conf import settings
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from elasticsearch_dsl import A, Q, Search
from elasticsearch_dsl.query import Query

from catalogue_ext.search.documents import Document
from catalogue_ext.search.engines import elastic_index
from catalogue_ext.search.engines.base import EngineDown, Found, Slice, facets_of_tags
from catalogue_ext.search.ranking import TYPING_WINDOW, Candidate
from catalogue_ext.search.readings import Choice, Marks, Plan, Reading, Slot
from catalogue_ext.search.types import Facets, SearchQuery

ORDERS: dict[str, list] = {
    "popular": [{"popularity": "desc"}, {"listing_id": "desc"}],
    "newest": [{"published_at": "desc"}, {"listing_id": "desc"}],
    "price_up": ["price", "listing_id"],
    "price_down": [{"price": "desc"}, {"listing_id": "desc"}],
}
CANDIDATE = [field.name for field in fields(Candidate)]
MOST_TAGS, MOST_ORIGINS = 1000, 60
DEEPEST = 10_000
"""Elasticsearch gives no results beyond these (`index.max_result_window`)."""


class ElasticEngine:
    name = "elasticsearch"

    def write(self, documents: Iterable[Document], gone: Iterable[int] = ()) -> None:
        elastic_index.write_documents([elastic_index.read_alias()], documents, gone, elastic_index.now_version())

    def begun(self, plan: Plan) -> list[Candidate]:
        """Titles with the words as they stand come first, then those with longer words, then words elsewhere.

        Each of the three asks for the most popular, as the index lies: what comes after them is not looked at.
        """
        searches = []
        for query in (_any_of(_whole, plan), _any_of(_begun, plan), _match(plan)):
            search = Search().query("bool", filter=[Q("term", on_sale=True), query]).sort(*ORDERS["popular"])
            search = search.source(CANDIDATE).extra(track_total_hits=False, size=TYPING_WINDOW)
            searches += [{}, search.to_dict()]
        answers = _asked(lambda client, index: client.msearch(index=index, searches=searches))["responses"]
        found = {}
        for answer in answers:
            if "error" in answer:
                raise EngineDown(str(answer["error"]))
            for hit in answer["hits"]["hits"]:
                if len(found) < TYPING_WINDOW and hit["_id"] not in found:
                    found[hit["_id"]] = _candidate(hit["_source"])
        return list(found.values())

    def find(self, query: SearchQuery, plan: Plan | None) -> Found:
        part = Slice.of(query, plan)
        search = self._search(query, plan, part).to_dict()
        answer = _asked(lambda client, index: client.search(index=index, **search))
        hits = answer["hits"]["hits"]
        total = answer["hits"]["total"]["value"] if query.with_facets else len(hits)
        return Found(
            total=total,
            matched=answer["aggregations"]["matched"]["doc_count"] if _filters(query) else total,
            facets=_facets(answer["aggregations"]) if query.with_facets else Facets(),
            candidates=[_candidate(hit["_source"]) for hit in hits] if part.is_ranked else [],
            ids=() if part.is_ranked else tuple(int(hit["_id"]) for hit in hits),
        )

    def _search(self, query: SearchQuery, plan: Plan | None, part: Slice) -> Search:
        filters = _filters(query)
        offset = min(part.offset, DEEPEST - part.limit)
        # Where nobody counts, what cannot come first need not be looked at.
        extra = {"track_total_hits": query.with_facets, "from_": offset, "size": part.limit}
        search = Search().query(_query(query, plan)).extra(**extra)
        search = search.source(CANDIDATE if part.is_ranked else False)
        search = search.post_filter(_all(filters.values())) if filters else search
        if plan and not query.sort:
            search = search.sort("_score", *ORDERS["popular"])
        else:
            search = search.sort(*ORDERS[query.sort or "popular"])
        if filters:
            search.aggs.bucket("matched", A("filter", filter=Q("match_all")))
        if query.with_facets:
            _count(search, query, filters)
        return search


def _asked(ask: Callable) -> dict:
    """What `ask(client, index)` answers."""
    client = elastic_index.client(settings.ELASTICSEARCH_URL, settings.SEARCH_ELASTICSEARCH_SECONDS)
    try:
        return ask(client, elastic_index.read_alias()).body
    except elastic_index.Trouble as error:
        raise EngineDown(str(error)) from error


def _query(query: SearchQuery, plan: Plan | None) -> Query:
    base = [Q("term", on_sale=True)]
    if query.shop is not None:
        base.append(Q("term", shop=query.shop))
    if plan is None:
        if query.category is not None:
            base.append(Q("term", tags=f"c:{query.category}"))
        return Q("bool", filter=base)
    exact, beside, title = (
        Q("constant_score", filter=_any_of(written, plan), boost=boost)
        for written, boost in ((_exact, 4), (_beside, 2), (_in_title, 1))
    )
    return Q("bool", filter=[*base, _match(plan)], should=[exact, beside, title])


def _any_of(written: Callable[[Reading], Query], plan: Plan) -> Query:
    return Q("bool", should=[written(reading) for reading in plan.readings])


def _match(plan: Plan) -> Query:
    found = [_reading(reading, plan) for reading in plan.readings]
    if plan.code:
        found.append(Q("term", words=plan.code))
    return Q("bool", should=found)


def _reading(reading: Reading, plan: Plan) -> Query:
    names = ("words", "text") if plan.in_descriptions else ("words",)
    slots = [_slot(slot, names) for slot in reading.slots]
    needs = [Q("term", words=key) for key in reading.needs]
    return Q("bool", filter=needs, should=slots, minimum_should_match=plan.least(reading))


def _slot(slot: Slot, names: tuple[str, ...]) -> Query:
    return Q(
        "bool", should=[_key(key, choice, name) for choice in slot.choices for name in names for key in choice.keys]
    )


def _key(key: str, choice: Choice, name: str) -> Query:
    return Q("prefix" if choice.beginning else "term", **{name: key})


def _exact(reading: Reading) -> Query:
    return Q("bool", filter=[Q("term", title=slot.choices[0].exact) for slot in reading.slots])


def _beside(reading: Reading) -> Query:
    words = [slot.choices[0].folded for slot in reading.slots]
    if len(words) == 1:
        return Q("term", folded_title=words[0])
    pairs = (f"{one} {other}" for one, other in pairwise(words))
    return Q("bool", filter=[Q("term", folded_title__pairs=pair) for pair in pairs])


def _in_title(reading: Reading) -> Query:
    slots = ([_key(choice.folded, choice, "folded_title") for choice in slot.choices] for slot in reading.slots)
    return Q("bool", filter=[Q("bool", should=keys) for keys in slots])


def _whole(reading: Reading) -> Query:
    slots = [[choice for choice in slot.choices if not choice.beginning] for slot in reading.slots]
    return _titled(slots, reading)


def _begun(reading: Reading) -> Query:
    return _titled([slot.choices for slot in reading.slots], reading)


def _titled(slots: list[Iterable[Choice]], reading: Reading) -> Query:
    found = [Q("bool", should=[_title_key(choice) for choice in choices]) for choices in slots]
    return Q("bool", filter=[*found, *(Q("term", words=key) for key in reading.needs)])


def _title_key(choice: Choice) -> Query:
    key = _key(choice.folded, choice, "folded_title")
    return Q("bool", filter=[key, Q("term", words=choice.keys[0])]) if choice.marks is Marks.NOWHERE else key


def _filters(query: SearchQuery) -> dict[str, Query]:
    filters: dict[str, Query] = {}
    price = {"gte": query.price_min, "lte": query.price_max}
    if price := {name: value for name, value in price.items() if value is not None}:
        filters["price"] = Q("range", price=price)
    if query.category is not None:
        filters["category"] = Q("term", tags=f"c:{query.category}")
    if query.stars:
        filters["stars"] = Q("terms", stars=list(query.stars)) & _certificate_holds()
    if query.origins:
        filters["origins"] = Q("terms", origin=list(query.origins))
    if query.in_stock:
        filters["in_stock"] = Q("term", in_stock=True)
    if query.made_to_order:
        filters["made_to_order"] = Q("term", made_to_order=True)
    for code, values in query.attributes:
        filters[f"attribute:{code}"] = Q("terms", tags=[f"a:{code}:{value}" for value in values])
    return filters


def _certificate_holds() -> Query:
    return Q("range", stars_until={"gte": timezone.localdate().isoformat()})


def _all(filters: Iterable[Query]) -> Query:
    return Q("bool", filter=list(filters)) if filters else Q("match_all")


def _count(search: Search, query: SearchQuery, filters: dict[str, Query]) -> None:
    """Ask for the facets, each under all filters but its own."""

    def under(own: str, *also: Query) -> A:
        return A("filter", filter=_all([*(one for name, one in filters.items() if name != own), *also]))

    aggs = search.aggs
    aggs.bucket("stars", under("stars", _certificate_holds())).bucket("values", "terms", field="stars")
    aggs.bucket("origins", under("origins")).bucket("values", "terms", field="origin", size=MOST_ORIGINS)
    aggs.bucket("in_stock", under("in_stock", Q("term", in_stock=True)))
    aggs.bucket("made_to_order", under("made_to_order", Q("term", made_to_order=True)))
    aggs.bucket("tags", under("")).bucket("values", "terms", field="tags", size=MOST_TAGS)
    own = {f"attribute:{code}": f"a:{code}:.*" for code, __ in query.attributes}
    own |= {"category": "c:.*"} if query.category is not None else {}
    for name, include in own.items():
        values = A("terms", field="tags", size=MOST_TAGS, include=include)
        aggs.bucket(f"own:{name}", under(name)).bucket("values", values)


def _facets(aggregations: dict) -> Facets:
    tags: dict[str, int] = _buckets(aggregations["tags"])
    for name, found in aggregations.items():
        if name.startswith("own:"):
            tags |= _buckets(found)
    categories, attributes = facets_of_tags(tags.items())
    return Facets(
        stars=dict(sorted(_buckets(aggregations["stars"]).items(), reverse=True)),
        origins=_buckets(aggregations["origins"]),
        categories=categories,
        attributes=attributes,
        in_stock=aggregations["in_stock"]["doc_count"],
        made_to_order=aggregations["made_to_order"]["doc_count"],
    )


def _buckets(aggregation: dict) -> dict:
    return {bucket["key"]: bucket["doc_count"] for bucket in aggregation["values"]["buckets"]}


def _candidate(source: dict) -> Candidate:
    return Candidate(**source | {"published_at": parse_datetime(source["published_at"])})
