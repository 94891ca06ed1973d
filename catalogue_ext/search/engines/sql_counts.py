"""What is counted of the hits, as SQL: how many there are, and how many each further filter would leave.

Hits that are alike in what filters ask for are counted together (`counted`); all numbers are sums of these few. Each
chosen filter is a column (`ok_…`), so that a facet counts the hits that fit all filters but its own.
"""

from collections.abc import Iterable
from typing import NamedTuple

from catalogue_ext.search.engines.base import facets_of_tags
from catalogue_ext.search.models import TagSet
from catalogue_ext.search.types import Facets, SearchQuery

MOST_ORIGINS = 60
ALIKE = ("tag_set_id", "stars", "in_stock", "made_to_order")
COUNTED = """
    WITH hits AS {hits_are} ({hits}), counted AS MATERIALIZED ({grouped}),
        alike AS (SELECT * FROM counted WHERE tag_set_id IS NOT NULL)"""
NUMBER = (
    "SELECT '{name}' AS kind, '' AS key, CAST(COALESCE(SUM(number), 0) AS bigint) AS number FROM alike WHERE {where}"
)
STARS = """
    SELECT 'stars', CAST(stars AS text), CAST(SUM(number) AS bigint) FROM alike
    WHERE stars IS NOT NULL AND {where} GROUP BY stars"""
ORIGINS = f"""
    SELECT 'origin', CAST(origin AS text), number FROM (
        SELECT origin, CAST(SUM(number) AS bigint) AS number FROM counted WHERE origin IS NOT NULL AND {{where}}
        GROUP BY origin ORDER BY number DESC, origin LIMIT {MOST_ORIGINS}
    ) AS places"""
TAGS = f"""
    SELECT 'tag', {{tag}}, CAST(SUM(number) AS bigint) FROM (
        SELECT tag_set_id, SUM(number) AS number FROM alike WHERE {{where}} GROUP BY tag_set_id
    ) AS tagged JOIN {TagSet._meta.db_table} AS shared ON shared.id = tagged.tag_set_id, {{each_tag}} {{only}}
    GROUP BY {{tag}}"""
Numbers = dict[str, dict[str, int]]
"""By kind and key, as the statement has them."""


class EachTag(NamedTuple):
    """How a database reads the tags of a set (`shared`): as a table beside it, and the tag in a row of that."""

    table: str
    tag: str


def columns(filters: Iterable[str]) -> list[str]:
    return [f"ok_{name}" for name in filters]


def all_but(filters: Iterable[str], own: str = "") -> str:
    return " AND ".join(columns(name for name in filters if name != own)) or "true"


def groups(query: SearchQuery, filters: Iterable[str]) -> list[list[str]]:
    """The columns that hits are counted by, in one row of a group each."""
    own = columns(filters)
    return [[*ALIKE, *own], ["origin", *own]] if query.with_facets else [[*ALIKE, *own]]


def selects(query: SearchQuery, filters: Iterable[str], each: EachTag) -> tuple[list[str], list]:
    """A SELECT of kind, key and number for each thing that is counted; the parameters of all, in order."""
    numbers = {"matched": "true", "total": all_but(filters)}
    if not query.with_facets:
        return _numbers(numbers), []
    numbers |= {name: f"{name} AND {all_but(filters, name)}" for name in ("in_stock", "made_to_order")}
    found = [*_numbers(numbers), STARS.format(where=all_but(filters, "stars"))]
    found += [ORIGINS.format(where=all_but(filters, "origins")), _tags(each, all_but(filters))]
    params: list = []
    own = [(f"attribute{number}", f"a:{code}:") for number, (code, __) in enumerate(query.attributes)]
    own += [("category", "c:")] if query.category is not None else []
    for name, prefix in own:  # after the common count, whose place these take
        found.append(_tags(each, all_but(filters, name), f"WHERE substr({each.tag}, 1, %s) = %s"))
        params += [len(prefix), prefix]
    return found, params


def _numbers(conditions: dict[str, str]) -> list[str]:
    return [NUMBER.format(name=name, where=where) for name, where in conditions.items()]


def _tags(each: EachTag, where: str, only: str = "") -> str:
    return TAGS.format(tag=each.tag, each_tag=each.table, where=where, only=only)


def facets(numbers: Numbers) -> Facets:
    categories, attributes = facets_of_tags(numbers.get("tag", {}).items())
    return Facets(
        stars={int(key): number for key, number in sorted(numbers.get("stars", {}).items(), reverse=True)},
        origins={int(key): number for key, number in numbers.get("origin", {}).items()},
        categories=categories,
        attributes=attributes,
        in_stock=numbers.get("in_stock", {}).get("", 0),
        made_to_order=numbers.get("made_to_order", {}).get("", 0),
    )
