"""VietQR: NAPAS's profile of EMVCo's merchant-presented QR code. Tag, length, value; a checksum at the end."""

import segno

APPLICATION = "A000000727"
TO_ACCOUNT = "QRIBFTTA"


def _field(tag: str, value: str) -> str:
    return f"{tag}{len(value):02}{value}" if value else ""


def crc16(text: str) -> str:
    """CRC-16/CCITT-FALSE in four upper-case hexadecimal digits."""
    crc = 0xFFFF
    for byte in text.encode():
        crc ^= byte << 8
        for _ in range(8):
            crc = ((crc << 1) ^ 0x1021 if crc & 0x8000 else crc << 1) & 0xFFFF
    return f"{crc:04X}"


def payload(bank_bin: str, account: str, amount: int | None = None, purpose: str = "", bill: str = "") -> str:
    """What the code says: pay `amount` đồng (None: the payer fills it in) to `account` at the bank `bank_bin`."""
    beneficiary = _field("00", bank_bin) + _field("01", account)
    merchant = _field("00", APPLICATION) + _field("01", beneficiary) + _field("02", TO_ACCOUNT)
    head = _field("00", "01") + _field("01", "12" if amount else "11") + _field("38", merchant) + _field("53", "704")
    sum_ = _field("54", str(int(amount)) if amount else "")
    about = _field("62", _field("01", bill) + _field("08", purpose[:25]))
    body = head + sum_ + _field("58", "VN") + about + "6304"
    return body + crc16(body)


def svg(text: str) -> str:
    """The code as inline SVG that fills its place."""
    return segno.make_qr(text, error="m").svg_inline(border=4, omitsize=True, svgclass="qr", lineclass=None)


def png(text: str) -> bytes:
    """The code as a picture that a banking app reads from the phone's album."""
    from io import BytesIO

    out = BytesIO()
    segno.make_qr(text, error="m").save(out, kind="png", scale=12, border=4)
    return out.getvalue()
