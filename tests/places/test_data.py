"""The committed files against what was published and checked by hand (docs/decisions/0003-administrative-units.md)."""

import csv
from collections import Counter

import pytest

from marketplace.places.loading import DATA
from marketplace.places.names import split_kind


def rows(name):
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def communes():
    return {row["code"]: row for row in rows("communes")}


@pytest.fixture(scope="module")
def former():
    return rows("former_communes")


def test_the_whole_country_is_there(communes, former):
    assert len(rows("provinces")) == 34
    assert Counter(split_kind(row["name"])[0] for row in communes.values()) == {
        "Xã": 2621,
        "Phường": 687,
        "Đặc khu": 13,
    }
    assert len({row["old_code"] for row in former}) == 10_040


def test_ninh_binh_has_97_communes_and_32_wards_out_of_398(communes, former):
    home = {code for code, row in communes.items() if row["province"] == "37"}
    of_home = [row for row in former if row["commune"] in home]

    assert Counter(split_kind(communes[code]["name"])[0] for code in home) == {"Xã": 97, "Phường": 32}
    assert len({row["old_code"] for row in of_home}) == 398
    assert len(of_home) == 404, "six were split"
    assert {row["province_name"] for row in of_home} == {"Tỉnh Ninh Bình", "Tỉnh Nam Định", "Tỉnh Hà Nam"}


def test_every_commune_had_former_ones_and_every_former_one_has_one_usual_answer(communes, former):
    assert {row["commune"] for row in former} == set(communes)
    assert set(Counter(row["old_code"] for row in former if row["is_default"] == "1").values()) == {1}
    assert {row["old_code"] for row in former if row["is_default"] == "1"} == {row["old_code"] for row in former}


@pytest.mark.parametrize(
    ("old_code", "name", "district", "commune"),
    [
        ("14551", "Xã Ninh Hải", "Thành phố Hoa Lư", "Phường Nam Hoa Lư"),
        ("14734", "Xã Yên Thành", "Huyện Yên Mô", "Xã Đồng Thái"),
        ("13291", "Phường Lê Hồng Phong", "Thành phố Phủ Lý", "Phường Phù Vân"),
        ("13285", "Phường Quang Trung", "Thành phố Phủ Lý", "Phường Hà Nam"),
    ],
)
def test_a_former_commune_leads_to_its_commune(communes, former, old_code, name, district, commune):
    usual = next(row for row in former if row["old_code"] == old_code and row["is_default"] == "1")

    assert (usual["name"], usual["district"]) == (name, district)
    assert communes[usual["commune"]]["name"] == commune


def test_older_names_are_kept_with_their_blanks_put_back(former):
    van_giang = next(row for row in former if row["name"] == "Phường Vân Giang" and "Hoa Lư" in row["district"])

    assert van_giang["older_names"] == "phuc thanh; thanh binh"
    assert not [row for row in former if not row["older_names"].replace("; ", "").replace(" ", "").isascii()]


def test_islands_without_communes_stand_for_themselves(communes, former):
    assert {communes[row["commune"]]["name"] for row in former if not row["district"]} == {
        f"Đặc khu {name}" for name in ("Bạch Long Vĩ", "Cồn Cỏ", "Hoàng Sa", "Lý Sơn", "Côn Đảo")
    }
