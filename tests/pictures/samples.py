"""Photos as telephones make them."""

import struct
import zlib
from io import BytesIO

from PIL import Image


def _scene(size=(1600, 1200)) -> Image.Image:
    """A gradient with a red upper left corner, so that a turn is seen and JPEG has something to do."""
    scene = Image.linear_gradient("L").resize(size).convert("RGB")
    scene.paste((210, 40, 40), (0, 0, size[0] // 5, size[1] // 5))
    return scene


def a_jpeg(size=(1600, 1200), orientation: int = 1, exif: bool = False) -> bytes:
    """A JPEG; with `exif`, of a telephone that wrote down where it was."""
    image, data = _scene(size), Image.Exif()
    data[0x0112] = orientation
    if exif:
        data[0x010F] = "Telephone"
        data[0x8825] = {1: "N", 2: (20.0, 15.0, 3.0), 3: "E", 4: (105.0, 58.0, 30.0)}
    buffer = BytesIO()
    image.save(buffer, "JPEG", quality=80, exif=data)
    return buffer.getvalue()


def a_heic(size=(1600, 1200)) -> bytes:
    """A photo as an iPhone saves it."""
    import pillow_heif

    pillow_heif.register_heif_opener()
    buffer = BytesIO()
    _scene(size).save(buffer, "HEIF", quality=60)
    return buffer.getvalue()


def png_of(width: int, height: int) -> bytes:
    """A PNG of a few bytes that claims to be this large."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )
