"""The certificate as a PDF, by the Typst template beside this file. Fonts: `TRAINING_FONTS`, whole, not subsets."""

import json
from functools import lru_cache
from pathlib import Path

import segno
import typst

from training import conf

TEMPLATES = Path(__file__).resolve().parent / "typst"


def render_certificates(certificates: list) -> bytes:
    """One A4 page each, in Vietnamese with English beneath."""
    data = {
        "operator": conf.get("TRAINING_OPERATOR"),
        "city": conf.get("TRAINING_CITY"),
        "certificates": [_data(one) for one in certificates],
    }
    return typst.compile(
        TEMPLATES / "certificate.typ",
        root=TEMPLATES,
        font_paths=fonts(str(conf.get("TRAINING_FONTS"))),
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        format="pdf",
    )


@lru_cache(maxsize=1)
def fonts(folder: str) -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder] if folder else [])


def check_url(certificate) -> str:
    """The full address of the page that checks it, as the QR code holds it."""
    return conf.get("SITE_URL") + certificate.get_absolute_url()


def _data(certificate) -> dict[str, str]:
    address = check_url(certificate)
    code = segno.make(address, error="m")
    return {
        "holder": certificate.holder_name,
        "programme": certificate.programme_name,
        "course": certificate.course_title,
        "course_en": certificate.course_title_en,
        "hours": f"{certificate.hours.normalize():f}".replace(".", ","),
        "place": certificate.place_name,
        "from": f"{certificate.starts_on:%d/%m/%Y}",
        "until": f"{certificate.ends_on:%d/%m/%Y}",
        "day": f"{certificate.issued_on:%d}",
        "month": f"{certificate.issued_on:%m}",
        "year": f"{certificate.issued_on:%Y}",
        "serial": certificate.serial,
        "url": address,
        "address": address.removeprefix("https://").removeprefix("http://"),
        "qr": code.svg_inline(border=0, dark="#1d3b2a"),
    }
