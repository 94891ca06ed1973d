"""Bring `data/*.csv` into the tables: new and changed rows are written, vanished ones reported, none deleted."""

import csv
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path

from django.db import models, transaction

from marketplace.places.folding import sort_key, words
from marketplace.places.models import FORMER_SCHEME, SCHEME, Commune, FormerCommune, Province
from marketplace.places.names import short, split_kind

DATA = Path(__file__).parent / "data"
_KINDS = {"Xã": Commune.Kind.XA, "Phường": Commune.Kind.PHUONG, "Đặc khu": Commune.Kind.DAC_KHU}


@dataclass(frozen=True)
class Loaded:
    """What a load did to one table."""

    kind: str
    total: int
    new: int
    changed: int
    vanished: list[str]
    """Rows of the table that the file no longer has; they stay."""


def phrases(names: Iterable[str]) -> str:
    """Names as the search reads them: folded, each once, between bars: ` | hoa lu | ninh binh | `."""
    unique = dict.fromkeys(" ".join(words(name)) for name in names)
    return f" | {' | '.join(filter(None, unique))} | "


@transaction.atomic
def load_units(province: str | None = None, say: Callable[[str], object] = lambda line: None) -> list[Loaded]:
    """Load the whole country, or one province by its code.

    Raises:
        LookupError: `province` is not in the file.
    """
    provinces = _read("provinces", code=province)
    if not provinces:
        raise LookupError(province)
    communes = _read("communes", province=province)
    codes = {row["code"] for row in communes}
    former = [row for row in _read("former_communes") if row["commune"] in codes]
    of_commune = defaultdict(list)
    for row in former:
        of_commune[row["commune"]].append(row)
    say(f"{len(provinces)} provinces, {len(communes)} communes and {len(former)} former communes in the file")

    rows = [
        _province(row, [one for one in communes if one["province"] == row["code"]], of_commune) for row in provinces
    ]
    results = [_upsert(Province, ["code"], rows, {"code": province} if province else {})]
    keys = dict(Province.objects.values_list("code", "pk"))
    called = {row["code"]: _called(row) for row in provinces}
    scope = {"province__in": [keys[row["code"]] for row in provinces], "scheme": SCHEME}
    rows = [_commune(row, of_commune[row["code"]], keys[row["province"]], called[row["province"]]) for row in communes]
    results.append(_upsert(Commune, ["scheme", "code"], rows, scope))
    keys = dict(Commune.objects.filter(**scope).values_list("code", "pk"))
    rows = [_former(row, keys[row["commune"]]) for row in former]
    scope = {"commune__in": keys.values(), "scheme": FORMER_SCHEME}
    results.append(_upsert(FormerCommune, ["scheme", "old_code", "commune_id"], rows, scope))
    return results


def _read(name: str, **wanted: str | None) -> list[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if all(row[key] == value for key, value in wanted.items() if value)]


def _called(row: dict) -> list[str]:
    """The name of a province without its kind, and what else people call it."""
    return [short(row["name"]), *row["also"].split("; ")]


def _took_in(former: Iterable[dict]) -> list[str]:
    return sorted({short(one["province_name"]) for one in former})


def _province(row: dict, communes: list[dict], of_commune: dict[str, list[dict]]) -> Province:
    called = _called(row)
    return Province(
        code=row["code"],
        name=row["name"],
        folded=" ".join(words(called[0])),
        search_text=phrases([*called, *_took_in(one for commune in communes for one in of_commune[commune["code"]])]),
        region=row["region"],
        sort_key=sort_key(called[0]),
    )


def _commune(row: dict, former: list[dict], province: int, province_called: list[str]) -> Commune:
    kind, short_name = split_kind(row["name"])
    districts = sorted({one["district"] or one["name"] for one in former})
    names = [name for one in former for name in (short(one["name"]), *one["older_names"].split("; "))]
    names += [name for one in former for name in (short(one["district"]), *one["older_districts"].split("; "))]
    return Commune(
        code=row["code"],
        name=row["name"],
        kind=_KINDS[kind],
        short_name=short_name,
        folded=" ".join(words(short_name)),
        search_text=phrases([short_name, *names, *_took_in(former), *province_called]),
        latitude=float(row["latitude"]),
        longitude=float(row["longitude"]),
        province_id=province,
        former_districts=", ".join(districts),
    )


def _former(row: dict, commune: int) -> FormerCommune:
    return FormerCommune(
        old_code=row["old_code"],
        name=row["name"],
        district=row["district"],
        province_name=row["province_name"],
        older_names=row["older_names"],
        older_districts=row["older_districts"],
        commune_id=commune,
        is_default=row["is_default"] == "1",
        folded=" ".join(words(short(row["name"]))),
    )


def _upsert(model: type[models.Model], unique: list[str], rows: list, scope: dict) -> Loaded:
    """Write those of `rows` that are new or changed; `unique` names the columns that tell rows apart."""
    columns = [field.attname for field in model._meta.concrete_fields if not field.primary_key]
    identity, content = attrgetter(*unique), attrgetter(*columns)
    stored = {identity(one): one for one in model._default_manager.filter(**scope)}
    new = [one for one in rows if identity(one) not in stored]
    changed = [one for one in rows if identity(one) in stored and content(one) != content(stored[identity(one)])]
    vanished = [stored[one] for one in stored.keys() - set(map(identity, rows))]
    if model is FormerCommune:  # makes room for another usual answer: those that lose the mark go first
        model.objects.filter(pk__in=[one.pk for one in vanished]).update(is_default=False)
        changed.sort(key=attrgetter("is_default"))
    model._default_manager.bulk_create(
        changed + new,
        update_conflicts=True,
        unique_fields=unique,
        update_fields=[column for column in columns if column not in unique],
        batch_size=500,
    )
    return Loaded(model._meta.model_name, len(rows), len(new), len(changed), sorted(_describe(one) for one in vanished))


def _describe(row: models.Model) -> str:
    return f"{getattr(row, 'old_code', None) or row.code} {row.name}"
