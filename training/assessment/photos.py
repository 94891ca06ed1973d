"""A photo as a phone sends it, made harmless: decoded, turned upright, made smaller, written anew without its data."""

from io import BytesIO

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

MOST_BYTES = 15 * 1024 * 1024
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 1600
FORMATS = ("JPEG", "PNG", "WEBP")


def clean_photo(upload) -> ContentFile:
    """The upload as WebP of at most 1,600 pixels a side, without EXIF or location.

    Raises:
        ValidationError: when it is too large or no picture that can be read.
    """
    if upload.size > MOST_BYTES:
        raise ValidationError(_("The photo is larger than 15 MB. Take it once more with a smaller size."))
    try:
        upload.seek(0)
        with Image.open(upload, formats=FORMATS) as image:
            if image.width * image.height > MOST_PIXELS:
                raise ValidationError(
                    _("The photo has more than 40 megapixels. Take it once more with a smaller size.")
                )
            image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            image.load()
            upright = ImageOps.exif_transpose(image).convert("RGB")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise ValidationError(
            _("This file is no photo that can be read. Choose a JPEG, PNG or WebP picture.")
        ) from error
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    written = BytesIO()
    upright.save(written, "WEBP", quality=80)
    return ContentFile(written.getvalue(), name="photo.webp")
