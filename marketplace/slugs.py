"""Addresses that are made from names."""

from collections.abc import Callable
from itertools import count
from typing import TypeVar

from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils.text import slugify

from marketplace.places.folding import fold

MAX_LENGTH = 100
Made = TypeVar("Made")


def with_free_slug(model: type[Model], name: str, otherwise: str, create: Callable[[str], Made]) -> Made:
    """What `create` makes with the first of `name`, `name-2`, … that is no `slug` of `model` yet.

    Two of one name made at the same moment each get an address of their own. `otherwise` stands for a name without
    letters and digits.
    """
    stem = slugify(fold(name))[:MAX_LENGTH] or otherwise
    while True:
        taken = set(model.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
        candidates = (stem if number == 1 else f"{stem}-{number}" for number in count(1))
        slug = next(candidate for candidate in candidates if candidate not in taken)
        try:
            with transaction.atomic():
                return create(slug)
        except IntegrityError:
            if not model.objects.filter(slug=slug).exists():
                raise
