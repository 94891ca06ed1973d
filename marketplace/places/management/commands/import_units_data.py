"""Rebuild `marketplace/places/data/` from a release of vietnamadminunits: a developer's command."""

import csv
import json
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from marketplace.places.loading import DATA
from marketplace.places.models import Region
from marketplace.places.older_names import Splitter, older_names

# Appendix of Resolution 306/NQ-CP of 5 October 2025.
REGIONS = {
    Region.NORTHERN_UPLANDS: "04 08 11 12 14 15 19 20 25",
    Region.RED_RIVER_DELTA: "01 22 24 31 33 37",
    Region.NORTH_CENTRAL: "38 40 42 44 46",
    Region.SOUTH_CENTRAL: "48 51 52 56 66 68",
    Region.SOUTH_EAST: "75 79 80",
    Region.MEKONG_DELTA: "82 86 91 92 96",
}
# What people call a province besides its name, folded.
ALSO = {"01": "hn", "46": "thua thien hue", "48": "dn", "79": "hcm; tphcm; sai gon; sg", "92": "ct"}


class Command(BaseCommand):
    help = "Write the CSV files of marketplace/places/data from a vietnamadminunits wheel or its unpacked folder."

    def add_arguments(self, parser):
        parser.add_argument("source", type=Path, help="the .whl, or the folder that holds vietnamadminunits/data")
        parser.add_argument("--to", type=Path, default=DATA, help="where to write (default: %(default)s)")

    def handle(self, *, source: Path, to: Path, **options):
        with tempfile.TemporaryDirectory() as folder:
            if source.is_file():
                zipfile.ZipFile(source).extractall(folder)
            package = (Path(folder) if source.is_file() else source) / "vietnamadminunits" / "data"
            if not (package / "dataset.db").is_file():
                raise CommandError(f"{source}: no vietnamadminunits/data/dataset.db in it")
            new, old = _tables(package / "dataset.db")
            converter = json.loads((package / "converter_2025.json").read_text(encoding="utf-8"))
        regions = {code: region.value for region, codes in REGIONS.items() for code in codes.split()}
        provinces = {row["provinceCode"]: row["province"] for row in new}
        rows = [(code, name, regions[code], ALSO.get(code, "")) for code, name in provinces.items()]
        self._write(to / "provinces.csv", "code name region also", rows)
        self._write(
            to / "communes.csv",
            "code name province latitude longitude",
            ((row["wardCode"], row["ward"], row["provinceCode"], row["wardLat"], row["wardLon"]) for row in new),
        )
        self._write(
            to / "former_communes.csv",
            "old_code name district province_name older_names older_districts commune is_default",
            _former(new, old, converter),
        )

    def _write(self, path: Path, header: str, rows: Iterable[tuple]):
        rows = sorted(rows)
        with path.open("w", encoding="utf-8", newline="") as file:
            out = csv.writer(file, lineterminator="\n")
            out.writerow(header.split())
            out.writerows(rows)
        self.stdout.write(f"{path.name}: {len(rows)} rows")


def _tables(database: Path) -> tuple[list[sqlite3.Row], list[sqlite3.Row]]:
    connection = sqlite3.connect(database)
    connection.row_factory = sqlite3.Row
    try:
        return (
            connection.execute("SELECT * FROM admin_units").fetchall(),
            connection.execute("SELECT * FROM admin_units_legacy").fetchall(),
        )
    finally:
        connection.close()


def _former(new: list, old: list, converter: dict) -> Iterator[tuple]:
    """Rows of former_communes.csv: every former commune with each commune its land went to."""
    went_to = _went_to(new, converter)
    splitter = Splitter(name for row in [*new, *old] for name in (row["ward"], row["province"]) if name)
    for row in old:
        key = f"{row['provinceKey']}_{row['districtKey']}_{row['wardKey'] or ''}"
        also = (
            older_names(splitter, row["wardShortKey"] or "", row["wardAlias"]),
            older_names(splitter, row["districtShortKey"], row["districtAlias"]),
        )
        if row["ward"]:
            unit = row["wardCode"], row["ward"], row["district"], row["province"], *also
        else:  # an island district without communes
            unit = row["districtCode"], row["district"], "", row["province"], *also
        for code, usual in went_to[key]:
            yield *unit, code, int(usual)


def _went_to(new: list, converter: dict) -> dict[str, list[tuple[str, bool]]]:
    """Key of a former commune → the codes of its communes, each with whether it is the usual answer."""
    codes = {(row["provinceKey"], row["wardKey"]): row["wardCode"] for row in new}
    found: dict[str, list[tuple[str, bool]]] = {}
    for province, communes in converter["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for commune, former in communes.items():
            found |= {key: [(codes[province, commune], True)] for key in former}
    for province, divided in converter["DICT_PROVINCE_WARD_DIVIDED"].items():
        for key, parts in divided.items():
            found[key] = [(codes[province, part["newWardKey"]], bool(part["isDefaultNewWard"])) for part in parts]
    return found
