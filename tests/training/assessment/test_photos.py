import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from training.assessment.photos import clean_photo


def test_a_large_photo_is_kept_smaller_and_tells_nothing():
    written = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "o nha chi Sen"
    Image.new("RGB", (2400, 1800), "#8f244a").save(written, "JPEG", exif=exif)
    kept = Image.open(clean_photo(SimpleUploadedFile("a.jpg", written.getvalue())))
    assert (kept.format, kept.size, len(kept.getexif())) == ("WEBP", (1600, 1200), 0)


@pytest.mark.parametrize("content", [b"<svg/>", b"", b"\x89PNG\r\n\x1a\n"])
def test_what_is_no_photo_is_refused(content):
    with pytest.raises(ValidationError):
        clean_photo(SimpleUploadedFile("a.jpg", content))
