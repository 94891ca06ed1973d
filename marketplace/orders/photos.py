"""Pictures that people send about an order: re-encoded, kept in the private storage, shown to who may see them."""

import uuid

from django.core.files.base import ContentFile
from django.core.files.storage import storages

from marketplace.pictures.uploads import read_picture

MOST = 4
"""How many pictures come with one message or one return."""


def store(file, folder: str) -> str:
    """Keep an uploaded picture; return the name it is found by.

    Raises:
        NotAPicture: for anything else, with a message for the screen.
    """
    picture = read_picture(file)
    return storages["private"].save(f"{folder}/{uuid.uuid4().hex}.webp", ContentFile(picture.content))


def content_of(name: str) -> bytes:
    """The WebP that was stored under this name."""
    with storages["private"].open(name) as file:
        return file.read()
