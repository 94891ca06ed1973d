"""Pictures that people send: decoded, turned upright, made smaller and written anew.

Nothing of the file that came is kept but its pixels, so neither what a camera writes into it (place, time, owner) nor
what somebody hid in it goes on. What is not a picture, lies about it, or would take too much memory is refused with a
message for the screen.
"""

import uuid
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from warnings import catch_warnings, simplefilter

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

try:
    import pillow_heif
except ImportError:  # its wheel is GPL: an operator may leave it out
    pillow_heif = None
else:
    pillow_heif.register_heif_opener(thumbnails=False)

MAX_BYTES = 15 * 1024 * 1024
MAX_PIXELS = 25_000_000
MIN_SIDE = 200
LONG_SIDE = 2000
"""Pixels of the longer side of what is kept: the widest rendition is 1600."""

STRIP = 64
"""Rows of the result that are made at once of a HEIC photo."""

FORMATS = ["JPEG", "PNG", "WEBP", *(["HEIF"] if pillow_heif else [])]
ACCEPT = "image/jpeg,image/png,image/webp,image/heic,image/heif,.heic,.heif"
"""For the `accept` attribute of a file field."""


class NotAPicture(ValueError):
    """The file is refused; the message says why and what to do, for the screen."""


@dataclass(frozen=True)
class ReadPicture:
    """A picture as we keep it: WebP, upright, at most `LONG_SIDE` pixels long, without any metadata."""

    content: bytes
    width: int
    height: int


def read_picture(file, min_side: int = MIN_SIDE) -> ReadPicture:
    """The picture in an uploaded `file` (anything with `read`, `seek` and `size`).

    Raises:
        NotAPicture: for anything else; nothing was written anywhere.
    """
    with _opened(file, min_side) as image:
        image.draft("RGB", (LONG_SIDE, LONG_SIDE))  # a JPEG is decoded at a half or a quarter of its size
        upright = _reduced_heif(file) if image.format == "HEIF" else image
        upright.thumbnail((LONG_SIDE, LONG_SIDE), Image.Resampling.LANCZOS, reducing_gap=2.0)
        return encode(_on_white(ImageOps.exif_transpose(upright)))


def look_at(file, min_side: int = MIN_SIDE) -> None:
    """What can be said of a picture without decoding it: its kind and its size.

    Raises:
        NotAPicture: as `read_picture`; only that a picture is damaged further in is not seen.
    """
    with _opened(file, min_side):
        pass


@contextmanager
def _opened(file, min_side: int):
    """The image in `file`, refused by its header before anything is decoded; whatever goes wrong is `NotAPicture`."""
    if file.size > MAX_BYTES:
        raise NotAPicture(
            _("This picture is larger than %(most)d MB. Send a smaller one.") % {"most": MAX_BYTES // 1024**2}
        )
    if file.size == 0:
        raise NotAPicture(_("This file is empty. Choose the picture again."))
    try:
        with catch_warnings():
            simplefilter("error", Image.DecompressionBombWarning)
            file.seek(0)
            with Image.open(file, formats=FORMATS) as image:
                _require_size(image, min_side)
                yield image
    except NotAPicture:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise NotAPicture(_too_many_pixels()) from error
    except UnidentifiedImageError as error:
        raise NotAPicture(
            _("This file is not a picture we can read. Send a photo: JPEG, PNG, WebP or HEIC.")
        ) from error
    except Exception as error:  # decoders of broken files raise whatever they like
        raise NotAPicture(_("This picture is damaged. Take it or choose it again.")) from error


def _require_size(image: Image.Image, min_side: int) -> None:
    if image.width * image.height > MAX_PIXELS:
        raise NotAPicture(_too_many_pixels())
    if min(image.size) < min_side:
        raise NotAPicture(
            _("This picture is too small: it needs at least %(least)d pixels each way.") % {"least": min_side}
        )


def _reduced_heif(file) -> Image.Image:
    """A HEIC photo at about the size that is kept, upright as its decoder gives it.

    Pillow would hold all its pixels once more beside the decoder's; a strip at a time, it never does.
    """
    file.seek(0)
    heif = pillow_heif.open_heif(file, convert_hdr_to_8bit=True)
    pixels, stride, (width, height) = memoryview(heif.data), heif.stride, heif.size
    factor = max(1, max(width, height) // LONG_SIDE)
    reduced = Image.new(heif.mode, (-(-width // factor), -(-height // factor)))
    for top in range(0, height, STRIP * factor):
        rows = min(STRIP * factor, height - top)
        strip = bytes(pixels[top * stride : (top + rows) * stride])
        image = Image.frombytes(heif.mode, (width, rows), strip, "raw", heif.mode, stride)
        reduced.paste(image.reduce(factor), (0, top // factor))
    return reduced


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        image = image.convert("RGBA")
        ground = Image.new("RGB", image.size, "white")
        ground.paste(image, mask=image.getchannel("A"))
        return ground
    return image.convert("RGB")


def encode(image: Image.Image) -> ReadPicture:
    """An RGB image as the bytes that we keep."""
    clean = Image.frombytes("RGB", image.size, image.tobytes())
    buffer = BytesIO()
    clean.save(buffer, "WEBP", quality=88, method=4)
    return ReadPicture(buffer.getvalue(), *clean.size)


def cropped(name: str, x: int = 50, y: int = 50, zoom: int = 100, turns: int = 0) -> ReadPicture:
    """The square of a stored picture that a seller chose.

    `x` and `y` say where the square lies, in percent of the way from left to right and from top to bottom; `zoom`, in
    percent, how close it is (100: as much as fits); `turns`, how many quarter turns to the right come first.
    """
    with default_storage.open(name) as file, Image.open(file) as original:
        image = original.convert("RGB").rotate(-90 * (turns % 4), expand=True)
        side = max(1, round(min(image.size) * 100 / zoom))
        left = round((image.width - side) * x / 100)
        top = round((image.height - side) * y / 100)
        return encode(image.crop((left, top, left + side, top + side)))


def store_picture(picture: ReadPicture, folder: str) -> str:
    """Store it in `folder` of the default storage under a name that cannot be guessed; return the name."""
    return default_storage.save(f"{folder}/{uuid.uuid4().hex}.webp", ContentFile(picture.content))


def _too_many_pixels() -> str:
    return _("This picture has more than %(most)d megapixels. Choose a smaller size in the camera.") % {
        "most": MAX_PIXELS // 1_000_000
    }
