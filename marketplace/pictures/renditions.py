"""Every picture in the sizes and formats that the layout uses, at addresses that need no look-up.

A rendition of `shops/a.webp` in the slot `cover`, 800 pixels wide, as AVIF is the file
`renditions/cover/800/shops/a.webp.avif` of the default storage. A job makes them after an upload; a missing one is made
when it is first asked for. Only the slots, widths and formats below exist, so that nobody can ask for more.
"""

from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image, ImageOps

FORMATS = {"avif": "image/avif", "webp": "image/webp"}
ENCODING = {"avif": {"quality": 55, "speed": 8}, "webp": {"quality": 74, "method": 4}}


@dataclass(frozen=True)
class Slot:
    """A place in the layout: its proportions and the widths, in pixels, that it is drawn at."""

    ratio: tuple[int, int]
    widths: tuple[int, ...]

    def height(self, width: int) -> int:
        return round(width * self.ratio[1] / self.ratio[0])


SLOTS = {
    "square": Slot((1, 1), (96, 192, 320, 480, 800)),
    "cover": Slot((8, 3), (480, 800, 1200, 1600)),
    "share": Slot((40, 21), (1200,)),
}


@dataclass(frozen=True)
class Source:
    type: str
    srcset: str


@dataclass(frozen=True)
class Picture:
    """A stored picture in one slot, ready for `<picture>`: sources by format, a fallback and its dimensions."""

    name: str
    slot: str = "square"

    @property
    def sources(self) -> tuple[Source, ...]:
        return _sources(self)

    @property
    def width(self) -> int:
        widths = SLOTS[self.slot].widths
        return widths[len(widths) // 2]

    @property
    def height(self) -> int:
        return SLOTS[self.slot].height(self.width)

    @property
    def src(self) -> str:
        return self.url(self.width, "webp")

    def url(self, width: int, suffix: str) -> str:
        return default_storage.url(rendition_name(self.name, self.slot, width, suffix))


@lru_cache(maxsize=2048)
def _sources(picture: Picture) -> tuple[Source, ...]:
    """Ten addresses a picture, on every page that shows it: put together once."""
    widths = SLOTS[picture.slot].widths
    return tuple(
        Source(type, ", ".join(f"{picture.url(width, suffix)} {width}w" for width in widths))
        for suffix, type in FORMATS.items()
    )


def picture(file, slot: str = "square") -> Picture | None:
    """The picture of an image field in a slot; None where the field is empty."""
    return Picture(file.name, slot) if file else None


def rendition_name(name: str, slot: str, width: int, suffix: str) -> str:
    return f"renditions/{slot}/{width}/{name}.{suffix}"


def make_rendition(name: str, slot: str, width: int, suffix: str) -> str:
    """Make and store one rendition unless it is there; return its name.

    Raises:
        KeyError, ValueError: for a slot, width or format that the layout does not use.
        FileNotFoundError: when there is no such picture.
    """
    if width not in SLOTS[slot].widths:
        raise ValueError(f"No width {width} in slot {slot}")
    target = rendition_name(name, slot, width, suffix)
    if default_storage.exists(target):
        return target
    with default_storage.open(name) as file, Image.open(file) as original:
        upright = ImageOps.exif_transpose(original).convert("RGB")
        fitted = ImageOps.fit(upright, (width, SLOTS[slot].height(width)), Image.Resampling.LANCZOS)
    buffer = BytesIO()
    fitted.save(buffer, suffix.upper(), **ENCODING[suffix])
    return default_storage.save(target, ContentFile(buffer.getvalue()))


def make_renditions(name: str, slot: str) -> None:
    """Make all renditions of one picture in one slot."""
    for width in SLOTS[slot].widths:
        for suffix in FORMATS:
            make_rendition(name, slot, width, suffix)
