"""The lines of a basket with all that pages and orders ask of them, by one statement.

Every page of the checkout asks it. It joins nine tables, and Django takes longer to compile it than the database to
answer: so it is compiled once, and its rows become the instances that `select_related` would give, texts left out.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from django.db import connection, models
from django.db.models import Exists, OuterRef, Subquery
from oscar.core.loading import get_model

from marketplace.pictures.renditions import Picture

RELATIONS = (
    "",
    "basket",
    "stockrecord",
    "product",
    "product__listing",
    "product__listing__shop",
    "product__listing__shop__partner",
    "product__listing__shop__commune",
    "product__listing__shop__commune__province",
)
"""What comes with a line (the empty path), each after what it hangs on."""
BASKET = -1
"""Stands for the basket's key among the parameters."""


@dataclass(frozen=True)
class BasketLines:
    lines: list
    has_vouchers: bool = False
    has_site_offers: bool = False
    """Whether the marketplace runs an offer for all, perhaps one of other days."""


@dataclass(frozen=True)
class _Part:
    """One model's columns within a row."""

    model: type[models.Model]
    columns: tuple[str, ...]
    key: str
    hangs_on: str
    name: str
    converters: tuple[tuple[int, Callable], ...]

    def instance(self, values: list):
        """None where the outer join found nothing."""
        for place, convert in self.converters:
            values[place] = convert(values[place])
        made = self.model.from_db(connection.alias, self.columns, values)
        return made if made.pk is not None else None


def rows_of(basket_pk: int) -> list[tuple]:
    """What lies in a stored basket, in the order in which it was put there; one query."""
    statement, params, __ = _compiled()
    with connection.cursor() as cursor:
        cursor.execute(statement, [basket_pk if param == BASKET else param for param in params])
        return cursor.fetchall()


def lines_of(rows: list[tuple]) -> BasketLines:
    """The lines that `rows_of` a basket hold."""
    if not rows:
        return BasketLines([])
    parts = _compiled()[-1]
    __, has_vouchers, has_site_offers = rows[0][-3:]
    return BasketLines([_line(row, parts) for row in rows], bool(has_vouchers), bool(has_site_offers))


def _line(row: tuple, parts: tuple[_Part, ...]):
    made, start = {}, 0
    for part in parts:
        end = start + len(part.columns)
        instance = part.instance(list(row[start:end]))
        start = end
        parent = made.get(part.hangs_on) if part.name else None
        if parent is not None and instance is not None:
            setattr(parent, part.name, instance)
        made[part.key] = instance
    line = made[""]
    line.picture = Picture(row[start]) if row[start] else None
    return line


@cache
def _compiled() -> tuple[str, tuple, tuple[_Part, ...]]:
    Basket, Line = get_model("basket", "Basket"), get_model("basket", "Line")
    ConditionalOffer = get_model("offer", "ConditionalOffer")
    parts = tuple(_part(Line, path) for path in RELATIONS)
    images = get_model("catalogue", "ProductImage").objects.filter(product_id=OuterRef("product_id"))
    site_offers = ConditionalOffer.objects.filter(offer_type=ConditionalOffer.SITE, status=ConditionalOffer.OPEN)
    rows = (
        Line.objects.filter(basket_id=BASKET)
        .order_by("pk")
        .values_list(*(f"{part.key}__{column}".lstrip("_") for part in parts for column in part.columns))
        .annotate(
            first_image=Subquery(images.order_by("display_order").values("original")[:1]),
            has_vouchers=Exists(Basket.vouchers.through.objects.filter(basket_id=OuterRef("basket_id"))),
            has_site_offers=Exists(site_offers),
        )
    )
    return *rows.query.sql_with_params(), parts


def _part(model: type[models.Model], path: str) -> _Part:
    hangs_on, __, name = path.rpartition("__")
    for relation in filter(None, path.split("__")):
        model = model._meta.get_field(relation).related_model
    fields = [field for field in model._meta.concrete_fields if not isinstance(field, models.TextField)]
    converters = tuple((place, _converter(field)) for place, field in enumerate(fields) if _converters(field))
    return _Part(model, tuple(field.attname for field in fields), path, hangs_on, name, converters)


def _converters(field) -> list[Callable]:
    """How the database's values of this column become Python's."""
    column = field.cached_col
    return [*connection.ops.get_db_converters(column), *column.get_db_converters(connection)]


def _converter(field) -> Callable:
    column, converters = field.cached_col, _converters(field)

    def convert(value):
        for converter in converters:
            value = converter(value, column, connection)
        return value

    return convert
