import json
import sqlite3
import zipfile

import pytest
from django.core.management import CommandError, call_command

from marketplace.places.older_names import Splitter, older_names

NEW = "province ward provinceCode wardCode wardLat wardLon provinceKey wardKey"
OLD = (
    "province district ward districtCode wardCode provinceKey districtKey wardKey wardShortKey wardAlias "
    "districtShortKey districtAlias"
)


@pytest.fixture
def wheel(tmp_path):
    """A release with two communes: one made of a commune and a part of another, one of an island district."""
    database = sqlite3.connect(tmp_path / "dataset.db")
    database.execute(f"CREATE TABLE admin_units ({NEW.replace(' ', ', ')})")
    database.execute(f"CREATE TABLE admin_units_legacy ({OLD.replace(' ', ', ')})")
    b = ("Tỉnh B", "37", "tinhb")
    for name, code, key in [("Phường Phúc Thành", "00001", "phuongphucthanh"), ("Đặc khu Đảo", "00002", "dackhudao")]:
        database.execute(
            "INSERT INTO admin_units VALUES (?, ?, ?, ?, 20.1, 105.9, ?, ?)", (b[0], name, b[1], code, b[2], key)
        )
    for row in [
        ("Tỉnh B", "Huyện C", "Xã Vân", "9", "00003", "tinhb", "huyenc", "xavan", "van", '["phucthanh"]', "c", None),
        ("Tỉnh B", "Huyện C", "Xã Lê", "9", "00004", "tinhb", "huyenc", "xale", "le", None, "c", '["quan9"]'),
        ("Tỉnh B", "Huyện Đảo", None, "318", None, "tinhb", "huyendao", None, None, None, "dao", None),
    ]:
        database.execute(f"INSERT INTO admin_units_legacy VALUES ({', '.join('?' * 12)})", row)
    database.commit()
    database.close()
    parts = [
        {"newWardKey": "phuongphucthanh", "isDefaultNewWard": True},
        {"newWardKey": "dackhudao", "isDefaultNewWard": False},
    ]
    converter = {
        "DICT_PROVINCE_WARD_NO_DIVIDED": {
            "tinhb": {"phuongphucthanh": ["tinhb_huyenc_xavan"], "dackhudao": ["tinhb_huyendao_"]}
        },
        "DICT_PROVINCE_WARD_DIVIDED": {"tinhb": {"tinhb_huyenc_xale": parts}},
    }
    with zipfile.ZipFile(tmp_path / "release.whl", "w") as file:
        file.write(tmp_path / "dataset.db", "vietnamadminunits/data/dataset.db")
        file.writestr("vietnamadminunits/data/converter_2025.json", json.dumps(converter))
    return tmp_path / "release.whl"


def test_a_release_becomes_three_files(wheel, tmp_path):
    call_command("import_units_data", str(wheel), "--to", str(tmp_path), verbosity=0)

    assert (tmp_path / "communes.csv").read_text(encoding="utf-8").splitlines() == [
        "code,name,province,latitude,longitude",
        "00001,Phường Phúc Thành,37,20.1,105.9",
        "00002,Đặc khu Đảo,37,20.1,105.9",
    ]
    assert (tmp_path / "former_communes.csv").read_text(encoding="utf-8").splitlines()[1:] == [
        "00003,Xã Vân,Huyện C,Tỉnh B,phuc thanh,,00001,1",
        "00004,Xã Lê,Huyện C,Tỉnh B,,quan 9,00001,1",
        "00004,Xã Lê,Huyện C,Tỉnh B,,quan 9,00002,0",
        "318,Huyện Đảo,,Tỉnh B,,,00002,1",
    ]


def test_something_else_is_refused(tmp_path):
    with pytest.raises(CommandError, match=r"dataset\.db"):
        call_command("import_units_data", str(tmp_path), "--to", str(tmp_path))


@pytest.fixture(scope="module")
def splitter():
    return Splitter(["Xã Phúc Sơn", "Phường Tân Thành", "Xã Liêm Cần", "Xã Gia Vượng", "Phường Lam Sơn", "Xã Hạ Hòa"])


@pytest.mark.parametrize(
    ("key", "name"),
    [("phucthanh", "phuc thanh"), ("lamha", "lam ha"), ("liemtiet", "liem tiet"), ("me", "me"), ("xy1", None)],
)
def test_blanks_are_put_back_between_syllables(splitter, key, name):
    assert splitter.split(key) == name


def test_other_spellings_of_the_same_name_are_left_out(splitter):
    listed = json.dumps(["xaphucson", "phuongtanthanh", "tanthanh", "phuong05", "p5", "ward5", "phucson"])

    assert older_names(splitter, "phucson", listed) == "tan thanh; phuong 5"
