"""Pictures by file name, out of a ZIP."""

import zipfile
from pathlib import PurePosixPath

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _

from catalogue_ext.drafts import MOST_PICTURES
from marketplace.pictures.uploads import MAX_BYTES, NotAPicture, look_at

MOST_BYTES = 30 * 1024 * 1024
MOST_FILES = 2000


class NotAZip(ValueError):
    """The file is refused; the message is for the screen."""


class ZippedPictures:
    """The pictures of a ZIP, by their names without folders, whether in capitals or not; nothing is unpacked to a disk.

    Raises:
        NotAZip: for another file, or one that holds too much.
    """

    def __init__(self, file=None):
        self._zip, self._seen = None, {}
        self._parts: dict[str, zipfile.ZipInfo] = {}
        if file is None:
            return
        if file.size > MOST_BYTES:
            raise NotAZip(_("The ZIP is larger than %(most)d MB. Send it in two.") % {"most": MOST_BYTES // 1024**2})
        try:
            self._zip = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, OSError, ValueError) as error:
            raise NotAZip(_("This is not a ZIP that we can open. Pack the pictures again.")) from error
        parts = self._zip.infolist()
        if len(parts) > MOST_FILES:
            raise NotAZip(_("The ZIP holds more than %(most)d files.") % {"most": MOST_FILES})
        self._parts = {name_of(part.filename): part for part in parts if not part.is_dir()}

    def faults(self, names: list[str]) -> list[str]:
        """What is wrong with the pictures that a row names, in words."""
        found = [fault for fault in map(self._fault, names) if fault]
        if len(names) > MOST_PICTURES:
            found.append(_("A product has at most %(most)d pictures.") % {"most": MOST_PICTURES})
        return found

    def _fault(self, name: str) -> str:
        if name not in self._seen:
            self._seen[name] = self._look_at(name)
        return self._seen[name]

    def _look_at(self, name: str) -> str:
        if name_of(name) not in self._parts:
            return _("“%(name)s” is not in the ZIP of pictures.") % {"name": name}
        try:
            look_at(self.read(name))
        except NotAPicture as error:
            return f"{name}: {error}"
        return ""

    def read(self, name: str) -> ContentFile:
        """One picture's bytes, never more than we take of any.

        Raises:
            NotAPicture: when it is larger, damaged or locked.
        """
        try:
            with self._zip.open(self._parts[name_of(name)]) as part:
                content = part.read(MAX_BYTES + 1)
        except Exception as error:  # zipfile and its decompressors raise whatever a broken file leads them to
            raise NotAPicture(_("This picture is damaged. Take it or choose it again.")) from error
        return ContentFile(content, name=name)


def name_of(path: str) -> str:
    return PurePosixPath(path.replace("\\", "/")).name.casefold()


def opened(content: bytes) -> ZippedPictures:
    """The pictures of a ZIP that was kept; of none where there is no content."""
    return ZippedPictures(ContentFile(content)) if content else ZippedPictures()
