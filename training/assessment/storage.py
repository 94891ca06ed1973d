"""Files that no public address leads to: proofs of tasks. Views serve them after asking who looks."""

from django.core.files.storage import FileSystemStorage
from django.utils.functional import LazyObject

from training import conf


class PrivateStorage(LazyObject):
    """The folder `TRAINING_PRIVATE_ROOT`, read when it is first used, so that migrations name no path."""

    def _setup(self) -> None:
        self._wrapped = FileSystemStorage(location=conf.get("TRAINING_PRIVATE_ROOT"), base_url=None)


_storage = PrivateStorage()


def private_storage() -> PrivateStorage:
    return _storage
