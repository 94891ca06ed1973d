"""Text that sellers and staff write in Vietnamese, with an English version beside it where there is one."""

from django.utils.translation import get_language


class Bilingual:
    """Read `<name>` in Vietnamese and `<name>_en` in English, Vietnamese where English is empty.

    `headline = Bilingual("tagline")` on a model that has `tagline` and `tagline_en`.
    """

    def __init__(self, name: str):
        self.name = name

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        if get_language() == "en":
            return getattr(instance, f"{self.name}_en") or getattr(instance, self.name)
        return getattr(instance, self.name)
