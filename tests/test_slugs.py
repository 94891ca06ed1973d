"""Addresses made from names: one each, also for two that are made at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import IntegrityError, connection

from marketplace.shops.models import Shop
from marketplace.slugs import with_free_slug
from tests.factories import a_commune, a_shop


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_of_one_name_at_the_same_moment_get_an_address_each():
    commune, both_find_it_free = a_commune(), Barrier(2, timeout=60)

    def create(slug):
        if slug == "mam-tep-sen":
            both_find_it_free.wait()
        return a_shop(slug=slug, commune=commune)

    def open_shop(_number):
        try:
            return with_free_slug(Shop, "Mắm tép Sen", "gian-hang", create).slug
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(open_shop, range(2))) == ["mam-tep-sen", "mam-tep-sen-2"]


@pytest.mark.django_db
def test_a_name_without_letters_has_an_address_and_what_is_wrong_otherwise_is_said():
    assert with_free_slug(Shop, "!!!", "gian-hang", lambda slug: a_shop(slug=slug)).slug == "gian-hang"
    with pytest.raises(IntegrityError):
        with_free_slug(Shop, "Mắm", "gian-hang", lambda slug: a_shop(slug=slug, partner=Shop.objects.get().partner))
