"""The demo's files: text in `data/`, illustrations in `pictures/` (see NOTICE)."""

import json
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

FOLDER = Path(__file__).resolve().parent


def read_json(name: str):
    return json.loads((FOLDER / "data" / name).read_text(encoding="utf-8"))


def store_picture(source: str, target: str) -> str:
    """Copy `pictures/<source>` into the media storage as `target` unless it is there; return the stored name."""
    if not default_storage.exists(target):
        content = ContentFile((FOLDER / "pictures" / source).read_bytes())
        return default_storage.save(target, content)
    return target
