"""Sensitive data at rest: sealed with the operator's keys before it reaches a disk, a database or a backup.

`PRIVATE_DATA_KEYS` are secrets, newest first: the first seals, all of them unseal, so that a key is changed by putting
a new one in front. Without them the secret key seals. See docs/decisions/0041-private-data.md.
"""

import base64
import hashlib
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, storages
from django.db import models


class Unreadable(Exception):
    """Sealed by a key that is not among `PRIVATE_DATA_KEYS` any more, or tampered with."""


@lru_cache(maxsize=4)
def _fernet(secrets: tuple[str, ...]) -> MultiFernet:
    def key(secret: str) -> bytes:
        return base64.urlsafe_b64encode(hashlib.sha256(f"private data:{secret}".encode()).digest())

    return MultiFernet([Fernet(key(secret)) for secret in secrets])


def _secrets() -> tuple[str, ...]:
    return tuple(settings.PRIVATE_DATA_KEYS) or (settings.SECRET_KEY,)


def seal(content: bytes) -> bytes:
    return _fernet(_secrets()).encrypt(content)


def unseal(sealed: bytes) -> bytes:
    """What was sealed.

    Raises:
        Unreadable: when no key fits.
    """
    try:
        return _fernet(_secrets()).decrypt(sealed)
    except InvalidToken as error:
        raise Unreadable("No key of PRIVATE_DATA_KEYS opens this.") from error


class SealedTextField(models.TextField):
    """Text that is sealed in the database and plain in Python. It cannot be searched by."""

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        return seal(value.encode()).decode() if value else value

    def from_db_value(self, value, expression, connection):
        return unseal(value.encode()).decode() if value else value


class Sealed:
    """Mixed into a storage: files are sealed on their way in, and have no address."""

    def _save(self, name, content):
        content.seek(0)
        return super()._save(name, ContentFile(seal(content.read())))

    def _open(self, name, mode="rb"):
        with super()._open(name, "rb") as file:
            return ContentFile(unseal(file.read()), name=name)

    def url(self, name):
        raise ValueError("Private files have no address.")


class SealedFileSystemStorage(Sealed, FileSystemStorage):
    """Sealed files in the folder `PRIVATE_ROOT`, which no web server serves."""

    def __init__(self, **options):
        super().__init__(**{"location": settings.PRIVATE_ROOT, "base_url": None} | options)


def private_storage():
    """The storage of private files, for `FileField(storage=private_storage)`."""
    return storages["private"]
