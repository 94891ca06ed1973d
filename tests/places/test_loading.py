import csv
import io
import shutil

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from marketplace.places import loading
from marketplace.places.loading import DATA, load_units
from marketplace.places.models import Commune, FormerCommune, Province

pytestmark = pytest.mark.django_db


@pytest.fixture
def files(tmp_path, monkeypatch):
    """A copy of the data that a test may change, by `edit(name, change)`."""
    shutil.copytree(DATA, tmp_path / "data")
    monkeypatch.setattr(loading, "DATA", tmp_path / "data")

    def edit(name, change):
        path = tmp_path / "data" / f"{name}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            rows = [row for row in csv.DictReader(file) if change(row) is not False]
        with path.open("w", encoding="utf-8", newline="") as file:
            out = csv.DictWriter(file, rows[0])
            out.writeheader()
            out.writerows(rows)

    return edit


def test_the_command_loads_one_province_and_says_so():
    said = io.StringIO()
    call_command("load_units", "--province", "37", stdout=said)

    assert "commune: 129 new, 0 changed, 0 as before" in said.getvalue()
    assert (Province.objects.count(), Commune.objects.count(), FormerCommune.objects.count()) == (1, 129, 404)


def test_the_whole_country_loads(country):
    assert (Province.objects.count(), Commune.objects.count(), FormerCommune.objects.count()) == (34, 3321, 10_602)


def test_a_commune_knows_where_it_lies_and_what_it_was():
    load_units("37")
    commune = Commune.objects.get(scheme="2025-07", code="14359")

    assert commune.label == "Phường Nam Hoa Lư, Tỉnh Ninh Bình"
    assert (commune.kind, commune.short_name, commune.folded) == ("phuong", "Nam Hoa Lư", "nam hoa lu")
    assert commune.former_districts == "Thành phố Hoa Lư"
    assert (round(commune.latitude, 1), round(commune.longitude, 1)) == (20.2, 105.9)


def test_loading_again_writes_nothing(django_assert_max_num_queries):
    load_units("37")
    with django_assert_max_num_queries(12):
        again = load_units("37")

    assert [(result.new, result.changed, result.vanished) for result in again] == [(0, 0, [])] * 3


def test_a_renamed_commune_keeps_its_key(files):
    load_units("37")
    before = Commune.objects.get(code="14359")
    files("communes", lambda row: row.update(name="Phường Tam Cốc") if row["code"] == "14359" else None)
    load_units("37")

    assert Commune.objects.get(code="14359").name == "Phường Tam Cốc"
    assert Commune.objects.get(code="14359").pk == before.pk


def test_a_commune_that_vanished_from_the_file_is_reported_and_kept(files):
    load_units("37")
    files("communes", lambda row: row["code"] != "14359")
    said = io.StringIO()
    call_command("load_units", "--province", "37", stdout=io.StringIO(), stderr=said)

    assert "14359 Phường Nam Hoa Lư" in said.getvalue()
    assert Commune.objects.filter(code="14359").exists()


def test_the_usual_answer_may_move_to_another_commune(files):
    load_units("37")
    swap = {"0": "1", "1": "0"}
    files(
        "former_communes",
        lambda row: row.update(is_default=swap[row["is_default"]]) if row["old_code"] == "13285" else None,
    )
    load_units("37")

    assert FormerCommune.objects.get(old_code="13285", is_default=True).commune.name == "Phường Phủ Lý"


def test_an_unknown_province_is_refused():
    with pytest.raises(CommandError, match="99"):
        call_command("load_units", "--province", "99")


def test_a_code_stands_once_in_a_scheme_and_may_return_in_another(ninh_binh):
    commune = Commune.objects.first()
    commune.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        commune.save()

    commune.scheme = "2030-01"
    commune.save()


def test_the_database_refuses_a_commune_outside_the_country(ninh_binh):
    with pytest.raises(IntegrityError), transaction.atomic():
        Commune.objects.filter(code="14359").update(latitude=105.9, longitude=20.2)


def test_provinces_stand_in_vietnamese_order(country):
    names = [name.split(" ", 1)[1] for name in Province.objects.values_list("name", flat=True)]

    assert names.index("An Giang") == 0
    assert names.index("Điện Biên") > names.index("Cao Bằng")
    assert names.index("Lâm Đồng") < names.index("Ninh Bình")
