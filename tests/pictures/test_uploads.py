import struct
import subprocess
import sys
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from marketplace.pictures import uploads
from marketplace.pictures.uploads import NotAPicture, cropped, read_picture, store_picture
from tests.pictures.samples import a_heic, a_jpeg, png_of


def file_of(content: bytes, name="anh.jpg", kind="image/jpeg"):
    return SimpleUploadedFile(name, content, kind)


def opened(picture):
    return Image.open(BytesIO(picture.content))


def test_what_the_camera_wrote_into_a_picture_is_gone():
    content = a_jpeg(exif=True)
    assert Image.open(BytesIO(content)).getexif().get_ifd(0x8825)
    kept = opened(read_picture(file_of(content)))
    assert kept.format == "WEBP"
    assert dict(kept.getexif()) == {}
    assert not {"exif", "xmp", "icc_profile"} & set(kept.info)


def test_a_photo_taken_upright_is_turned_upright():
    picture = read_picture(file_of(a_jpeg(size=(640, 480), orientation=6)))
    assert (picture.width, picture.height) == (480, 640)
    # The upper edge of the scene, red, is the left edge of what the sensor saw.
    red, green, __ = opened(picture).convert("RGB").getpixel((470, 20))
    assert red > 150 > green


def test_a_photo_of_an_iphone_is_read():
    picture = read_picture(file_of(a_heic((1200, 900)), "IMG_0001.HEIC", "image/heic"))
    assert (picture.width, picture.height) == (1200, 900)


def test_a_large_photo_is_made_smaller():
    picture = read_picture(file_of(a_jpeg(size=(4000, 3000))))
    assert (picture.width, picture.height) == (2000, 1500)


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="800" height="800"><script>alert(1)</script></svg>'
GIF = BytesIO()
Image.new("RGB", (400, 400)).save(GIF, "GIF")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param(SVG, "không phải ảnh", id="svg"),
        pytest.param(b"<!doctype html><script>alert(1)</script>", "không phải ảnh", id="html"),
        pytest.param(b"%PDF-1.7 " + b"0" * 100, "không phải ảnh", id="pdf"),
        pytest.param(GIF.getvalue(), "không phải ảnh", id="gif"),
        pytest.param(b"", "trống", id="empty"),
        pytest.param(a_jpeg()[:2000], "hỏng", id="cut off"),
        pytest.param(png_of(8000, 5000), "megapixel", id="40 megapixels"),
        pytest.param(png_of(60_000, 60_000), "megapixel", id="bomb"),
        pytest.param(a_jpeg(size=(120, 120)), "quá nhỏ", id="too small"),
        pytest.param(b"\xff\xd8\xff" + b"0" * uploads.MAX_BYTES, "15 MB", id="too heavy"),
    ],
)
def test_what_is_no_fit_picture_is_refused_with_words(content, words):
    with pytest.raises(NotAPicture, match=words):
        read_picture(file_of(content))


def test_a_bomb_in_the_notes_of_a_png_is_refused():
    notes = zlib.compress(b"a" * 200_000_000, 9)
    picture = BytesIO()
    Image.new("RGB", (400, 400), "red").save(picture, "PNG")
    head, tail = picture.getvalue()[:33], picture.getvalue()[33:]
    data = b"zTXt" + b"Comment\0\0" + notes
    bomb = head + struct.pack(">I", len(data) - 4) + data + struct.pack(">I", zlib.crc32(data)) + tail
    with pytest.raises(NotAPicture):
        read_picture(file_of(bomb, "anh.png", "image/png"))


def test_the_square_that_a_seller_chose_is_cut_out():
    left_is_red = Image.new("RGB", (600, 300), "blue")
    left_is_red.paste("red", (0, 0, 300, 300))
    name = store_picture(uploads.encode(left_is_red), "images/products")
    assert opened(cropped(name, x=0)).getpixel((150, 150))[0] > 200
    assert opened(cropped(name, x=100)).getpixel((150, 150))[2] > 200
    turned = opened(cropped(name, y=0, turns=1))
    assert turned.size == (300, 300)
    assert turned.getpixel((150, 150))[0] > 200
    assert opened(cropped(name, zoom=200)).size == (150, 150)


MEASURED = """
import sys
from django.core.files.uploadedfile import SimpleUploadedFile
import django
django.setup()
from marketplace.pictures.uploads import NotAPicture, read_picture
for path in sys.argv[1:]:
    with open(path, "rb") as file:
        content = SimpleUploadedFile("anh", file.read())
    try:
        read_picture(content)
    except NotAPicture:
        pass
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(int(peak.split()[1]) // 1024)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs Linux to say how much memory was taken")
def test_a_worker_that_reads_pictures_stays_under_300_megabytes(tmp_path):
    files = {
        "large.jpg": a_jpeg(size=(5700, 4280)),
        "large.heic": a_heic((5700, 4280)),
        "bomb.png": png_of(60_000, 60_000),
    }
    large_png = BytesIO()
    Image.new("RGB", (5700, 4280), "red").save(large_png, "PNG", compress_level=1)
    files["large.png"] = large_png.getvalue()
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    paths = [str(tmp_path / name) for name in files]
    answer = subprocess.run([sys.executable, "-c", MEASURED, *paths], capture_output=True, text=True, check=True)
    assert int(answer.stdout) < 300
