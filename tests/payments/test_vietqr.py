import json
from pathlib import Path

import pytest

from marketplace.payments.vietqr import crc16, payload, png, svg

VECTORS = json.loads((Path(__file__).parent / "vietqr_vectors.json").read_text())


def test_the_checksum_is_crc_16_ccitt_false():
    assert crc16(VECTORS["crc_check"]["input"]) == VECTORS["crc_check"]["crc16_ccitt_false"]


@pytest.mark.parametrize("vector", VECTORS["vectors"], ids=lambda vector: vector["source"][:20])
def test_payloads_are_those_of_other_makers(vector):
    made = payload(
        vector["bin"], vector["account"], vector["amount"], vector["purpose"] or "", bill=vector["bill"] or ""
    )
    assert made == vector["payload"]


def test_a_transfer_with_amount_and_reference():
    assert payload("970436", "0881000458086", 120_000, "CS7K2P9") == (
        "00020101021238570010A00000072701270006970436011308810004580860208QRIBFTTA530370454061200005802VN"
        "62110807CS7K2P963040049"
    )


def test_the_code_is_drawn_without_inline_style_and_as_a_picture():
    text = payload("970436", "0881000458086", 120_000, "CS7K2P9")
    assert svg(text).startswith("<svg")
    assert "style=" not in svg(text)
    assert png(text).startswith(b"\x89PNG")
